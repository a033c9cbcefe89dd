"""A worker that wants more memory than its bound gets none."""

import subprocess
import sys

SCRIPT = """
from vanthu_server.platform.memory import bound_own_memory
assert bound_own_memory(300 * 1024**2)
try:
    bytearray(400 * 1024**2)
except MemoryError:
    print("bounded")
"""


def test_an_allocation_over_the_bound_fails_in_that_process_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )

    assert done.stdout == "bounded\n"
