"""NB22, NB23, CK3, CK4: one question at most over /api/opening, and the clock behind it."""

import shutil
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.commune.node import HDND, UBND, Json, Office, Person, entry, hand_world
from tests.commune.papers import draft, scan
from tests.commune.stores import assert_whole, journal
from tests.commune.web.test_opening import CLOSED
from vanthu_sync.clock import moment
from vanthu_sync.events import read
from vanthu_sync.register_events import ClockCorrected

DAY = timedelta(days=1)


def opening(person: Person) -> Json:
    return dict(person.http.get("/api/opening").json())


def answer(clerk: Person, question: str, **more: object) -> Json:
    return dict(clerk.http.post("/api/opening", json={"question": question, **more}).json())


def said(asked: Json, *, den: int | None, other: int | None = 0) -> list[Json]:
    """Answers to every register asked for: `den` for the first organ's incoming book."""
    return [
        {
            **{name: each[name] for name in ("organ", "book", "year")},
            "number": den if (each["organ"], each["book"]) == (UBND, "den") else other,
        }
        for each in asked["registers"]
    ]


def the_next_day(office: Office) -> Person:
    """Restart on the next morning."""
    office.clock.move(DAY)
    office.reopen()
    return office.person("vanthu")


def test_nb23_at_the_first_opening_of_a_day_all_works_but_numbers(office: Office) -> None:
    """The question is prefilled with what this machine knows."""
    before = office.person("vanthu").register("một")
    clerk = the_next_day(office)

    asked = opening(clerk)

    assert (asked["question"], asked["cause"]) == ("paper_confirm", "first_of_day")
    assert (asked["writing"], asked["stamping"], asked["today"]) == (True, False, "2026-11-21")
    marks = {(each["organ"], each["book"]): each["mark"] for each in asked["registers"]}
    assert marks[UBND, "den"] == 1
    assert set(marks) == {(organ, book) for organ in (UBND, HDND) for book in ("den", "di", "sao")}
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "PAPER_UNSAID"
    assert clerk.refused("register.open", {"book": "den", "year": 2027})["code"] == "PAPER_UNSAID"
    sha256 = clerk.kept("a.pdf", scan("a"))
    clerk.done("document.attach", {"id": before["id"], "files": [sha256]})
    clerk.done("outgoing.draft", draft())
    clerk.done("device.code", {"name": "Điện thoại"})
    void = {"book": "den", "year": 2026, "number": 1, "reason": "Nhầm"}
    clerk.done("number.void", void)
    office.person("quantri")

    told = answer(clerk, "paper_confirm", paper=said(asked, den=1))

    assert (told["question"], told["stamping"]) == ("", True)
    assert clerk.register("hai")["number"] == 2
    office.reopen(hand_world(seed=3))
    office.clock.move(DAY)
    office.close()
    assert_whole(office.config)


def test_nb23_more_numbers_on_paper_than_the_machine_knows_are_content_lost(
    office: Office,
) -> None:
    """R-IN-15: what the paper says counts."""
    office.person("vanthu").register("một")
    clerk = the_next_day(office)

    assert answer(clerk, "paper_confirm", paper=said(opening(clerk), den=4))["stamping"]

    assert clerk.register("năm")["number"] == 5
    lost = clerk.read("numbers/den/2026", state="content_lost")["rows"]
    assert [each["number"] for each in lost] == [4, 3, 2]


def test_nb23_a_confirmation_is_asked_once_a_day(office: Office) -> None:
    clerk = the_next_day(office)
    answer(clerk, "paper_confirm", paper=said(opening(clerk), den=0))

    office.reopen()

    assert opening(office.person("vanthu"))["question"] == ""


