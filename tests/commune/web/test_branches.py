"""A second site and its lease: final numbers without the LAN, one journal (NB14, NB15, NB29)."""

from datetime import timedelta
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import Office, Person, entry
from tests.commune.papers import scan
from tests.commune.sites import Second, branch
from tests.commune.stores import assert_whole
from vanthu_sync.errors import Refused
from vanthu_sync.vocabulary import LeaseOrder


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    site = branch(office, portal, tmp_path / "second")
    site.sync()
    site.sync()
    return site


def states(clerk: Person) -> dict[int, str]:
    page = clerk.read("numbers/den/2026")
    return {row["number"]: row["state"] for row in page["rows"]}


@pytest.mark.usefixtures("second")
def test_nb14_a_block_is_carved_before_the_site_hears_of_it(office: Office) -> None:
    """T3: its numbers are leased at the holder, which goes on after them."""
    clerk = office.person("vanthu")

    assert states(clerk) == dict.fromkeys(range(1, 11), "leased")
    assert clerk.register("tại trụ sở chính")["number"] == 11
    lease = clerk.read("holding")["leases"][0]
    assert (lease["first"], lease["last"], lease["site"], lease["used"]) == (1, 10, "Máy branch", 0)


def test_nb29_what_a_branch_registers_without_the_lan_enters_the_one_journal_later(
    office: Office, second: Second
) -> None:
    """R-IN-15, R-IN-17: the number stamped there stays, with the time it was given."""
    clerk = second.office.person("vanthu")
    second.lan.whole = False
    sha256 = clerk.kept("giay-moi.pdf", scan("giấy mời"))
    given = [clerk.register(name, files=[sha256])["number"] for name in ("một", "hai")]
    given.append(clerk.register("một", op="f" * 32)["number"])
    assert clerk.register("một", op="f" * 32)["number"] == given[-1]
    office.person("vanthu").register("tại trụ sở")
    second.lan.whole = True

    second.sync()

    assert given == [1, 2, 3]
    here = office.person("vanthu")
    assert sorted(here.numbers()) == [1, 2, 3, 11]
    row = next(each for each in here.read("incoming")["rows"] if each["number"] == 2)
    assert (row["subject"], row["site"], row["state"]) == ("hai", "Máy branch", "issued")
    assert office.node.blob_store.has(sha256)
    second.sync()
    assert sorted(here.numbers()) == [1, 2, 3, 11]
    for one in (office, second.office):
        one.close()
    assert_whole(office.config)


def test_nb15_a_branch_without_a_number_left_says_so_and_gets_its_next_block(
    office: Office, second: Second
) -> None:
    clerk = second.office.person("vanthu")
    second.lan.whole = False
    for place in range(10):
        clerk.register(f"Văn bản {place}")
    assert clerk.refused("incoming.register", entry("hết số"))["code"] == "LEASE_SPENT"
    office.person("vanthu").register("tại trụ sở")
    second.lan.whole = True

    second.sync()
    second.sync()

    assert clerk.register("có số")["number"] == 12
    assert states(office.person("vanthu"))[12] == "leased"


def test_nb15_under_void_daily_what_is_left_of_a_day_is_void_with_its_reason(
    office: Office, portal: BlockingPortal, tmp_path: Path
) -> None:
    order = LeaseOrder.VOID_DAILY
    second = branch(office, portal, tmp_path / "daily", order=order, block=3)
    second.sync()
    second.sync()
    second.office.person("vanthu").register("hôm nay")
    for clock in (office.clock, second.office.clock):
        clock.move(timedelta(days=1))
    refused = second.office.person("vanthu").refused("incoming.register", entry("hôm sau"))
    assert refused["code"] == "LEASE_SPENT"

    second.sync()
    second.sync()

    clerk = office.person("vanthu")
    assert states(clerk) == {
        1: "issued",
        2: "void",
        3: "void",
        4: "leased",
        5: "leased",
        6: "leased",
    }
    void = next(row for row in clerk.read("numbers/den/2026", state="void")["rows"])
    assert void["reason"] == "Số dư cuối ngày của cơ sở, không cấp lại."
    assert second.office.person("vanthu").register("hôm sau")["number"] == 4
    for one in (office, second.office):
        one.close()
    assert_whole(office.config)


