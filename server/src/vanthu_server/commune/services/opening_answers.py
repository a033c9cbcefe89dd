"""What people answer at opening, and the take-over by clerk and leader (PROTOCOL.md NB21-NB27).

The last numbers on paper: what lies beyond the mark was stamped and its content is gone, so it
becomes *content lost* and the next number comes after it. Where nobody can say, NUMBERS_SKIPPED
are passed over in the same way. A take-over begins a new epoch on this machine; entries that only
this machine's branch of the chain has are kept whole as stray entries.
"""

import base64
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple, Protocol

import msgspec

from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.ports import Author, Unit
from vanthu_server.commune.services.opening import AnewUnit, Opened, OpeningDesk
from vanthu_sync import limits, wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import IncomingRegistered, OutgoingNumbered, read, write
from vanthu_sync.journal import Event
from vanthu_sync.numbering import Register, lost_up_to
from vanthu_sync.opening import PAPER, SIDECAR
from vanthu_sync.province_events import NumberAsked
from vanthu_sync.register_events import (
    ClockCorrected,
    EntryStrayed,
    NodeTakenOver,
    NumberChanged,
    NumbersLost,
)
from vanthu_sync.signed_records import take_over_bytes
from vanthu_sync.vocabulary import Book, NumberState, Role

NUMBERS_SKIPPED: Final = 200
"""Two busy days: no office stamps more between two looks of anybody."""

FIRST_BOOK: Final = "Vào sổ trên giấy trước khi dùng Văn thư xã."
LOST: Final = "Đã đóng dấu trên giấy; nội dung mất khi máy gặp sự cố."
UNSAID: Final = "Bỏ qua để không trùng: không ai biết số cuối trên giấy."


class Signs(Protocol):
    """The node's key."""

    @property
    def public(self) -> bytes:
        """The public key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature over `data`."""
        ...


class Seizure(msgspec.Struct, frozen=True, kw_only=True):
    """A take-over that clerk and leader both agreed to."""

    reason: str
    clerk: Person
    leader: Person
    paper: tuple[wire.PaperSaid, ...]
    day: date | None = None


class Winning(NamedTuple):
    """What another witness holds after the place where it parts from us; the newest epoch heard."""

    after: int
    events: tuple[Event, ...]
    heard: int


