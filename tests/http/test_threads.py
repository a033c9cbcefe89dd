"""Blocking work runs beside the loop, a bounded number at once."""

import threading

import anyio
import pytest

from vanthu_server.http.limits import THREADS_MAX
from vanthu_server.http.threads import Threads


async def test_no_more_run_at_once_than_there_are_threads() -> None:
    threads, turn = Threads(), threading.Lock()
    running, most = 0, 0
    gate = threading.Event()

    def work() -> None:
        nonlocal running, most
        with turn:
            running += 1
            most = max(most, running)
            if running == THREADS_MAX:
                gate.set()
        gate.wait(timeout=10)
        with turn:
            running -= 1

    async with anyio.create_task_group() as group:
        for _ in range(3 * THREADS_MAX):
            group.start_soon(threads.run, work)

    assert most == THREADS_MAX


async def test_what_the_work_returns_or_raises_comes_back() -> None:
    assert await Threads().run(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await Threads().run(lambda: 1 // 0)
