"""Blocking work off the event loop: a bounded number of threads, as many as connections."""

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from vanthu_server.province.domain.limits import THREADS_MAX

T = TypeVar("T")


class Threads:
    """Runs functions that block on disk or database."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(THREADS_MAX)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; waits while THREADS_MAX others run."""
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)