class Answers:
    """Takes answers in and looks again."""

    def __init__(self, desk: OpeningDesk, *, key: Signs) -> None:
        self._desk = desk
        self._key = key

    def answer(self, answer: wire.OpeningAnswer, *, actor: str) -> Opened:
        """Take the answer to the question that is asked now.

        Raises Refused: QUESTION_GONE, ANSWER_WRONG, STORAGE_FAILED, DISK_FULL.
        """
        with self._desk.turn:
            asked = self._desk.opened.question
            if answer.question == "day":
                if asked or self._desk.clock.is_sure():
                    raise Refused("QUESTION_GONE")
                return self._day(answer.day, actor=actor)
            if answer.question != asked or asked not in PAPER:
                raise Refused("QUESTION_GONE")
            return self._paper(answer, asked, by=Author(account=actor))

    def take_over(self, seizure: Seizure) -> Opened:
        """Hold the registers on this machine from now on.

        Raises Refused: TAKE_OVER_NOT_HERE, REASON_REQUIRED, TWO_PEOPLE_NEEDED, ANSWER_WRONG,
        WITNESS_AWAY, STORAGE_FAILED, DISK_FULL, and what a witness raises whose events are needed.
        """
        with self._desk.turn:
            if self._desk.opened.question != "take_over" or not self._desk.store.head().seq:
                raise Refused("TAKE_OVER_NOT_HERE")
            _require_two(seizure)
            after, theirs = self._winning_branch()
            if theirs:
                self._desk.holders.doubt()  # ended below, once it is known that all was asked
            heard = self._epochs_heard()
            with self._desk.store.write_anew() as unit:
                all_asked = self._seize(unit, seizure, Winning(after, theirs, heard))
            self._desk.holders.bind(self._desk.machine())
            self._desk.sights.clear()
            if not all_asked:
                return self._desk.check()
            return self._day_read(seizure.day, actor=seizure.clerk.account)

    def _day(self, day: date | None, *, actor: str) -> Opened:
        if day is None:
            raise Refused("ANSWER_WRONG", detail="Chọn ngày.")
        if not self._desk.opened.open:
            raise Refused("QUESTION_GONE")
        self._desk.clock.told_by_person(day, record=self._correct(actor))
        self._desk.holders.confirm_day(day)
        return self._desk.check()

    def _paper(self, answer: wire.OpeningAnswer, question: str, *, by: Author) -> Opened:
        store = self._desk.store
        anew = question == "paper_lost"
        with store.write_anew() if anew else store.write() as unit:
            _lose(unit, asked_registers(unit), answer.paper, by=by, may_skip=anew)
        today = vietnam_day(self._desk.clock.now())
        return self._day_read(answer.day if anew else answer.day or today, actor=by.account)

    def _day_read(self, day: date | None, *, actor: str) -> Opened:
        """Take the day that the person read beside the numbers; None: it is asked next."""
        self._desk.holders.confirm_day(vietnam_day(self._desk.clock.now()))
        opened = self._desk.check()
        return opened if day is None or not opened.open else self._day(day, actor=actor)

    def _correct(self, actor: str) -> Callable[[ClockCorrected], None]:
        def record(corrected: ClockCorrected) -> None:
            with self._desk.store.write() as unit:
                unit.record(corrected, organ="", policy="", by=Author(account=actor))

        return record

    def _winning_branch(self) -> tuple[int, tuple[Event, ...]]:
        """Return what another witness holds from where it parts from us; (our head, ()) if none."""
        store, opened = self._desk.store, self._desk.opened
        ours = store.head().seq
        if opened.cause not in {"fork", "owner_changed"}:
            return ours, ()
        if opened.witness == SIDECAR:
            held = store.sidecar() or ()
        else:
            source = self._desk.sources.get(opened.witness)
            if source is None:  # it was heard before the restart, and is not here now
                raise Refused("WITNESS_AWAY", detail=opened.witness)
            held = source.events(0)
        hashes = store.hashes(0)
        for place, event in enumerate(held):
            if hashes.get(event.header.seq) != event.hash:
                return event.header.seq - 1, held[place:]
        return ours, ()

    def _epochs_heard(self) -> int:
        """Return the newest epoch that any witness ever named."""
        remembered = self._desk.holders.remembered(self._desk.store.head())
        sights = (*self._desk.sights.values(), *remembered)
        return max((sight.head.epoch for sight in sights), default=0)

    def _seize(self, unit: AnewUnit, seizure: Seizure, winning: Winning) -> bool:
        """Take over; tell whether every book was asked for: some are on the winning branch only."""
        asked = {_key(register) for register in asked_registers(unit)}
        theirs = winning.events
        ours = unit.replace_branch(winning.after, theirs) if theirs else ()
        head, by = unit.head(), Author(account=seizure.clerk.account)
        seen = [head.epoch, winning.heard, *(event.header.epoch for event in ours)]
        over = NodeTakenOver(
            epoch=max(seen) + 1,
            from_seq=head.seq,
            from_head=head.hash,
            reason=seizure.reason,
            clerk=seizure.clerk.account,
            leader=seizure.leader.account,
            machine=self._desk.machine(),
            key=base64.b64encode(self._key.public).decode("ascii"),
            signature="",
        )
        signature = self._key.sign(take_over_bytes(write(over)))
        signed = base64.b64encode(signature).decode("ascii")
        over = msgspec.structs.replace(over, signature=signed)
        unit.record(over, organ="", policy="", by=by, epoch=over.epoch)
        now = asked_registers(unit)
        known = tuple(each for each in now if _key(each) in asked)
        _lose(unit, known, seizure.paper, by=by, may_skip=True)
        for event in ours:
            stray = stray_of(event)
            if stray is not None:
                unit.record(stray, organ=event.header.organ, policy=event.header.policy, by=by)
        _strike_out_again(unit, ours, theirs, by=by)
        return known == now


def take_over_value(over: NodeTakenOver) -> bytes:
    """Return what the signature of `over` is over."""
    return take_over_bytes(write(msgspec.structs.replace(over, signature="")))


def asked_registers(unit: Unit) -> tuple[Register, ...]:
    """Return the registers whose last number on paper is asked for: those that give numbers.

    A closing book is one of them: slips and leases of its year may still come in.
    """
    return unit.open_registers()


