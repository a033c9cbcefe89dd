"""The story's counter sees what it must see: each wrong is counted, none is explained away."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.story.conftest import Told
from tools.story_count import EXPECTED, Evidence, count

pytestmark = pytest.mark.xdist_group("story")

REGISTERED = b"incoming.registered"


@pytest.fixture
def evidence(told: Told, tmp_path: Path) -> Evidence:
    for name in ("dong-thanh", "tan-lap"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copyfile(told.out / f"{name}.sqlite", folder / "vanthu.sqlite")
        shutil.copytree(told.out / f"{name}-blobs", folder / "blobs")
    return Evidence(
        sender=tmp_path / "dong-thanh",
        receiver=tmp_path / "tan-lap",
        hub_dump=Path(shutil.copyfile(told.out / "hub.jsonl", tmp_path / "hub.jsonl")),
        trust=told.out / "trust",
        wire_bytes={},
        replies_lost=0,
        folder=tmp_path,
    )


def test_it_counts_a_good_day_as_good(evidence: Evidence) -> None:
    counted = count(evidence)
    assert counted.held()
    assert counted.found == EXPECTED


def test_it_sees_a_number_given_twice(evidence: Evidence) -> None:
    seq, body = _entry(evidence, 7)
    changed = body.replace(b'"number":7,', b'"number":6,')
    assert changed != body
    _change(evidence.sender, "update journal set body = ? where seq = ?", changed, seq)
    found = count(evidence).found
    assert (found["duplicates"], found["gaps"], found["out_of_order"]) == (1, 1, 1)
    assert found["reconciled"] == EXPECTED["reconciled"] - 1


def test_it_sees_a_missing_number(evidence: Evidence) -> None:
    seq, _ = _entry(evidence, 9)
    _change(evidence.sender, "delete from journal where seq = ?", seq)
    found = count(evidence).found
    assert found["registered"] == EXPECTED["registered"] - 1
    assert (found["duplicates"], found["gaps"], found["out_of_order"]) == (0, 1, 0)


def test_it_sees_numbers_out_of_order(evidence: Evidence) -> None:
    (first, seven), (second, eight) = _entry(evidence, 7), _entry(evidence, 8)
    _change(evidence.sender, "update journal set body = ? where seq = ?", eight, first)
    _change(evidence.sender, "update journal set body = ? where seq = ?", seven, second)
    found = count(evidence).found
    assert (found["duplicates"], found["gaps"], found["out_of_order"]) == (0, 0, 1)


def test_it_sees_an_entry_that_the_hub_lacks(evidence: Evidence) -> None:
    lines = evidence.hub_dump.read_bytes().splitlines(keepends=True)
    lost = next(line for line in lines if b'"ubnd-dong-thanh"' in line and REGISTERED in line)
    evidence.hub_dump.write_bytes(b"".join(line for line in lines if line != lost))
    assert count(evidence).found["reconciled"] == EXPECTED["reconciled"] - 1


def test_it_sees_a_changed_signed_file(evidence: Evidence) -> None:
    (path,) = evidence.issued_files()
    data = bytearray(path.read_bytes())
    data[2000] ^= 1
    path.write_bytes(bytes(data))
    assert count(evidence).found["signatures_valid"] == 0


def test_it_sees_that_nobody_accepted(evidence: Evidence) -> None:
    _change(evidence.receiver, "update inbox set state = 'waiting'")
    assert count(evidence).found["accepted_elsewhere"] == 0


def test_it_sees_that_no_status_came_back(evidence: Evidence) -> None:
    _change(evidence.sender, "update delivery set status = '01'")
    assert not count(evidence).held()


def _entry(evidence: Evidence, number: int) -> tuple[int, bytes]:
    """Return seq and body of an entry of the first organ."""
    connection = sqlite3.connect(evidence.sender / "vanthu.sqlite")
    sql = (
        "select seq, body from journal where seq ="
        " (select seq from incoming where organ = 'ubnd-dong-thanh' and number = ?)"
    )
    seq, body = connection.execute(sql, (number,)).fetchone()
    connection.close()
    return int(seq), bytes(body)


def _change(data: Path, sql: str, *values: int | bytes) -> None:
    connection = sqlite3.connect(data / "vanthu.sqlite")
    with connection:
        assert connection.execute(sql, values).rowcount > 0
    connection.close()
