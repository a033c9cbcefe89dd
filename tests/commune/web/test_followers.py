"""A second PC that follows the first, is a witness for it, and takes over (NB25, NB27, NB28)."""

import shutil
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import UBND, Office, Person, entry, hand_world, problem_of
from tests.commune.papers import scan
from tests.commune.sites import Second, follower
from tests.commune.stores import assert_whole, journal

PASSWORD = "đồng lúa bên sông"


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    return follower(office, portal, tmp_path / "second")


def paper(last: int, **others: int) -> list[dict[str, object]]:
    """Answers for every open register: `last` of the first organ's incoming book, else as given."""
    books = [(organ, book) for organ in (UBND, "hdnd-dong-hoa") for book in ("den", "di", "sao")]
    return [
        {
            "organ": organ,
            "book": book,
            "year": 2026,
            "number": last if (organ, book) == (UBND, "den") else others.get(book, 0),
        }
        for organ, book in books
    ]


def take_over(office: Office, last: int) -> dict[str, object]:
    """Clerk and leader take the registers over at this machine."""
    reply = office.client().post(
        "/api/take-over",
        json={
            "reason": "Máy kia hỏng nguồn",
            "clerk": "vanthu",
            "clerk_password": PASSWORD,
            "leader": "chutich",
            "leader_password": PASSWORD,
            "paper": paper(last),
            "day": "2026-11-20",
        },
    )
    assert reply.status_code == 200, reply.text
    told: dict[str, object] = reply.json()
    return told


def numbers(clerk: Person, state: str = "") -> list[tuple[int, str]]:
    page = clerk.read("numbers/den/2026", state=state)
    return [(row["number"], row["state"]) for row in page["rows"]]


def test_nb28_a_follower_has_the_whole_journal_the_people_and_the_files(
    office: Office, second: Second
) -> None:
    clerk = office.person("vanthu")
    sha256 = clerk.kept("cong-van.pdf", scan("công văn"))
    clerk.register("Có tệp", files=[sha256])

    second.sync()

    assert journal(second.office.config) == journal(office.config)
    here = second.office.person("vanthu")
    assert here.numbers() == [1]
    assert second.office.node.blob_store.has(sha256)
    assert here.read("state")["opening"]["standing"] == "follower"
    assert_whole(second.office.config)


def test_nb28_a_follower_gives_no_number_and_says_where_to_go(second: Second) -> None:
    second.sync()

    refused = second.office.person("vanthu").refused("incoming.register", entry("một"))

    assert refused["code"] == "NODE_FOLLOWS"


