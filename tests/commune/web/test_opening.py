"""NB8 to NB10 on real files: what a node does at its start, and what people then see."""

import dataclasses
import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.furnishing import unbind
from tests.commune.node import Office, Person, copied, entry, furnish, hand_world, operation
from tests.commune.stores import assert_whole, journal, sidecar_events
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.opening_texts import TEXTS
from vanthu_server.commune.storage.sidecar_file import SidecarFile
from vanthu_sync.limits import SIDECAR_LAG_EVENTS_MAX


def put_back(office: Office, older: Path) -> None:
    """Restore a copy of the data folder, as a backup program does."""
    office.close()
    shutil.rmtree(office.config.data)
    shutil.copytree(older, office.config.data)
    office.reopen(hand_world(seed=2))


def save(office: Office, place: Path) -> Path:
    """Copy the data folder of the closed node, and open it again."""
    office.close()
    shutil.copytree(office.config.data, place)
    office.reopen(hand_world(seed=3))
    return place


def registered(clerk: Person, *names: str) -> dict[str, int]:
    return {name: clerk.register(name, op=operation(name))["number"] for name in names}


def sidecar_lines(office: Office) -> list[bytes]:
    return office.config.sidecar.read_bytes().splitlines(keepends=True)


def reopen_with(office: Office, lines: list[bytes]) -> Person:
    """Restart the node with a sidecar of these lines and log its clerk in."""
    office.close()
    office.config.sidecar.write_bytes(b"".join(lines))
    office.reopen(hand_world(seed=2))
    return office.person("vanthu")


def test_nb8_a_database_from_a_backup_is_completed_from_the_sidecar(
    office: Office, tmp_path: Path
) -> None:
    """NB8, R-IN-15: nothing is lost, no number is given twice, operations are remembered."""
    given = registered(office.person("vanthu"), "một", "hai")
    older = save(office, tmp_path / "older")
    given |= registered(office.person("vanthu"), "ba", "bốn", "năm")

    put_back(office, older)

    assert office.opened.open
    assert office.opened.recovered == 3
    clerk = office.person("vanthu")
    assert clerk.numbers() == [1, 2, 3, 4, 5]
    assert registered(clerk, *given) == given
    reused = clerk.refused("incoming.register", entry("khác"), op=operation("năm"))
    assert reused["code"] == "OP_REUSED"
    assert clerk.register("sáu")["number"] == 6
    office.close()
    assert_whole(office.config)


def test_nb8_a_database_from_a_backup_forgets_again_what_was_removed_since(
    office: Office, tmp_path: Path
) -> None:
    clerk = office.person("vanthu")
    made = clerk.register("Bí mật Quắc Thước")
    older = save(office, tmp_path / "older")
    office.person("vanthu").done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    put_back(office, older)

    held = office.person("vanthu").read(f"incoming/{made['id']}")["row"]
    assert (held["number"], held["content_removed"]) == (1, True)
    office.close()
    assert "Quắc".encode() not in office.config.database.read_bytes()
    assert_whole(office.config)


def test_nb9_a_sidecar_that_lacks_the_last_lines_is_completed(office: Office) -> None:
    registered(office.person("vanthu"), "một", "hai", "ba")

    clerk = reopen_with(office, sidecar_lines(office)[:-2])

    assert office.opened.completed == 2
    assert registered(clerk, "bốn") == {"bốn": 4}
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize("torn", [1, 200, -2])
def test_nb7_a_torn_last_line_is_cut_off_and_written_whole(office: Office, torn: int) -> None:
    registered(office.person("vanthu"), "một", "hai")
    lines = sidecar_lines(office)

    clerk = reopen_with(office, [*lines[:-1], lines[-1][:torn]])

    assert office.opened.completed == 1
    assert registered(clerk, "một", "hai", "ba") == {"một": 1, "hai": 2, "ba": 3}
    office.close()
    assert_whole(office.config)


def missing(office: Office) -> None:
    office.config.sidecar.unlink()


def behind(office: Office) -> None:
    lines = sidecar_lines(office)
    clerk = office.reopen(hand_world(seed=9)).person("vanthu")
    for place in range(SIDECAR_LAG_EVENTS_MAX + 1):
        clerk.register(f"Văn bản {place}")
    office.close()
    office.config.sidecar.write_bytes(b"".join(lines))


def hole(office: Office) -> None:
    lines = sidecar_lines(office)
    office.config.sidecar.write_bytes(b"".join([*lines[:3], *lines[4:]]))


def late(office: Office) -> None:
    """The older database ends before the sidecar begins."""
    lines = sidecar_lines(office)
    shutil.rmtree(office.config.data)
    furnish(office.config.data.parent / "new", hand_world(seed=1))
    shutil.copytree(office.config.data.parent / "new" / "data", office.config.data)
    unbind(office.config)
    office.config.sidecar.write_bytes(lines[-1])