def _key(register: Register) -> tuple[str, str, int]:
    return register.organ, register.book, register.year


def _lose(
    unit: Unit,
    registers: Iterable[Register],
    paper: Iterable[wire.PaperSaid],
    *,
    by: Author,
    may_skip: bool,
) -> None:
    said = {(each.organ, each.book, each.year): each.number for each in paper}
    for register in registers:
        key = _key(register)
        if key not in said:
            raise Refused("ANSWER_WRONG", detail="Còn sổ chưa có câu trả lời.")
        last, reason = _last(register, said[key], may_skip=may_skip)
        for lost in _lost(unit, register, last):
            event = NumbersLost(
                book=register.book,
                year=register.year,
                first=lost.start,
                last=lost.stop - 1,
                reason=reason,
            )
            policy = unit.organ(register.organ).policy
            unit.record(event, organ=register.organ, policy=policy, by=by)


def _lost(unit: Unit, register: Register, last: int) -> tuple[range, ...]:
    """Return the numbers up to `last` that are on paper only; at a branch those of its leases."""
    if unit.standing() != "branch":
        return tuple(filter(None, (lost_up_to(register, last)[1],)))
    leases = unit.leases(register.organ, register.book)
    held = (each for each in leases if each.year == register.year and not each.closed)
    blocks = (range(each.next, min(each.last, last) + 1) for each in held)
    return tuple(filter(None, blocks))


def _last(register: Register, number: int | None, *, may_skip: bool) -> tuple[int, str]:
    if number is None:
        if not may_skip:
            raise Refused("ANSWER_WRONG", detail="Nhập số cuối trên giấy.")
        return register.mark + NUMBERS_SKIPPED, UNSAID
    if not 0 <= number <= min(register.mark + limits.PAPER_AHEAD_MAX, limits.NUMBER_MAX):
        detail = f"Máy đang giữ đến số {register.mark}; số {number} cách quá xa."
        raise Refused("ANSWER_WRONG", detail=detail)
    return number, LOST if register.mark else FIRST_BOOK


def _require_two(seizure: Seizure) -> None:
    apart = seizure.clerk.account != seizure.leader.account
    organs = [organ for organ in seizure.clerk.roles if Role.CLERK in seizure.clerk.roles_in(organ)]
    led = any(Role.LEADER in seizure.leader.roles_in(organ) for organ in organs)
    if not (apart and organs and led):
        raise Refused("TWO_PEOPLE_NEEDED")
    if not seizure.reason.strip():
        raise Refused("REASON_REQUIRED")


def _strike_out_again(
    unit: Unit, ours: Iterable[Event], theirs: Iterable[Event], *, by: Author
) -> None:
    """What the branch that lost struck out before both parted stays struck out (NB3).

    A number whose entry is of the branch that won is that branch's to judge.
    """
    known = {event.content.get("id") for event in theirs if event.body is not None}
    for event in ours:
        if event.header.kind != "number.changed" or event.body is None:
            continue
        header, struck = event.header, read(event.body, NumberChanged)
        record = unit.number(header.organ, struck.book, struck.year, struck.number)
        if (
            record is not None
            and record.state == NumberState.ISSUED
            and (record.document not in known)
        ):
            unit.record(struck, organ=header.organ, policy=header.policy, by=by)


def stray_of(event: Event) -> EntryStrayed | None:
    """Return the stray entry of a numbering event, None for any other or a removed one.

    What waited for the province's number has number 0.
    """
    if event.body is None:
        return None
    header, number = event.header, 0
    if header.kind == "incoming.registered":
        entry = read(event.body, IncomingRegistered)
        book, document, year, number = Book.INCOMING, entry.id, entry.year, entry.number
    elif header.kind == "outgoing.numbered":
        taken = read(event.body, OutgoingNumbered)
        book, document, year, number = Book.OUTGOING, taken.id, taken.year, taken.number
    elif header.kind == "number.asked":
        ask = read(event.body, NumberAsked)
        book, document, year = Book(ask.book), ask.id, ask.year
    else:
        return None
    return EntryStrayed(
        origin=f"{header.epoch}:{header.seq}:{event.hash[:16]}",
        kind=header.kind,
        id=document,
        book=book,
        year=year,
        number=number,
        at=header.at,
        actor=header.actor,
        content=event.body.decode(),
    )