def test_nb21_nb28_a_restored_holder_gets_back_from_its_follower_what_it_lost(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """R-IN-16: a disk image took database and sidecar back together; the LAN still knows."""
    office.person("vanthu").register("một")
    office.close()
    shutil.copytree(office.config.data.parent, tmp_path / "image", dirs_exist_ok=True)
    office.reopen()
    second.lan.to = office
    office.person("vanthu").register("hai")
    office.person("vanthu").register("ba")
    second.sync()
    office.close()
    shutil.rmtree(office.config.data)
    shutil.rmtree(office.config.sidecar.parent)
    image = tmp_path / "image"
    shutil.copytree(image / office.config.data.name, office.config.data)
    shutil.copytree(image / office.config.sidecar.parent.name, office.config.sidecar.parent)
    office.reopen(hand_world(seed=5))

    second.sync()

    clerk = office.person("vanthu")
    assert clerk.numbers() == [1, 2, 3]
    assert clerk.answer_paper(3)["witness"] == "Máy follower"
    assert clerk.register("bốn")["number"] == 4
    office.close()
    assert_whole(office.config)


def test_nb25_a_follower_takes_over_and_goes_on_after_the_last_number_on_paper(
    office: Office, second: Second
) -> None:
    """R-IN-15: two entries never reached the follower; their numbers wait for their paper."""
    office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    office.person("vanthu").register("hai")
    office.person("vanthu").register("ba")
    office.close()

    told = take_over(second.office, last=3)

    assert told["stamping"], told
    clerk = second.office.person("vanthu")
    assert clerk.register("bốn")["number"] == 4
    assert numbers(clerk, "content_lost") == [(3, "content_lost"), (2, "content_lost")]
    events = journal(second.office.config)
    assert {event.header.epoch for event in events[-3:]} == {2}
    fields = entry("hai")["fields"]
    again = {"year": 2026, "number": 2, "arrival_date": "2026-11-20", "fields": fields}
    assert clerk.done("incoming.reenter", again)["number"] == 2
    holding = clerk.read("holding")
    assert (holding["standing"], holding["epoch"]) == ("owner", 2)
    assert holding["take_overs"][0]["leader"] == "Nguyễn Văn An"
    second.office.close()
    assert_whole(second.office.config)


def test_nb25_one_person_alone_cannot_take_over(second: Second) -> None:
    second.sync()
    body = {
        "reason": "Máy hỏng",
        "clerk": "vanthu",
        "clerk_password": PASSWORD,
        "leader": "vanthu",
        "leader_password": PASSWORD,
        "paper": paper(0),
    }

    client = second.office.client()

    assert problem_of(client.post("/api/take-over", json=body))["code"] == "TWO_PEOPLE_NEEDED"
    wrong = body | {"leader": "chutich", "leader_password": "sai mật khẩu"}
    assert problem_of(client.post("/api/take-over", json=wrong))["code"] == "AUTH_WRONG"
    assert second.office.opened.cause == "follower"


def test_nb26_nb27_the_former_holder_is_fenced_and_its_entries_come_home(
    office: Office, second: Second
) -> None:
    office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    office.person("vanthu").register("hai của máy cũ")
    take_over(second.office, last=2)
    clerk = second.office.person("vanthu")
    assert clerk.register("ba")["number"] == 3
    second.lan.whole = True

    second.sync()

    old = office.person("vanthu").refused("incoming.register", entry("trên máy cũ"))
    assert old["code"] == "OWNER_CHANGED"
    stray = clerk.read("holding")["strays"][0]
    assert (stray["number"], stray["same_number"]) == (2, True)
    settled = clerk.done("stray.settle", {"origin": stray["origin"]})
    assert settled["number"] == 2
    row = next(each for each in clerk.read("incoming")["rows"] if each["number"] == 2)
    assert (row["subject"], row["again"]) == ("hai của máy cũ", True)
    again = clerk.refused("stray.settle", {"origin": stray["origin"]})
    assert again["code"] == "STEP_NOT_NOW"
    second.office.close()
    assert_whole(second.office.config)


def test_nb27_a_stray_entry_whose_number_is_taken_gets_a_new_one_with_a_correction(
    office: Office, second: Second
) -> None:
    """The clerk said too small a number: two papers bear the 2, and one of them is corrected."""
    office.person("vanthu").register("một")
    second.sync()
    second.lan.whole = False
    office.person("vanthu").register("hai của máy cũ")
    take_over(second.office, last=1)
    clerk = second.office.person("vanthu")
    assert clerk.register("hai của máy mới")["number"] == 2
    second.lan.whole = True
    second.sync()

    stray = clerk.read("holding")["strays"][0]
    settled = clerk.done("stray.settle", {"origin": stray["origin"]})

    assert (stray["same_number"], settled["number"]) == (False, 3)
    row = next(each for each in clerk.read("incoming")["rows"] if each["number"] == 3)
    assert (row["subject"], row["corrects"]) == ("hai của máy cũ", 2)
    assert "Đính chính: thay cho số 2." in [
        each["text"] for each in clerk.read("numbers/den/2026")["rows"]
    ]


def test_nb28_a_request_that_comes_twice_is_refused_and_a_restored_site_catches_up(
    office: Office, second: Second
) -> None:
    second.sync()
    second.office.node.holders.keep(second.office.node.sites.holder())
    stale = second.office.node.sites.holder()
    second.sync()
    second.office.node.holders.keep(stale)

    second.sync()
    assert office.opened.stamping
    assert second.office.node.sites.holder().last_seq > stale.last_seq
    assert second.lan.last is not None
    twice = office.client().post("/site/sync", content=second.lan.last)
    assert problem_of(twice)["code"] == "REQUEST_REPEATED"