WRONG: list[tuple[str, Callable[[Json], Json]]] = [
    ("ANSWER_WRONG", lambda _: {"question": "paper_confirm", "paper": []}),
    ("ANSWER_WRONG", lambda asked: {"question": "paper_confirm", "paper": said(asked, den=None)}),
    ("ANSWER_WRONG", lambda asked: {"question": "paper_confirm", "paper": said(asked, den=-1)}),
    ("ANSWER_WRONG", lambda asked: {"question": "paper_confirm", "paper": said(asked, den=20002)}),
    ("ANSWER_WRONG", lambda asked: {"question": "paper_confirm", "paper": said(asked, den=10**30)}),
    ("QUESTION_GONE", lambda asked: {"question": "paper_lost", "paper": said(asked, den=1)}),
    ("QUESTION_GONE", lambda asked: {"question": "take_over", "paper": said(asked, den=1)}),
    ("QUESTION_GONE", lambda _: {"question": ""}),
    ("QUESTION_GONE", lambda _: {"question": "day", "day": "2026-11-21"}),
    ("REQUEST_UNREADABLE", lambda _: {"question": "paper_confirm", "paper": "1"}),
]


@pytest.mark.parametrize(("code", "body"), WRONG)
def test_nb22_nb23_an_answer_that_is_none_changes_nothing(
    office: Office, code: str, body: Callable[[Json], Json]
) -> None:
    office.person("vanthu").register("một")
    clerk = the_next_day(office)
    asked, before = opening(clerk), journal(office.config)

    told = clerk.http.post("/api/opening", json=body(asked)).json()

    assert told["code"] == code
    assert opening(clerk) == asked
    assert journal(office.config) == before


def test_nb23_only_a_clerk_answers_and_everybody_who_is_logged_in_sees(office: Office) -> None:
    the_next_day(office)
    for account in ("chutich", "chuyenvien", "quantri"):
        person = office.person(account)
        asked = opening(person)
        assert asked["question"] == "paper_confirm"
        told = answer(person, "paper_confirm", paper=said(asked, den=0))
        assert told["code"] == "RIGHT_MISSING", account
    assert office.client().get("/api/opening").json()["code"] == "AUTH_REQUIRED"


ASKED_LOST = [cause for cause in CLOSED if cause != "fork"]


@pytest.mark.parametrize("cause", ASKED_LOST)
def test_nb22_each_cause_asks_one_question_and_goes_on_after_its_answer(
    office: Office, cause: str
) -> None:
    """R-IN-15, R-IN-16: the last number on paper is two beyond what the machine has."""
    clerk = office.person("vanthu")
    clerk.register("một")
    clerk.register("hai")
    office.close()
    CLOSED[cause](office)
    office.reopen(hand_world(seed=2))
    clerk = office.person("vanthu")
    asked = opening(clerk)
    assert (asked["question"], asked["cause"], asked["writing"]) == ("paper_lost", cause, False)
    mark = next(
        each["mark"]
        for each in asked["registers"]
        if each["book"] == "den" and each["organ"] == UBND
    )

    told = answer(clerk, "paper_lost", paper=said(asked, den=mark + 2), day=asked["today"])

    assert (told["question"], told["stamping"]) == ("", True), told
    assert clerk.register("tiếp")["number"] == mark + 3
    office.close()
    assert_whole(office.config)
    office.reopen(hand_world(seed=4))
    assert office.opened.stamping


def test_nb22_where_nobody_knows_two_hundred_numbers_are_passed_over(office: Office) -> None:
    """R-IN-16: with their reason, in every book that nobody can say."""
    office.person("vanthu").register("một")
    office.close()
    office.config.sidecar.unlink()
    office.reopen(hand_world(seed=2))
    clerk = office.person("vanthu")
    asked = opening(clerk)

    told = answer(clerk, "paper_lost", paper=said(asked, den=None), day=asked["today"])

    assert told["stamping"]
    assert clerk.register("tiếp")["number"] == 202
    lost = clerk.read("numbers/den/2026", state="content_lost", limit=200)["rows"]
    assert [each["number"] for each in lost] == list(range(201, 1, -1))
    assert {each["reason"] for each in lost} == {
        "Bỏ qua để không trùng: không ai biết số cuối trên giấy."
    }
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize("jump", [DAY, -DAY, 300 * DAY, -300 * DAY, timedelta(hours=1)])
def test_ck3_ck4_a_clock_that_jumps_while_the_node_runs_is_asked_about(
    office: Office, jump: timedelta
) -> None:
    """R-IN-17: nothing is dated by it before a person said the day."""
    office.person("vanthu").register("một")
    office.clock.jump(jump)
    clerk = office.person("vanthu")

    asked = opening(clerk)

    assert (asked["question"], asked["cause"], asked["stamping"]) == ("day", "day", False)
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "DAY_UNSURE"
    assert answer(clerk, "day")["code"] == "ANSWER_WRONG"
    told = answer(clerk, "day", day="2026-11-20")
    assert (told["question"], told["stamping"], told["today"]) == ("", True, "2026-11-20")
    clerk = office.person("vanthu")
    assert clerk.register("hai")["arrival_date"] == "2026-11-20"


