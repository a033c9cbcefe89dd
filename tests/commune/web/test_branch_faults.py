"""NB20, NB21, NB29: branches and their holder after restores, clones and power cuts."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.device import paired
from tests.commune.node import Json, Office, Person, entry, hand_world
from tests.commune.papers import draft, scan
from tests.commune.sites import Second, branch
from tests.commune.stores import assert_whole, journal, tables, tables_made_again
from vanthu_server.commune.storage.rebuild import rebuild
from vanthu_sync.errors import Refused
from vanthu_sync.vocabulary import LeaseOrder


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Iterator[Second]:
    site = branch(office, portal, tmp_path / "second")
    site.sync()
    yield site
    site.office.close()


def states(clerk: Person) -> dict[int, str]:
    """Return number → state of all numbers that are not plainly issued at the main site."""
    page = clerk.read("numbers/den/2026", limit=200)
    return {row["number"]: row["state"] for row in page["rows"]}


class Image:
    """A copy of a closed machine's folders: with its sidecar, or of the data alone."""

    def __init__(self, office: Office, place: Path, *, sidecar: bool) -> None:
        self._office = office
        self._folders = [office.config.data]
        if sidecar:
            self._folders.append(office.config.sidecar.parent)
        self._place = place
        office.close()
        for folder in self._folders:
            shutil.copytree(folder, place / folder.name)
        office.reopen(hand_world(seed=41))

    def put_back(self, *, seed: int) -> None:
        """Restore it, and open the office."""
        self._office.close()
        for folder in self._folders:
            shutil.rmtree(folder)
            shutil.copytree(self._place / folder.name, folder)
        self._office.reopen(hand_world(seed=seed))


