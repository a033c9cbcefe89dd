"""What the screens show of the registers' door: one state, at most one question."""

from typing import Literal

from vanthu_server.commune.domain.opening_texts import TEXTS, WITNESS_NAMES
from vanthu_server.commune.domain.ports import Ledger, Unit
from vanthu_server.commune.services.opening import Opened, OpeningDesk
from vanthu_server.commune.services.opening_answers import asked_registers
from vanthu_server.commune.services.opening_evidence import recalled, told
from vanthu_sync import wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.opening import PAPER
from vanthu_sync.opening import Question as Asked

Question = Asked | Literal["day"]
"""The opening check's questions, and that of the clock."""


def opening_state(desk: OpeningDesk, ledger: Ledger) -> wire.OpeningState:
    """Return the state of the door, in words."""
    opened, sure = desk.opened, desk.clock.is_sure()
    cause = opened.cause or ("" if sure else "day")
    day: Question = "" if sure or not opened.open else "day"
    question: Question = opened.question or day
    standing = desk.holders.standing()
    gone = recalled(cause, opened.witness, standing=standing, heard=desk.sights)
    said = told(cause, recalled=gone) if cause in TEXTS else None
    asks_paper = question in PAPER or question == "take_over"
    with ledger.read() as unit:
        registers = _asked(unit) if asks_paper else ()
        witness = _witness(unit, opened)
    return wire.OpeningState(
        stamping=opened.stamping and sure,
        writing=opened.open,
        cause=cause,
        question=question,
        title="" if said is None else said.title,
        text="" if said is None else said.text,
        next_step="" if said is None else said.next_step,
        today=vietnam_day(desk.clock.now()),
        registers=registers,
        recovered=opened.recovered,
        witness=witness,
        standing=standing,
    )


def _asked(unit: Unit) -> tuple[wire.PaperAsked, ...]:
    return tuple(
        wire.PaperAsked(
            organ=register.organ,
            organ_name=unit.organ(register.organ).name,
            book=register.book,
            year=register.year,
            mark=register.mark,
        )
        for register in asked_registers(unit)
    )


def _witness(unit: Unit, opened: Opened) -> str:
    named = {site.id: site.name for site in unit.sites()}
    return {**named, **WITNESS_NAMES}.get(opened.witness, opened.witness)
