"""NB6 with a failing sidecar: a number that is not in it is seen by nobody, and is not lost."""

import errno
import shutil
from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.failing_sidecar import Disk
from tests.commune.letters import FakeHub
from tests.commune.node import UBND, Office, entry, hand_world, operation, problem_of
from tests.commune.papers import sign_by_hand, submitted
from tests.commune.stores import assert_whole, journal, sidecar_events
from vanthu_server.commune.config import NodeConfig

PARTS = (0, 1, 300, 10**6)
"""Bytes of the line that reach the disk before it is full: none, one, half, the whole line."""


@pytest.fixture
def disk() -> Disk:
    return Disk(hand_world())


@pytest.fixture
def office(config: NodeConfig, portal: BlockingPortal, disk: Disk) -> Iterator[Office]:
    served = Office(config, portal, world=disk.world)
    yield served
    served.close()


@pytest.mark.parametrize("part", PARTS)
def test_nb6_a_number_without_its_sidecar_line_is_seen_nowhere(
    office: Office, disk: Disk, part: int
) -> None:
    """R-IN-15: not in the answer, the list, the search, the document, the mark."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    disk.sidecar.fill_up(bytes_before=part)

    problem = clerk.refused("incoming.register", entry("Văn bản hai"), op=operation("hai"))

    assert problem["code"] == "DISK_FULL"
    assert clerk.numbers() == [1]
    assert clerk.read("incoming", q="hai")["total"] == 0
    path = f"/api/organs/{UBND}/incoming/{operation('hai')}"
    assert clerk.http.get(path).status_code == 404
    marks = {each["book"]: each["mark"] for each in clerk.read("state")["registers"]}
    assert marks["den"] == 1
    assert clerk.read("state")["hub"]["node_head"] == len(journal(office.config)) - 1


@pytest.mark.parametrize("part", PARTS)
def test_nb6_the_retry_after_the_disk_has_room_gets_the_same_number(
    office: Office, disk: Disk, part: int
) -> None:
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    disk.sidecar.fill_up(bytes_before=part)
    clerk.refused("incoming.register", entry("Văn bản hai"), op=operation("hai"))
    disk.sidecar.fault = None

    again = clerk.register("Văn bản hai", op=operation("hai"))

    assert again["number"] == 2
    assert clerk.register("Văn bản ba")["number"] == 3
    assert clerk.numbers() == [1, 2, 3]
    office.close()
    assert_whole(office.config)


def test_nb6_the_next_write_of_anybody_completes_the_sidecar_first(
    office: Office, disk: Disk
) -> None:
    clerk = office.person("vanthu")
    disk.sidecar.fill_up(bytes_before=50)
    clerk.refused("incoming.register", entry("Văn bản một"), op=operation("một"))
    disk.sidecar.fault = None

    other = office.person("vanthu-hdnd").register("Văn bản của Hội đồng")

    assert other["number"] == 1
    assert sidecar_events(office.config) == journal(office.config)
    assert clerk.numbers() == [1]


def test_nothing_more_is_written_while_the_sidecar_cannot_follow(
    office: Office, disk: Disk
) -> None:
    """A node whose sidecar is gone does not run ahead of it by more than one transaction."""
    clerk = office.person("vanthu")
    disk.sidecar.fill_up()

    for name in ("một", "hai", "ba"):
        clerk.refused("incoming.register", entry(f"Văn bản {name}"), op=operation(name))

    assert len(journal(office.config)) == len(sidecar_events(office.config)) + 1


def test_a_failing_sidecar_disk_is_told_apart_from_a_full_one(office: Office, disk: Disk) -> None:
    disk.sidecar.fault = errno.EIO

    problem = office.person("vanthu").refused("incoming.register", entry("Văn bản một"))

    assert problem["code"] == "STORAGE_FAILED"


def test_nb6_whatever_stops_the_way_to_the_sidecar_the_next_write_completes_it(
    office: Office, disk: Disk
) -> None:
    """Also no memory: a line left out would be a hole that closes the node at its next start."""
    clerk = office.person("vanthu")
    disk.sidecar.other_fault = MemoryError()
    command = {"op": "a" * 32, "kind": "incoming.register", "organ": UBND, "payload": entry()}
    reply = clerk.http.post("/api/commands", json={"v": 1, "commands": [command]})
    assert problem_of(reply)["code"] == "STORAGE_FAILED"
    assert clerk.numbers() == []
    disk.sidecar.other_fault = None

    assert clerk.register("Văn bản hai")["number"] == 2

    assert clerk.numbers() == [1, 2]
    office.close()
    assert_whole(office.config)


def test_nb9_a_node_stopped_in_that_state_completes_the_sidecar_when_it_opens(
    office: Office, disk: Disk
) -> None:
    clerk = office.person("vanthu")
    disk.sidecar.fill_up(bytes_before=50)
    clerk.refused("incoming.register", entry("Văn bản một"), op=operation("một"))

    office.reopen(hand_world(seed=2))

    assert office.opened.completed == 1
    assert office.person("vanthu").register("Văn bản một", op=operation("một"))["number"] == 1
    office.close()
    assert_whole(office.config)


def test_a_stick_that_is_pulled_is_never_replaced_by_a_half_sidecar(office: Office) -> None:
    """A file that begins in the middle of the journal would look like an old one."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    shutil.rmtree(office.config.sidecar.parent)
    office.config.sidecar.parent.mkdir()

    clerk.refused("incoming.register", entry("Văn bản hai"), op=operation("hai"))

    assert not office.config.sidecar.exists()
    assert clerk.register("Văn bản hai", op=operation("hai"))["number"] == 2
    office.close()
    assert_whole(office.config)


