"""NB20, NB25, NB27: copies and moved disks, forks healed by a take-over, and power cuts in it."""

import errno
import shutil
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.failing_sidecar import Disk
from tests.commune.node import HDND, UBND, Json, Office, Person, entry, hand_world
from tests.commune.papers import sign_by_hand, submitted
from tests.commune.sites import Second, follower
from tests.commune.stores import assert_whole, journal
from tests.commune.web.test_followers import PASSWORD
from tests.commune.web.test_opening import fork
from vanthu_server.commune.config import NodeConfig


def asked(office: Office) -> Json:
    return dict(office.person("vanthu").http.get("/api/opening").json())


def seize(office: Office, *, den: int | None, **more: object) -> httpx.Response:
    """Clerk and leader take the registers over, with the last number on paper."""
    paper = [
        {
            "organ": organ,
            "book": book,
            "year": 2026,
            "number": den if (organ, book) == (UBND, "den") else more.get(book, 0),
        }
        for organ in (UBND, HDND)
        for book in ("den", "di", "sao")
    ]
    body = {
        "reason": "Máy cũ hỏng nguồn",
        "clerk": "vanthu",
        "clerk_password": PASSWORD,
        "leader": "chutich",
        "leader_password": PASSWORD,
        "paper": paper,
        "day": "2026-11-20",
        **{name: more[name] for name in more if name not in {"di", "sao"}},
    }
    return office.client().post("/api/take-over", json=body)


def moved(office: Office, portal: BlockingPortal, place: Path, *, seed: int) -> Office:
    """Copy the folders of the closed office to another place and serve them there."""
    office.close()
    config = NodeConfig(data=place / "data")
    shutil.copytree(office.config.data, config.data)
    shutil.copytree(office.config.sidecar.parent, config.sidecar.parent)
    return Office(config, portal, world=hand_world(seed=seed))


def test_nb20_a_copy_on_another_path_is_closed_until_two_people_take_it_over(
    office: Office, portal: BlockingPortal, tmp_path: Path
) -> None:
    """R-IN-16: both machines would give the next number."""
    office.person("vanthu").register("một")
    copy = moved(office, portal, tmp_path / "elsewhere", seed=51)
    clerk = copy.person("vanthu")
    told = asked(copy)
    assert (told["question"], told["cause"], told["writing"]) == (
        "take_over",
        "other_machine",
        False,
    )
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "NODE_NOT_OPEN"
    said = {"question": "paper_confirm", "paper": []}
    assert clerk.http.post("/api/opening", json=said).json()["code"] == "QUESTION_GONE"

    reply = seize(copy, den=2)

    assert reply.json()["stamping"], reply.text
    assert clerk.register("ba")["number"] == 3
    assert clerk.read("holding")["epoch"] == 2
    copy.reopen(hand_world(seed=52))
    assert copy.opened.stamping
    copy.close()
    assert_whole(copy.config)


def test_nb20_a_copy_without_its_sidecar_is_a_copy_first(
    office: Office, portal: BlockingPortal, tmp_path: Path
) -> None:
    """The take-over asks for the paper as well: one question, not two."""
    office.person("vanthu").register("một")
    copy = moved(office, portal, tmp_path / "elsewhere", seed=53)
    copy.close()
    copy.config.sidecar.unlink()
    copy.reopen(hand_world(seed=54))
    assert asked(copy)["cause"] == "other_machine"

    assert seize(copy, den=None).json()["stamping"]

    assert copy.person("vanthu").register("sau khi bỏ qua")["number"] == 202
    copy.close()
    assert_whole(copy.config)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "  "}, "REASON_REQUIRED"),
        ({"leader": "vanthu"}, "TWO_PEOPLE_NEEDED"),
        ({"leader": "chuyenvien"}, "TWO_PEOPLE_NEEDED"),
        ({"clerk": "chutich", "leader": "vanthu"}, "TWO_PEOPLE_NEEDED"),
        ({"leader": "chutich-hdnd"}, "TWO_PEOPLE_NEEDED"),
        ({"clerk_password": "sai mật khẩu"}, "AUTH_WRONG"),
        ({"paper": []}, "ANSWER_WRONG"),
    ],
)
def test_nb25_a_take_over_that_lacks_something_changes_nothing(
    office: Office, portal: BlockingPortal, tmp_path: Path, change: Json, code: str
) -> None:
    office.person("vanthu").register("một")
    copy = moved(office, portal, tmp_path / "elsewhere", seed=55)
    before = journal(copy.config)

    reply = seize(copy, den=1, **change)

    assert reply.json()["code"] == code
    assert journal(copy.config) == before
    assert asked(copy)["question"] == "take_over"
    copy.close()


def test_nb25_nobody_takes_over_a_machine_that_holds_the_registers(office: Office) -> None:
    assert seize(office, den=0).json()["code"] == "TAKE_OVER_NOT_HERE"


def forked(office: Office) -> Office:
    """A node whose sidecar holds another entry at the place of its own last one."""
    office.person("vanthu").register("một")
    office.close()
    fork(office)
    return office.reopen(hand_world(seed=56))


