"""Numbers of a register: consecutive, in order of reception, each in exactly one state.

Rules (PROTOCOL.md, NB1-NB5, NB11-NB16; R-IN-15, R-IN-16, R-OUT-07):
- A register is one book of one organ in one year. Its mark is the highest number ever taken;
  it is a value of its own, never max+1 over what is there, and never falls.
- Every number from 1 to the mark is in exactly one state: issued; void (Hủy, with its reason);
  leased (to a holder, not yet used); content_lost (on paper, its entry gone). A state changes
  only along TRANSITIONS; a number is never given to another entry.
- T0, the node itself, and T1, another PC asking the node, both `take` at the register's owner
  and differ only in who asks; a retry is answered by its operation id before it gets here.
- T2, a device out of reach, holds no number: its slip (`slip`) gets one when it reaches the
  register. T3, a second site, spends a lease: a block carved from the mark, each number of it
  leased until it is issued or void; no clock ends a lease, and no number of it goes elsewhere.
- Where the province keeps the numbering (owner "province") the node takes none: it is given them,
  in any order. What lies between the mark and a number that was given is leased to the province.
- Years go forward: the newest year whose book has a number is the one that stamps. An older one
  is closing: it takes what was received in it (slips, leases), until it is closed.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from vanthu_sync import limits
from vanthu_sync.vocabulary import NumberState

Owner = Literal["node", "province"]


TRANSITIONS: Final[dict[NumberState, frozenset[NumberState]]] = {
    NumberState.LEASED: frozenset({NumberState.ISSUED, NumberState.VOID, NumberState.CONTENT_LOST}),
    NumberState.ISSUED: frozenset({NumberState.VOID, NumberState.CONTENT_LOST}),
    NumberState.CONTENT_LOST: frozenset({NumberState.ISSUED, NumberState.VOID}),
    NumberState.VOID: frozenset(),
}
"""From which state to which. Void is final: a number that was struck out stays so on paper."""

Refusal = Literal[
    "not_owner",
    "not_open",
    "used_up",
    "wrong_transition",
    "beyond_mark",
    "lease_spent",
    "year_behind",
    "still_out",
    "too_far",
]


class NumberRefused(Exception):
    """The register gives no number, or a number may not change so; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal: Refusal = refusal


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """One book of one organ in one year; `epoch` is that of the owner who may stamp."""

    organ: str
    book: str
    year: int
    mark: int = 0
    epoch: int = 1
    owner: Owner = "node"
    status: Literal["open", "closing", "closed"] = "open"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A number and the register after it was taken."""

    register: Register
    number: int


def take(register: Register, *, late: bool = False) -> Taken:
    """Return the next number; `late` also from a book that is closing (slips of its year).

    Raises NumberRefused (not_owner, not_open, used_up).
    """
    if register.owner != "node":
        raise NumberRefused("not_owner")
    if register.status != "open" and not (late and register.status == "closing"):
        raise NumberRefused("not_open")
    if register.mark >= limits.NUMBER_MAX:
        raise NumberRefused("used_up")
    number = register.mark + 1
    return Taken(register=raise_mark(register, number), number=number)


def raise_mark(register: Register, number: int) -> Register:
    """Return the register with a mark of at least `number`: a mark never falls."""
    return msgspec.structs.replace(register, mark=max(register.mark, number))


def lost_up_to(register: Register, paper: int) -> tuple[Register, range]:
    """Return the register after the last number on paper was said, and the numbers that are lost.

    Lost are those above the mark: they are on paper and their entries are gone. A paper that says
    less than the mark changes nothing (NB22).
    """
    lost = range(register.mark + 1, min(paper, limits.NUMBER_MAX) + 1)
    return raise_mark(register, lost.stop - 1), lost


def give(register: Register, number: int, *, waits: bool) -> tuple[Register, range]:
    """Return the register after the province gave `number`, and the numbers it passed over so far.

    `waits`: the number is one up to the mark that nothing but its entry is missing of, leased to
    the province or content_lost. Raises NumberRefused (not_owner; not_open; wrong_transition: the
    number has an entry, or a state that is not the province's; too_far).
    """
    if register.owner != "province":
        raise NumberRefused("not_owner")
    if register.status == "closed":
        raise NumberRefused("not_open")
    if number <= register.mark and not waits:
        raise NumberRefused("wrong_transition")
    if number < 1 or number > min(register.mark + limits.GIVEN_AHEAD_MAX, limits.NUMBER_MAX):
        raise NumberRefused("too_far")
    return raise_mark(register, number), range(register.mark + 1, number)


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A block of numbers of a register that one site may spend, in order; `next` is its next.

    `day` (ISO 8601) bounds a block to that day of reception (void_daily); "" leaves it open
    (carry_over). The site keeps to it by the day it works under; no clock takes a block away.
    """

    id: str
    first: int
    last: int
    next: int
    day: str = ""
    closed: bool = False


def lease(register: Register, count: int) -> tuple[Register, range]:
    """Return the register after `count` numbers were carved from it, and these numbers.

    Raises NumberRefused as `take`.
    """
    first = take(register).number
    last = first + count - 1
    if count < 1 or last > limits.NUMBER_MAX:
        raise NumberRefused("used_up")
    return raise_mark(register, last), range(first, last + 1)


def spend(leases: Iterable[Lease], *, day: str) -> Lease:
    """Return the first lease that has a number for `day`: its `next` is the number to give.

    Raises NumberRefused(lease_spent): the site gives slips until it has a new block (NB15).
    """
    for held in leases:
        if not held.closed and held.next <= held.last and held.day in {"", day}:
            return held
    raise NumberRefused("lease_spent")


def outlived(leases: Iterable[Lease], *, day: str) -> tuple[Lease, ...]:
    """Return the leases of earlier days that still hold numbers: these are void (NB15)."""
    return tuple(held for held in leases if not held.closed and held.day != "" and held.day < day)


def stamping(registers: Iterable[Register], *, received: int) -> Register:
    """Return the register of one book that a document received in the year `received` goes to.

    That is the newest year with a number, or a newer one that is open for `received`. What was
    received in an older year goes to its book while that is closing (NB17).
    Raises NumberRefused (year_behind: the book of that year is not opened, or is past).
    """
    known = sorted(registers, key=lambda register: register.year)
    if not known:
        raise NumberRefused("not_open")
    newest = max((each.year for each in known if each.mark), default=known[0].year)
    for register in known:
        if register.year == received:
            if register.year >= newest or register.status == "closing":
                return register
            raise NumberRefused("not_open" if register.status == "closed" else "year_behind")
    raise NumberRefused("year_behind")


def close(register: Register, *, still_out: int) -> Register:
    """Return the register closed; raises NumberRefused (not_open, still_out leases or slips)."""
    if register.status != "closing":
        raise NumberRefused("not_open")
    if still_out:
        raise NumberRefused("still_out")
    return msgspec.structs.replace(register, status="closed")


def change(register: Register, *, number: int, old: NumberState, new: NumberState) -> NumberState:
    """Return `new` if that number may go from `old` to it; raises NumberRefused."""
    if not 1 <= number <= register.mark:
        raise NumberRefused("beyond_mark")
    if new not in TRANSITIONS[old]:
        raise NumberRefused("wrong_transition")
    return new
