"""The sidecar on disk: appended durably, mended, rewritten."""

from pathlib import Path

import pytest

from tests.sync.samples import chain_of as chain
from vanthu_server.commune.storage.sidecar_file import SidecarFile
from vanthu_sync.sidecar import SidecarDamaged, lines


def nothing(_: str) -> None:
    """Pass a point."""


@pytest.fixture
def file(tmp_path: Path) -> SidecarFile:
    made = SidecarFile(tmp_path / "stick" / "journal.jsonl", nothing)
    made.mend()
    return made


def test_what_is_appended_is_read_back(file: SidecarFile) -> None:
    events = chain(5)
    file.append(events[:2])
    file.append(events[2:])

    assert file.read() == tuple(events)
    assert file.path.read_bytes() == lines(events)


def test_no_file_is_told_apart_from_an_empty_one(tmp_path: Path) -> None:
    file = SidecarFile(tmp_path / "journal.jsonl", nothing)
    assert file.read() is None
    file.mend()
    assert file.read() == ()


def test_append_makes_no_file_of_its_own(tmp_path: Path) -> None:
    file = SidecarFile(tmp_path / "journal.jsonl", nothing)

    with pytest.raises(FileNotFoundError):
        file.append(chain(1))

    assert not file.path.exists()


def test_the_points_are_passed_in_their_order(tmp_path: Path) -> None:
    passed: list[tuple[str, int]] = []
    path = tmp_path / "journal.jsonl"
    file = SidecarFile(path, lambda point: passed.append((point, path.stat().st_size)))
    file.mend()

    file.append(chain(1))

    size = len(lines(chain(1)))
    assert passed == [("sidecar_written", size), ("sidecar_synced", size)]


@pytest.mark.parametrize("torn", [b"{", b'{"body":', b"x" * 5000])
def test_nb7_mending_cuts_a_torn_last_line_off_and_nothing_else(
    file: SidecarFile, torn: bytes
) -> None:
    file.append(chain(2))
    file.path.write_bytes(file.path.read_bytes() + torn)

    file.mend()

    assert file.path.read_bytes() == lines(chain(2))
    file.mend()
    assert file.read() == tuple(chain(2))


def test_nb7_a_damaged_line_is_reported_never_mended(file: SidecarFile) -> None:
    file.append(chain(3))
    data = file.path.read_bytes().replace(b'"seq":2', b'"seq":9')
    file.path.write_bytes(data)

    file.mend()

    assert file.path.read_bytes() == data
    with pytest.raises(SidecarDamaged) as damaged:
        file.read()
    assert damaged.value.line == 2


def test_jn7_rewriting_replaces_the_content_and_leaves_no_other_file(file: SidecarFile) -> None:
    events = chain(3)
    file.append(events)

    file.rewrite([events[0].without_body(), *events[1:]])

    assert file.read() == (events[0].without_body(), *events[1:])
    assert [path.name for path in file.path.parent.iterdir()] == ["journal.jsonl"]
