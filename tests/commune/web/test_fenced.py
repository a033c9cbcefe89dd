"""NB20, NB26, NB27, JN7: followers that are ill, and holders that were replaced."""

from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import Office, entry, furnish, hand_world
from tests.commune.papers import scan
from tests.commune.sites import Second, follower
from tests.commune.stores import assert_whole, journal
from tests.commune.web.test_followers import take_over
from vanthu_server.commune.domain.ports import NODE
from vanthu_sync.register_events import ClockCorrected
from vanthu_sync.site_wire import EVENTS_MAX


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    return follower(office, portal, tmp_path / "second")


def test_nb26_a_holder_that_was_replaced_stays_fenced_after_a_restart(
    office: Office, second: Second
) -> None:
    """R-IN-16: it is cut off again, and still gives no number."""
    office.person("vanthu").register("một")
    second.sync()
    take_over(second.office, last=1)
    second.sync()
    assert office.node.opened.cause == "owner_changed"
    second.lan.whole = False

    office.reopen(hand_world(seed=77))

    assert (office.node.opened.stamping, office.node.opened.cause) == (False, "owner_changed")
    refused = office.person("vanthu").refused("incoming.register", entry("hai của máy cũ"))
    assert refused["code"] == "OWNER_CHANGED"


def test_nb27_whatever_the_former_holder_entered_comes_home_however_much(
    office: Office, second: Second
) -> None:
    """More than one message holds."""
    office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    with office.node.ledger.write() as unit:
        for _ in range(EVENTS_MAX):
            unit.record(
                ClockCorrected(seconds=0, basis="hub", raw=""), organ="", policy="", by=NODE
            )
    office.person("vanthu").register("hai của máy cũ")
    take_over(second.office, last=2)
    second.lan.whole = True

    second.sync()

    strays = second.office.person("vanthu").read("holding")["strays"]
    assert [each["subject"] for each in strays] == ["hai của máy cũ"]


def test_nb27_a_stray_entry_brings_its_files(office: Office, second: Second) -> None:
    """Nothing is lost: the scan was on the former holder alone."""
    office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    old = office.person("vanthu")
    sha256 = old.kept("ban-quet.pdf", scan("chỉ có ở máy cũ"))
    old.register("hai của máy cũ", files=[sha256])
    take_over(second.office, last=2)
    second.lan.whole = True

    second.sync()

    assert second.office.node.blob_store.has(sha256)


def test_jn7_the_content_of_a_stray_entry_is_removed_with_its_document(
    office: Office, second: Second
) -> None:
    """Gỡ nội dung: neither the journal nor a list of strays keeps the words."""
    office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    office.person("vanthu").register("Bí mật Quắc Thước")
    take_over(second.office, last=2)
    second.lan.whole = True
    second.sync()
    clerk = second.office.person("vanthu")
    origin = clerk.read("holding")["strays"][0]["origin"]
    made = clerk.done("stray.settle", {"origin": origin})

    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    assert clerk.read("holding")["strays"] == []
    assert clerk.refused("stray.settle", {"origin": origin})["code"] == "NOT_FOUND"
    second.office.close()
    assert "Quắc".encode() not in second.office.config.database.read_bytes()
    assert "Quắc".encode() not in second.office.config.sidecar.read_bytes()
    assert_whole(second.office.config)


def test_jn7_a_follower_forgets_the_files_of_a_removed_content(
    office: Office, second: Second
) -> None:
    clerk = office.person("vanthu")
    sha256 = clerk.kept("mat.pdf", scan("tệp phải gỡ"))
    document = clerk.register("Có tệp", files=[sha256])["id"]
    second.sync()
    assert second.office.node.blob_store.has(sha256)

    clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm"})
    second.sync()

    assert not second.office.node.blob_store.has(sha256)
    assert journal(second.office.config) == journal(office.config)


def missing(place: Path, _: Path) -> None:
    place.unlink()


def damaged(place: Path, _: Path) -> None:
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(bytes(data))


def of_another_node(place: Path, elsewhere: Path) -> None:
    place.write_bytes(furnish(elsewhere, hand_world(seed=99)).sidecar.read_bytes())


@pytest.mark.parametrize("fault", [missing, damaged, of_another_node])
def test_nb28_a_follower_with_an_ill_sidecar_asks_for_no_number_and_writes_nothing(
    office: Office, second: Second, tmp_path: Path, fault: object
) -> None:
    """Its copy is the holder's: an answer of its own would make a fork of it."""
    office.person("vanthu").register("một")
    second.sync()
    second.office.close()
    assert callable(fault)
    fault(second.office.config.sidecar, tmp_path / "elsewhere")

    second.reopen()

    clerk = second.office.person("vanthu")
    asked = clerk.http.get("/api/opening").json()
    assert (asked["standing"], asked["question"]) == ("follower", "take_over")
    said = {"question": "paper_lost", "paper": []}
    assert clerk.http.post("/api/opening", json=said).json()["code"] == "QUESTION_GONE"
    assert journal(second.office.config) == journal(office.config)
    told = take_over(second.office, last=1)
    assert told["stamping"], told
    assert second.office.person("vanthu").register("hai")["number"] == 2
    second.office.close()
    assert_whole(second.office.config)


def test_nb22_a_sidecar_of_another_node_is_never_written_to(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """Not even when a follower knows more than the database and gives it back."""
    office.person("vanthu").register("một")
    second.sync()
    office.restart_without(1)
    second.lan.to = office
    office.close()
    foreign = tmp_path / "foreign"
    of_another_node(office.config.sidecar, foreign)
    before = office.config.sidecar.read_bytes()
    office.reopen(hand_world(seed=78))

    second.sync()

    assert office.config.sidecar.read_bytes() == before
    assert office.node.opened.cause == "other_journal"
    assert journal(office.config) == journal(second.office.config)