def settled(clerk: Person, *, settled_as: int) -> None:
    stray = clerk.read("holding")["strays"][0]
    made = clerk.done("stray.settle", {"origin": stray["origin"]})
    assert made["number"] == settled_as
    subjects = {each["number"]: each["subject"] for each in clerk.read("incoming")["rows"]}
    assert subjects[2] == "Văn bản của bản sao"
    assert subjects[settled_as] == "Văn bản của máy này"


def test_nb27_a_fork_is_healed_from_the_sidecar_and_both_entries_are_there(
    office: Office,
) -> None:
    """R-IN-16: the sidecar's branch stays; ours comes in with a đính chính."""
    forked(office)
    assert asked(office)["cause"] == "fork"

    assert seize(office, den=2).json()["stamping"]

    clerk = office.person("vanthu")
    settled(clerk, settled_as=3)
    assert clerk.register("bốn")["number"] == 4
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO])
def test_nb27_a_take_over_whose_sidecar_fails_stays_closed_and_is_done_again(
    office: Office, fault: int
) -> None:
    """NB6: the database has it, the sidecar has not; nothing was shown, nothing is lost."""
    forked(office)
    disk = Disk(hand_world(seed=57))
    office.reopen(disk.world)
    disk.sidecar.rewrite_fault = fault
    refused = seize(office, den=2)
    assert refused.json()["code"] in {"DISK_FULL", "STORAGE_FAILED"}
    assert office.person("vanthu").refused("incoming.register", entry("x"))["code"] == (
        "NODE_NOT_OPEN"
    )

    office.reopen(hand_world(seed=58))
    told = asked(office)
    if told["question"] == "take_over":
        assert seize(office, den=2).json()["stamping"]
    else:
        clerk = office.person("vanthu")
        paper = [
            {
                **{name: each[name] for name in ("organ", "book", "year")},
                "number": each["mark"],
            }
            for each in told["registers"]
        ]
        said = {"question": told["question"], "paper": paper, "day": "2026-11-20"}
        assert clerk.http.post("/api/opening", json=said).json()["stamping"]

    settled(office.person("vanthu"), settled_as=3)
    office.close()
    assert_whole(office.config)


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    return follower(office, portal, tmp_path / "second")


def apart(office: Office, second: Second) -> None:
    """The follower holds two entries that the holder lost; the holder gave their numbers again."""
    office.person("vanthu").register("một")
    office.close()
    image = office.config.data.parent / "image"
    for folder in (office.config.data, office.config.sidecar.parent):
        shutil.copytree(folder, image / folder.name)
    office.reopen()
    office.person("vanthu").register("Văn bản của bản sao")
    second.sync()
    second.lan.whole = False
    office.close()
    for folder in (office.config.data, office.config.sidecar.parent):
        shutil.rmtree(folder)
        shutil.copytree(image / folder.name, folder)
    office.reopen(hand_world(seed=59))
    office.person("vanthu").register("Văn bản của máy này")
    second.lan.whole = True


def test_i8_nb27_a_fork_is_found_at_first_contact_and_healed_from_the_follower(
    office: Office, second: Second
) -> None:
    """I8, R-IN-16: the witness's branch stays; ours is entered with a đính chính."""
    apart(office, second)

    second.sync()

    told = asked(office)
    assert (told["cause"], told["question"], told["witness"]) == (
        "fork",
        "take_over",
        "Máy follower",
    )
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry("x"))["code"] == "NODE_NOT_OPEN"
    assert seize(office, den=2).json()["stamping"]
    settled(office.person("vanthu"), settled_as=3)
    second.sync()
    assert journal(second.office.config) == journal(office.config)
    for machine in (office, second.office):
        machine.close()
        assert_whole(machine.config)


def test_nb27_a_number_struck_out_in_the_branch_that_lost_stays_struck_out(
    office: Office, second: Second
) -> None:
    """NB3: a spent number never returns, and its paper says HỦY."""
    apart(office, second)
    void = {"book": "den", "year": 2026, "number": 1, "reason": "Vào nhầm"}
    office.person("vanthu").done("number.void", void)
    second.sync()

    assert seize(office, den=2).json()["stamping"]

    rows = office.person("vanthu").read("numbers/den/2026", state="void")["rows"]
    assert [(each["number"], each["reason"]) for each in rows] == [(1, "Vào nhầm")]
    office.close()
    assert_whole(office.config)


def test_nb27_an_outgoing_number_of_the_branch_that_lost_is_a_stray_entry(
    office: Office, second: Second
) -> None:
    """R-OUT-07: its paper says the number; it comes again from paper."""
    apart(office, second)
    clerk = office.person("vanthu")
    document = submitted(clerk)
    sign_by_hand(office, document)
    clerk.done("outgoing.number", {"id": document})
    second.sync()
    assert seize(office, den=2, di=1).json()["stamping"]
    clerk = office.person("vanthu")

    stray = next(each for each in clerk.read("holding")["strays"] if each["book"] == "di")

    assert (stray["number"], stray["same_number"]) == (1, True)
    refused = clerk.refused("stray.settle", {"origin": stray["origin"]})
    assert refused["code"] == "STEP_NOT_NOW"
    assert "nhập lại từ bản giấy" in refused["detail"]
