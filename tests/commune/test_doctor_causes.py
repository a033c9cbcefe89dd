"""NB21: what closes the registers is said by `vanthu doctor` in the words of the screen."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, get_args

import pytest

from tests.commune.node import Office, furnish, hand_world
from vanthu_server.commune.doctor import Finding, Level, examine
from vanthu_server.commune.domain.opening_texts import TEXTS
from vanthu_server.commune.domain.ports import NODE
from vanthu_sync import limits
from vanthu_sync.journal import Head
from vanthu_sync.opening import Cause, Sight
from vanthu_sync.register_events import ClockCorrected


def sidecar_missing(office: Office, _: Path) -> None:
    office.config.sidecar.unlink()


def sidecar_behind(office: Office, _: Path) -> None:
    said = ClockCorrected(seconds=0, basis="person", raw="")
    with office.node.ledger.write() as unit:
        for _count in range(limits.SIDECAR_LAG_EVENTS_MAX + 1):
            unit.record(said, organ="", policy="", by=NODE)
    change_lines(office, lambda lines: lines[: -limits.SIDECAR_LAG_EVENTS_MAX - 1])


def sidecar_hole(office: Office, _: Path) -> None:
    change_lines(office, lambda lines: lines[:2] + lines[3:])


def sidecar_damaged(office: Office, _: Path) -> None:
    change_lines(office, lambda lines: [lines[0], b"{}\n", *lines[2:]])


def other_journal(office: Office, folder: Path) -> None:
    other = furnish(folder / "other", hand_world(seed=9))
    office.config.sidecar.write_bytes(other.sidecar.read_bytes())


def fork(office: Office, _: Path) -> None:
    remember(office, further=0)


def owner_changed(office: Office, _: Path) -> None:
    remember(office, further=1, epoch=2)


def witness_unread(office: Office, _: Path) -> None:
    remember(office, further=1)


def other_machine(office: Office, _: Path) -> None:
    office.node.holders.bind("máy khác")


def first_of_day(office: Office, _: Path) -> None:
    office.clock.move(timedelta(days=1))


def rolled_back(office: Office, _: Path) -> None:
    office.node.holders.doubt()


CAUSES: Final[dict[str, Callable[[Office, Path], None]]] = {
    each.__name__: each
    for each in (
        sidecar_missing,
        sidecar_behind,
        sidecar_hole,
        sidecar_damaged,
        other_journal,
        fork,
        owner_changed,
        witness_unread,
        other_machine,
        first_of_day,
        rolled_back,
    )
}


def change_lines(office: Office, change: Callable[[list[bytes]], list[bytes]]) -> None:
    lines = office.config.sidecar.read_bytes().splitlines(keepends=True)
    office.config.sidecar.write_bytes(b"".join(change(lines)))


def remember(office: Office, *, further: int, epoch: int = 1) -> None:
    """Let the hub have named a head in an earlier run that is not ours."""
    ours = office.node.ledger.head()
    head = Head(journal=ours.journal, epoch=epoch, seq=ours.seq + further, hash="f" * 64)
    office.node.holders.remember(Sight(witness="hub", head=head))


def found(office: Office) -> dict[str, Finding]:
    """What doctor finds now, by code."""
    findings = examine(office.config, office.clock.now()).findings
    return {finding.code: finding for finding in findings}


def test_every_cause_of_the_opening_check_is_tried_here() -> None:
    assert set(CAUSES) == set(get_args(Cause)) - {""}
    assert set(CAUSES) < set(TEXTS)


@pytest.mark.parametrize("cause", CAUSES)
def test_nb21_doctor_and_the_screen_say_the_same_of_every_cause(
    office: Office, tmp_path: Path, cause: str
) -> None:
    """R-IN-15: one gathers the evidence with the node stopped, the other while it runs."""
    assert found(office)["REGISTERS_MAY_OPEN"].level == Level.GOOD
    CAUSES[cause](office, tmp_path)
    said_before = found(office)[cause.upper()]

    office.reopen()

    screen, said = office.node.opening_state(), found(office)[cause.upper()]
    assert (screen.cause, screen.stamping) == (cause, False)
    assert said.text.startswith(f"{screen.title}. {screen.text}")
    assert said.next_step == screen.next_step
    assert said == said_before
    assert said.level == (Level.WARNING if screen.writing else Level.FAULT)


@pytest.mark.parametrize("cause", ["fork", "owner_changed", "witness_unread"])
def test_nb21_a_witness_of_an_earlier_run_is_said_to_be_one_that_may_be_gone(
    office: Office, tmp_path: Path, cause: str
) -> None:
    CAUSES[cause](office, tmp_path)
    office.reopen()

    assert "vanthu commune forget-witness" in office.node.opening_state().next_step


def test_doctor_reckons_with_the_corrected_clock(office: Office) -> None:
    """CK4: the machine is a day behind, its correction is known, and the day was confirmed."""
    office.clock.jump(timedelta(days=-1))
    body = {"question": "day", "paper": [], "day": "2026-11-20"}
    reply = office.person("vanthu").http.post("/api/opening", json=body)
    assert reply.status_code == 200, reply.text

    assert "REGISTERS_MAY_OPEN" in found(office)