def damaged(office: Office) -> None:
    data = bytearray(office.config.sidecar.read_bytes())
    data[len(data) // 2] ^= 1
    office.config.sidecar.write_bytes(bytes(data))


def fork(office: Office) -> None:
    """The sidecar of a clone that registered something else at the same place."""
    place = office.config.data.parent / "clone"
    clone = copied(office.config, place)
    lines = sidecar_lines(office)
    office.reopen(hand_world(seed=8)).person("vanthu").register("Văn bản của bản sao")
    office.close()
    branched = office.config.sidecar.read_bytes()
    shutil.rmtree(office.config.data)
    shutil.copytree(clone.data, office.config.data)
    office.config.sidecar.write_bytes(b"".join(lines))
    office.reopen(hand_world(seed=7)).person("vanthu").register("Văn bản của máy này")
    office.close()
    office.config.sidecar.write_bytes(branched)


def other_journal(office: Office) -> None:
    other = furnish(office.config.data.parent / "other", hand_world(seed=99))
    shutil.copyfile(other.sidecar, office.config.sidecar)


CLOSED: dict[str, Callable[[Office], None]] = {
    "sidecar_missing": missing,
    "sidecar_behind": behind,
    "sidecar_hole": hole,
    "sidecar_damaged": damaged,
    "fork": fork,
    "other_journal": other_journal,
}


@pytest.mark.parametrize("cause", CLOSED)
def test_nb10_a_node_that_cannot_be_sure_shows_its_lists_and_registers_nothing(
    office: Office, cause: str
) -> None:
    registered(office.person("vanthu"), "một", "hai")
    office.close()
    CLOSED[cause](office)
    before = office.config.sidecar.read_bytes() if office.config.sidecar.exists() else None

    office.reopen(hand_world(seed=2))

    assert (office.opened.open, office.opened.cause) == (False, cause)
    clerk = office.person("vanthu")
    assert clerk.numbers()[:2] == [1, 2]
    refused = clerk.refused("incoming.register", entry("ba"))
    assert (refused["code"], refused["status"]) == ("NODE_NOT_OPEN", 503)
    notice = clerk.read("state")["notices"][0]
    assert notice["code"] == "NODE_NOT_OPEN"
    assert TEXTS[cause].text in notice["text"]
    asked = clerk.read("state")["opening"]
    assert asked["question"] == ("take_over" if cause == "fork" else "paper_lost")
    after = office.config.sidecar.read_bytes() if office.config.sidecar.exists() else None
    assert after == before


def test_nb10_a_sidecar_that_begins_after_the_database_ends_leaves_the_node_closed(
    office: Office,
) -> None:
    registered(office.person("vanthu"), "một", "hai")
    office.close()
    late(office)

    office.reopen(hand_world(seed=2))

    assert (office.opened.open, office.opened.cause) == (False, "sidecar_hole")


class ReadOnlyDisk(SidecarFile):
    """A stick whose switch is on read-only."""

    def mend(self) -> None:
        """Fail."""
        raise PermissionError(errno.EACCES, "read-only")


class PulledDisk(SidecarFile):
    """A stick that is there and cannot be read."""

    def read(self) -> None:
        """Fail."""
        raise OSError(errno.EIO, "input/output error")


@pytest.mark.parametrize("disk", [ReadOnlyDisk, PulledDisk])
def test_a_sidecar_whose_disk_fails_leaves_the_node_closed_with_its_lists(
    office: Office, disk: type[SidecarFile]
) -> None:
    registered(office.person("vanthu"), "một")

    office.reopen(dataclasses.replace(hand_world(seed=2), sidecar=disk))

    assert (office.opened.open, office.opened.cause) == (False, "sidecar_failed")
    clerk = office.person("vanthu")
    assert clerk.numbers() == [1]
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "NODE_NOT_OPEN"


def test_nb7_a_sidecar_may_begin_late(office: Office) -> None:
    """Its older part goes once the hub and a backup hold it."""
    registered(office.person("vanthu"), "một", "hai")

    clerk = reopen_with(office, sidecar_lines(office)[-2:])

    assert office.opened.open
    assert registered(clerk, "ba") == {"ba": 3}
    assert [event.header.seq for event in sidecar_events(office.config)][-3:] == [
        event.header.seq for event in journal(office.config)
    ][-3:]


def test_a_new_node_opens_with_an_empty_sidecar(tmp_path: Path, portal: BlockingPortal) -> None:
    office = Office(NodeConfig(data=tmp_path / "data"), portal)
    try:
        assert office.opened.open
        assert office.config.sidecar.read_bytes() == b""
    finally:
        office.close()