@pytest.mark.parametrize("jump", [DAY, -DAY, 300 * DAY])
def test_ck3_a_clock_that_jumps_and_comes_back_asks_nothing_and_binds_nothing(
    office: Office, jump: timedelta
) -> None:
    """CK4: never the later of two; what happened meanwhile keeps its instants."""
    office.person("vanthu").register("một")
    office.clock.jump(jump)
    meanwhile = office.person("vanthu")
    meanwhile.done("outgoing.draft", draft())

    office.clock.jump(-jump)

    clerk = office.person("vanthu")
    assert opening(clerk)["question"] == ""
    assert clerk.register("hai")["arrival_date"] == "2026-11-20"
    office.close()
    assert_whole(office.config)


def test_ck3_a_node_that_works_past_midnight_asks_nothing(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.register("một")
    for _ in range(3):
        office.clock.move(DAY)
        clerk = office.person("vanthu")
        assert opening(clerk)["question"] == ""
    assert clerk.register("hai")["arrival_date"] == "2026-11-23"


def test_ck4_a_day_that_nobody_asked_for_moves_no_clock(office: Office) -> None:
    """A click that came late, or twice, must not send the office into another year."""
    clerk = office.person("vanthu")

    assert answer(clerk, "day", day="2099-01-01")["code"] == "QUESTION_GONE"

    assert clerk.register("một")["arrival_date"] == "2026-11-20"


def test_ck4_the_raw_clock_of_every_event_can_be_told(office: Office) -> None:
    """Two corrections; every event's instant less the correction in force is the machine's."""
    raw: dict[int, str] = {}

    def worked(person: Person) -> None:
        person.register("một văn bản")
        last = journal(office.config)[-1].header
        raw[last.seq] = office.clock.now().isoformat()

    worked(office.person("vanthu"))
    for jump in (30 * DAY, -45 * DAY):
        office.clock.jump(jump)
        assert answer(office.person("vanthu"), "day", day="2026-11-20")["stamping"]
        worked(office.person("vanthu"))
        office.reopen()
        worked(office.person("vanthu"))

    seconds, told = 0, {}
    for event in journal(office.config):
        if event.header.kind == "clock.corrected":
            corrected = read(event.body or b"", ClockCorrected)
            seconds = corrected.seconds
            expected = moment(event.header.at) - timedelta(seconds=seconds)
            assert moment(corrected.raw) == expected
            assert corrected.basis == "person"
        told[event.header.seq] = (moment(event.header.at) - timedelta(seconds=seconds)).isoformat()
    assert {seq: told[seq] for seq in raw} == raw
    assert len(raw) == 5


def test_ck4_a_correction_that_came_back_from_the_sidecar_is_in_force_at_once(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """R-IN-17: the database is of a backup from before the clock was put right."""
    older = tmp_path_factory.mktemp("older") / "data"
    office.close()
    shutil.copytree(office.config.data, older)
    office.reopen()
    office.clock.jump(-DAY)
    assert answer(office.person("vanthu"), "day", day="2026-11-20")["stamping"]
    office.person("vanthu").register("một")
    office.close()
    shutil.rmtree(office.config.data)
    shutil.copytree(older, office.config.data)

    office.reopen()

    clerk = office.person("vanthu")
    assert opening(clerk)["today"] == "2026-11-20"
    if opening(clerk)["question"]:
        asked = opening(clerk)
        answer(clerk, asked["question"], paper=said(asked, den=1), day="2026-11-20")
    assert clerk.register("hai")["arrival_date"] == "2026-11-20"
    instants = [event.header.at for event in journal(office.config)]
    assert instants[-3:] == sorted(instants[-3:])
