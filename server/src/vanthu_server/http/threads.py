"""Blocking work off the event loop: a bounded number of threads, as many as connections."""

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from vanthu_server.http.limits import THREADS_MAX

T = TypeVar("T")


class Threads:
    """Runs functions that block on disk or database."""

    def __init__(self, at_once: int = THREADS_MAX) -> None:
        self._limiter = anyio.CapacityLimiter(at_once)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; waits while as many others run as may."""
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)