def test_nb15_a_block_that_a_person_takes_back_is_void_and_late_entries_are_strays(
    office: Office, second: Second
) -> None:
    """Nothing is lost: the site comes back after it was given up."""
    clerk = second.office.person("vanthu")
    second.lan.whole = False
    clerk.register("đã đóng dấu số 1 ở cơ sở 2")
    lead = office.person("vanthu")
    lease = lead.read("holding")["leases"][0]["id"]
    assert lead.refused("lease.close", {"id": lease, "reason": " "})["code"] == "REASON_REQUIRED"
    lead.done("lease.close", {"id": lease, "reason": "Máy cơ sở 2 bị mất trộm"})
    assert set(states(lead).values()) == {"void"}
    second.lan.whole = True

    second.sync()

    stray = lead.read("holding")["strays"][0]
    assert (stray["number"], stray["same_number"]) == (1, False)
    settled = lead.done("stray.settle", {"origin": stray["origin"]})
    row = next(
        each for each in lead.read("incoming")["rows"] if each["number"] == settled["number"]
    )
    assert (row["subject"], row["corrects"]) == ("đã đóng dấu số 1 ở cơ sở 2", 1)
    office.close()
    assert_whole(office.config)


def test_nb22_nb29_a_branch_that_lost_its_sidecar_asks_for_its_last_number_on_paper(
    office: Office, second: Second
) -> None:
    second.office.person("vanthu").register("một")
    second.office.close()
    second.office.config.sidecar.unlink()
    second.reopen()
    clerk = second.office.person("vanthu")
    asked = clerk.http.get("/api/opening").json()
    assert asked["question"] == "paper_lost"
    paper = [
        {"organ": each["organ"], "book": each["book"], "year": each["year"], "number": 3}
        for each in asked["registers"]
    ]

    reply = clerk.http.post(
        "/api/opening", json={"question": "paper_lost", "paper": paper, "day": "2026-11-20"}
    )

    assert reply.json()["stamping"], reply.text
    assert clerk.register("bốn")["number"] == 4
    second.sync()
    lost = {
        number
        for number, state in states(office.person("vanthu")).items()
        if state == "content_lost"
    }
    assert lost == {2, 3}
    for one in (office, second.office):
        one.close()
    assert_whole(office.config)
    assert_whole(second.office.config)


def test_nb14_under_separate_registers_a_site_has_a_book_of_its_own_in_order(
    office: Office, portal: BlockingPortal, tmp_path: Path
) -> None:
    """R-IN-15: one writer a book; what the main site takes does not touch it."""
    order = LeaseOrder.SEPARATE
    second = branch(office, portal, tmp_path / "own", order=order, block=5)
    second.sync()
    second.sync()
    part = next(organ.id for organ in office.node.library.organs() if "(Máy branch)" in organ.name)
    clerk, lead = second.office.person("vanthu"), office.person("vanthu")
    second.lan.whole = False
    given = []
    for place in range(3):
        lead.register(f"trụ sở {place}")
        made = clerk.done("incoming.register", entry(f"cơ sở {place}"), organ=part)
        given.append(made["number"])
    second.lan.whole = True

    second.sync()

    assert given == [1, 2, 3]
    assert lead.numbers() == [1, 2, 3]
    row = lead.http.get(f"/api/organs/{part}/incoming").json()["rows"][0]
    assert (row["number"], row["subject"]) == (3, "cơ sở 2")
    for one in (office, second.office):
        one.close()
    assert_whole(office.config)


def test_nb28_a_site_that_was_given_up_is_a_stranger(office: Office, second: Second) -> None:
    lead = office.person("vanthu")
    site = lead.read("holding")["sites"][0]["id"]
    lead.done("site.leave", {"id": site, "reason": "Trả nhà, không còn cơ sở 2"})

    with pytest.raises(Refused, match="PEER_UNKNOWN"):
        second.sync()
    again = lead.refused("site.leave", {"id": site, "reason": "x"})
    assert again["code"] == "NOT_FOUND"


def test_jn7_what_the_holder_takes_out_goes_from_the_branch_too(
    office: Office, second: Second
) -> None:
    """R-SEC-01: a secret typed at the second site is taken out once, at the holder."""
    clerk, lead = second.office.person("vanthu"), office.person("vanthu")
    made = clerk.register("Bí mật Quắc Thước")
    here = clerk.refused("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
    assert here["code"] == "STEP_NOT_NOW"
    second.sync()

    lead.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
    second.sync()

    assert clerk.read(f"incoming/{made['id']}")["row"]["content_removed"]
    for one in (office, second.office):
        one.close()
        assert "Quắc".encode() not in one.config.database.read_bytes()
        assert "Quắc".encode() not in one.config.sidecar.read_bytes()
        assert_whole(one.config)
