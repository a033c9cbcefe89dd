from datetime import UTC, datetime
from pathlib import Path

import pytest

from vanthu_signer.log import LogEntry, SigningLog, check_log, read_log
from vanthu_signer.problem import SignerProblem

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)


def _written(path: Path, count: int = 4) -> list[bytes]:
    log = SigningLog(path)
    for number in range(count):
        log.append(LogEntry(event="signed", job=f"viec-{number}", certificate="a1"), AT)
    return path.read_bytes().splitlines(keepends=True)


def test_sg41_each_line_names_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    _written(path)
    SigningLog(path).append(LogEntry(event="sent", job="viec-9"), AT)
    assert check_log(path).count == 5
    assert [line.entry.job for line in read_log(path)][-1] == "viec-9"


@pytest.mark.parametrize(
    "lines",
    [(0, 1, 3), (1, 2, 3), (0, 2, 1, 3), (0, 1, 1, 2, 3)],
    ids=["middle gone", "first gone", "moved", "doubled"],
)
def test_sg42_a_missing_or_moved_line_is_found(tmp_path: Path, *, lines: tuple[int, ...]) -> None:
    path = tmp_path / "log.jsonl"
    written = _written(path)
    path.write_bytes(b"".join(written[number] for number in lines))
    with pytest.raises(SignerProblem) as caught:
        check_log(path)
    assert caught.value.code == "SG42"


def test_sg42_a_changed_line_is_found_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    _written(path)
    path.write_bytes(path.read_bytes().replace(b"viec-1", b"viec-7"))
    with pytest.raises(SignerProblem, match="dòng 3"):
        SigningLog(path)


def test_sg42_nothing_is_signed_over_a_broken_log(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"something else\n" + b"".join(_written(tmp_path / "other")))
    with pytest.raises(SignerProblem) as caught:
        SigningLog(path)
    assert caught.value.code == "SG42"


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_a_line_torn_by_a_power_cut_is_closed_by_the_next_entry(
    tmp_path: Path, *, kept: int
) -> None:
    path = tmp_path / "log.jsonl"
    written = _written(path)
    path.write_bytes(b"".join(written[:3]) + written[3][:kept])
    log = SigningLog(path)
    log.append(LogEntry(event="sent", job="viec-9"), AT)
    assert check_log(path).unended is False
    events = [line.entry.event for line in read_log(path)]
    torn = ["signed"] if kept == -1 else ["torn_line"]
    assert events == ["signed"] * 3 + torn + ["sent"]


def test_sg40_a_log_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    log = SigningLog(folder / "log.jsonl")
    folder.rmdir()
    with pytest.raises(SignerProblem) as caught:
        log.append(LogEntry(event="signed"), AT)
    assert caught.value.code == "SG40"
