"""NB6, seen by the operating system: WAL synced, sidecar synced, then the reply's first byte."""

from pathlib import Path

import pytest

from tests.commune.exposure_trace import CALLS, ORDER, faults, steps
from tests.commune.node import RealNode, copied_today
from tools.world.process import ProcessFailed, vanthu
from vanthu_server.commune.config import NodeConfig

GOOD = """\
10 recvfrom(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "POST /api/commands HTTP/1.1\\r\\n", 65536, 0) = 700
11 pwrite64(6</x/vanthu.sqlite-wal>, "...", 4096, 4120) = 4096
11 fdatasync(6</x/vanthu.sqlite-wal>)     = 0
11 write(8</x-sidecar/journal.jsonl>, "{...", 700) = 700
11 fsync(8</x-sidecar/journal.jsonl> <unfinished ...>
10 recvfrom(12<TCP:[127.0.0.1:1->127.0.0.1:3]>, "GET / HTTP/1.1\\r\\n", 65536, 0) = 80
11 <... fsync resumed>)                   = 0
10 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 200 OK\\r\\n", 300, 0, NULL, 0) = 300
"""


def test_nb6_wal_then_sidecar_then_the_first_byte_of_the_reply(
    furnished_today: NodeConfig, tmp_path: Path
) -> None:
    """NB6; R-IN-15, R-IN-16."""
    trace = tmp_path / "trace"
    spy = ["strace", "-D", "-f", "-y", "-yy", "-s", "64", "-e", f"trace={CALLS}", "-o", str(trace)]
    node = RealNode(
        copied_today(furnished_today, tmp_path), command=lambda: [*spy, *vanthu("commune", "run")]
    )
    try:
        node.start().person("vanthu").register("Văn bản một")
    except (ProcessFailed, FileNotFoundError) as error:
        pytest.fail(f"strace cannot follow a process here (is ptrace forbidden?): {error}")
    finally:
        node.stop()

    seen = trace.read_text(encoding="utf-8", errors="replace")

    assert faults(seen) == []
    assert "request" in steps(seen)


def test_the_checker_accepts_the_order_of_exposure() -> None:
    assert faults(GOOD) == []
    assert steps(GOOD) == list(ORDER)


@pytest.mark.parametrize(
    ("moved", "fault"),
    [
        (2, "no wal synced before the reply"),
        (3, "no sidecar written before the reply"),
        (6, "no sidecar synced before the reply"),
    ],
)
def test_the_checker_sees_a_step_that_comes_after_the_reply(moved: int, fault: str) -> None:
    lines = GOOD.splitlines()
    late = lines.pop(moved)

    assert faults("\n".join([*lines, late])) == [fault]


def test_the_checker_sees_the_sidecar_before_the_wal() -> None:
    lines = GOOD.splitlines()
    lines[2], lines[3] = lines[3], lines[2]

    assert faults("\n".join(lines)) == ["sidecar written before wal synced"]


def test_the_checker_sees_that_nothing_was_traced() -> None:
    assert faults("") == ["0 requests"]