def test_nb6_a_file_that_shows_the_number_waits_for_the_sidecar_too(
    office: Office, disk: Disk
) -> None:
    """The numbered PDF and its name hold the number: neither is shown nor sent before."""
    clerk = office.person("vanthu")
    document = submitted(clerk)
    sign_by_hand(office, document)
    before = clerk.read(f"outgoing/{document}")
    preview = clerk.http.get(f"/api/organs/{UBND}/outgoing/{document}/preview").content
    unsent = office.node.hub.files_unsent()
    disk.sidecar.fill_up()

    clerk.refused("outgoing.number", {"id": document}, op=operation("số"))

    held = clerk.read(f"outgoing/{document}")
    assert held["files"] == before["files"]
    assert (held["row"]["number"], held["row"]["symbol"]) == (None, "")
    assert clerk.http.get(f"/api/organs/{UBND}/outgoing/{document}/preview").content == preview
    assert office.node.hub.files_unsent() == unsent
    disk.sidecar.fault = None
    assert clerk.done("outgoing.number", {"id": document}, op=operation("số"))["number"] == 1
    assert "01-tb-ubnd" in clerk.read(f"outgoing/{document}")["files"][0]["name"]


def test_nb6_what_the_sidecar_lacks_is_not_shipped_to_the_hub(office: Office, disk: Disk) -> None:
    hub = FakeHub()
    courier = office.courier(hub)
    clerk = office.person("vanthu")
    disk.sidecar.fill_up()
    clerk.refused("incoming.register", entry("Văn bản một"), op=operation("một"))

    while courier.round():
        pass

    assert [event.hash for event in hub.events] == [
        event.hash for event in sidecar_events(office.config)
    ]


def test_a_full_disk_of_the_database_stores_nothing_and_says_so(office: Office) -> None:
    """SQLite's own limit on pages stands for the disk's end."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    connection = office.node.ledger._db.conn  # noqa: SLF001 - the one connection that writes
    pages = connection.execute("pragma page_count").fetchone()[0]
    connection.execute(f"pragma max_page_count = {pages}")

    problem = clerk.refused("incoming.register", entry("Văn bản hai " + "x" * 9000))

    assert problem["code"] == "DISK_FULL"
    connection.execute("pragma max_page_count = 1000000")
    assert clerk.register("Văn bản hai")["number"] == 2
    office.close()
    assert_whole(office.config)