def test_nb29_a_branch_from_an_old_backup_goes_on_where_its_sidecar_ends(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """R-IN-16: the sidecar survived; nothing twice, nothing lost, and the holder hears it again."""
    lead = office.person("vanthu")
    older = Image(second.office, tmp_path / "older", sidecar=False)
    second.reopen()
    lead.done("device.code", {"name": "Điện thoại của cơ sở 2"})
    second.sync()
    second.office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    second.office.person("vanthu").register("hai")

    older.put_back(seed=42)
    second.reopen()
    second.lan.whole = True
    second.sync()

    clerk = second.office.person("vanthu")
    assert clerk.numbers() == [1, 2]
    assert clerk.register("ba")["number"] == 3
    second.sync()
    assert lead.numbers() == [1, 2, 3]
    assert lead.read("holding")["strays"] == []
    office.close()
    assert_whole(office.config)


def test_nb21_nb24_a_branch_that_went_back_whole_gives_no_number_once_the_holder_says_so(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """R-IN-16: its sidecar went back with it; what the holder took in tells."""
    image = Image(second.office, tmp_path / "image", sidecar=True)
    second.reopen()
    second.office.person("vanthu").register("một")
    second.sync()
    image.put_back(seed=43)
    second.reopen()

    with pytest.raises(Refused, match="JOURNAL_FORK"):
        second.sync()

    refused = second.office.person("vanthu").refused("incoming.register", entry("lại là số một"))
    assert refused["code"] == "NODE_NOT_OPEN"
    assert office.person("vanthu").numbers() == [1]


def test_nb21_i8_a_branch_that_was_cloned_is_found_at_first_contact(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """I8: two journals under one name; the one that comes later closes, nothing is entered."""
    image = Image(second.office, tmp_path / "image", sidecar=True)
    second.reopen()
    second.office.person("vanthu").register("của bản thứ nhất")
    second.sync()
    image.put_back(seed=44)
    second.reopen()
    second.lan.whole = False
    clone = second.office.person("vanthu")
    for place in range(3):
        clone.register(f"của bản sao {place}")
    second.lan.whole = True

    with pytest.raises(Refused, match="JOURNAL_FORK"):
        second.sync()

    assert clone.refused("incoming.register", entry("nữa"))["code"] == "NODE_NOT_OPEN"
    assert clone.http.get("/api/opening").json()["cause"] == "fork"
    rows = office.person("vanthu").read("incoming")["rows"]
    assert [each["subject"] for each in rows] == ["của bản thứ nhất"]
    second.lan.whole = False
    second.office.reopen(hand_world(seed=48))
    assert not second.office.opened.stamping


def test_nb21_a_holder_that_went_back_whole_gets_its_history_from_a_branch(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """R-IN-15, R-IN-16: the branch's copy is a witness; its own entries come once."""
    image = Image(office, tmp_path / "image", sidecar=True)
    office.person("vanthu").register("tại trụ sở")
    second.office.person("vanthu").register("tại cơ sở")
    second.sync()
    second.sync()
    image.put_back(seed=45)

    second.sync()

    lead = office.person("vanthu")
    assert lead.answer_paper(11)["stamping"]
    second.sync()
    assert sorted(lead.numbers()) == [1, 11]
    assert lead.register("tiếp theo")["number"] == 12
    second.sync()
    office.close()
    assert_whole(office.config)


def test_nb29_a_holder_from_an_old_backup_takes_a_branchs_entries_in_once(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """Its sidecar gave it the intake back; the branch sends nothing a second time."""
    older = Image(office, tmp_path / "older", sidecar=False)
    second.office.person("vanthu").register("một")
    second.sync()
    older.put_back(seed=46)
    second.reopen()
    second.office.person("vanthu").register("hai")

    second.sync()

    lead = office.person("vanthu")
    assert lead.numbers() == [1, 2]
    assert lead.read("holding")["strays"] == []
    office.close()
    assert_whole(office.config)


def test_nb29_what_was_adopted_twice_after_a_power_cut_changes_nothing(
    office: Office, second: Second
) -> None:
    """The power goes between the branch's journal and its note of how far it is."""
    lead = office.person("vanthu")
    lead.done("device.code", {"name": "Điện thoại một"})
    lead.done("device.lose", {"code": "01", "reason": "Rơi mất"})
    paired(lead, office.person("vanthu"), "vanthu")
    second.sync()
    holders = second.office.node.holders
    holders.keep(msgspec.structs.replace(holders.holder(), adopted=0))

    second.sync()

    devices = second.office.person("vanthu").read("holding")["devices"]
    assert [(each["code"], each["lost"]) for each in devices] == [("01", True), ("02", False)]
    assert second.office.person("vanthu").register("một")["number"] == 1
    second.office.close()
    assert_whole(second.office.config)
    second.office.reopen(hand_world(seed=47))


def test_nb4_nb29_a_lost_number_that_a_branch_enters_again_is_issued_at_the_holder(
    office: Office, second: Second
) -> None:
    """R-IN-15: the paper of a branch that lost its sidecar comes into the one journal."""
    second.office.person("vanthu").register("một")
    second.sync()
    second.office.close()
    second.office.config.sidecar.unlink()
    second.reopen()
    clerk = second.office.person("vanthu")
    answer_paper(clerk, 3)
    second.sync()
    lead = office.person("vanthu")
    assert {n for n, state in states(lead).items() if state == "content_lost"} == {2, 3}
    fields = entry("hai, từ giấy")["fields"]
    again = {"year": 2026, "number": 2, "arrival_date": "2026-11-20", "fields": fields}

    clerk.done("incoming.reenter", again)
    second.sync()

    assert lead.read("holding")["strays"] == []
    assert states(lead)[2] == "issued"
    assert sorted(lead.numbers()) == [1, 2]
    office.close()
    assert_whole(office.config)


def answer_paper(clerk: Person, last: int) -> None:
    asked: Json = clerk.http.get("/api/opening").json()
    paper = [
        {"organ": each["organ"], "book": each["book"], "year": each["year"], "number": last}
        for each in asked["registers"]
    ]
    said = {"question": asked["question"], "paper": paper, "day": asked["today"]}
    reply = clerk.http.post("/api/opening", json=said)
    assert reply.json()["stamping"], reply.text


def test_nb4_nb29_a_number_that_a_branch_strikes_out_is_void_at_the_holder(
    office: Office, second: Second
) -> None:
    clerk = second.office.person("vanthu")
    clerk.register("một")
    clerk.done("number.void", {"book": "den", "year": 2026, "number": 1, "reason": "Nhầm"})

    second.sync()

    lead = office.person("vanthu")
    assert states(lead)[1] == "void"
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("device.code", {"name": "Điện thoại"}),
        ("register.open", {"book": "den", "year": 2027, "confirmed": True}),
        ("outgoing.draft", draft()),
        ("copy.number", {"source": "", "source_symbol": "1/X", "subject": "y", "kind": "SY"}),
        ("lease.grant", {"book": "den", "site": "x", "count": 1}),
    ],
)
def test_nb29_a_branch_refuses_at_once_what_only_the_holder_can_do(
    second: Second, kind: str, payload: Json
) -> None:
    """Else it would stand in the branch's journal alone, and two machines would give one code."""
    before = journal(second.office.config)

    refused = second.office.person("vanthu").give(kind, payload)["problem"]

    assert refused["code"] == "NODE_FOLLOWS"
    assert journal(second.office.config) == before


def test_nb15_nb17_a_branch_gets_a_block_of_the_new_year_beside_what_is_left_of_the_old(
    office: Office, second: Second
) -> None:
    """Under carry_over nobody closes the old block; it must not stand for a new one."""
    second.office.person("vanthu").register("cuối năm")
    second.sync()
    for machine in (office, second.office):
        machine.clock.move(timedelta(days=50))
    lead = office.person("vanthu")
    lead.done("register.open", {"book": "den", "year": 2027, "confirmed": True})

    second.sync()
    second.sync()

    made = second.office.person("vanthu").register("đầu năm")
    assert (made["year"], made["number"]) == (2027, 1)
    closing = {"book": "den", "year": 2026, "paper": 0}
    assert lead.refused("register.close", closing)["code"] == "REGISTER_STILL_OUT"
    second.sync()
    old = next(each for each in lead.read("holding")["leases"] if each["year"] == 2026)
    lead.done("lease.close", {"id": old["id"], "reason": "Hết năm"})
    lead.done("register.close", closing)
    office.close()
    assert_whole(office.config)


def test_nb15_void_daily_over_several_days_without_the_lan_voids_each_day_once(
    office: Office, portal: BlockingPortal, tmp_path: Path
) -> None:
    site = branch(office, portal, tmp_path / "daily", order=LeaseOrder.VOID_DAILY, block=3)
    site.sync()
    site.office.person("vanthu").register("ngày một")
    site.lan.whole = False
    for _ in range(3):
        for machine in (office, site.office):
            machine.clock.move(timedelta(days=1))
        site.rounds.round()
        refused = site.office.person("vanthu").refused("incoming.register", entry("không có số"))
        assert refused["code"] == "LEASE_SPENT"
    office.person("vanthu").register("trụ sở")
    site.lan.whole = True

    site.sync()
    site.sync()

    lead = office.person("vanthu")
    assert {n: s for n, s in states(lead).items() if n < 4} == {1: "issued", 2: "void", 3: "void"}
    made = site.office.person("vanthu").register("ngày bốn")
    assert (made["number"], made["arrival_date"]) == (5, "2026-11-23")
    for machine in (office, site.office):
        machine.close()
    assert_whole(office.config)
    assert tables(site.office.config) == tables_made_again(site.office.config)


def test_nb14_two_branches_never_hold_one_number(
    office: Office, second: Second, portal: BlockingPortal, tmp_path: Path
) -> None:
    """R-IN-16: each has blocks of its own, whatever the order of contact."""
    third = branch(office, portal, tmp_path / "third", seed=61)
    third.sync()
    given: list[int] = []
    for _ in range(3):
        for site in (second, third):
            clerk = site.office.person("vanthu")
            given += [clerk.register("a")["number"] for _ in range(4)]
        given.append(office.person("vanthu").register("trụ sở")["number"])
        third.sync()
        second.sync()

    lead = office.person("vanthu")
    assert len(set(given)) == len(given) == 27
    assert sorted(lead.numbers()) == sorted(given)
    for machine in (office, third.office):
        machine.close()
    assert_whole(office.config)
    assert tables(third.office.config) == tables_made_again(third.office.config)


def test_i7_nb2_a_branch_keeps_the_numbers_of_what_was_void_and_taken_out(
    office: Office, second: Second
) -> None:
    """R-IN-16: HỦY at the branch, Gỡ nội dung at the holder; a rebuild frees no number."""
    clerk, lead = second.office.person("vanthu"), office.person("vanthu")
    document = clerk.register("Bí mật Quắc Thước")["id"]
    clerk.done("number.void", {"book": "den", "year": 2026, "number": 1, "reason": "Nhầm"})
    second.sync()
    lead.done("content.remove", {"id": document, "reason": "Gõ nhầm"})
    second.sync()
    for machine in (office, second.office):
        machine.close()
        before = tables(machine.config)
        assert rebuild(machine.config.database).changed == ()
        assert tables(machine.config) == before
    second.office.reopen(hand_world(seed=49))
    office.reopen(hand_world(seed=50))

    assert second.office.person("vanthu").register("hai")["number"] == 2


def test_nb27_nb29_a_stray_entry_of_a_branch_brings_its_files_when_it_is_settled(
    office: Office, second: Second
) -> None:
    """Nothing is lost: its block was taken back before it came."""
    clerk, lead = second.office.person("vanthu"), office.person("vanthu")
    second.lan.whole = False
    sha256 = clerk.kept("ban-quet.pdf", scan("chỉ có ở cơ sở"))
    clerk.register("một", files=[sha256])
    lease = lead.read("holding")["leases"][0]["id"]
    lead.done("lease.close", {"id": lease, "reason": "Cơ sở mất liên lạc"})
    second.lan.whole = True
    second.sync()

    lead.done("stray.settle", {"origin": lead.read("holding")["strays"][0]["origin"]})
    second.sync()

    assert office.node.blob_store.has(sha256)
