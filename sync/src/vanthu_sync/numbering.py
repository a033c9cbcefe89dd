"""Numbers of a register: consecutive, in order of reception, each in exactly one state.

Rules (PROTOCOL.md, NB1-NB5; R-IN-15, R-IN-16, R-OUT-07):
- A register is one book of one organ in one year. Its mark is the highest number ever taken;
  it is a value of its own, never max+1 over what is there, and never falls.
- Every number from 1 to the mark is in exactly one state: issued; void (Hủy, with its reason);
  leased (to a holder, not yet used); content_lost (on paper, its entry gone). A state changes
  only along TRANSITIONS; a number is never given to another entry.
- T0, the node itself, and T1, another PC asking the node, both `take` at the register's owner
  and differ only in who asks; a retry is answered by its operation id before it gets here.
- Where the province keeps the numbering (owner "province") the node takes none.
"""

from enum import StrEnum
from typing import Final, Literal

import msgspec

from vanthu_sync import limits

Owner = Literal["node", "province"]


class NumberState(StrEnum):
    """What became of a number (numbering-and-sync: one state each)."""

    ISSUED = "issued"
    VOID = "void"
    LEASED = "leased"
    CONTENT_LOST = "content_lost"


TRANSITIONS: Final[dict[NumberState, frozenset[NumberState]]] = {
    NumberState.LEASED: frozenset({NumberState.ISSUED, NumberState.VOID}),
    NumberState.ISSUED: frozenset({NumberState.VOID, NumberState.CONTENT_LOST}),
    NumberState.CONTENT_LOST: frozenset({NumberState.ISSUED, NumberState.VOID}),
    NumberState.VOID: frozenset(),
}
"""From which state to which. Void is final: a number that was struck out stays so on paper."""

Refusal = Literal["not_owner", "not_open", "used_up", "wrong_transition", "beyond_mark"]


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


def take(register: Register) -> Taken:
    """Return the next number; raises NumberRefused (not_owner, not_open, used_up)."""
    if register.owner != "node":
        raise NumberRefused("not_owner")
    if register.status != "open":
        raise NumberRefused("not_open")
    if register.mark >= limits.NUMBER_MAX:
        raise NumberRefused("used_up")
    number = register.mark + 1
    return Taken(register=raise_mark(register, number), number=number)


def raise_mark(register: Register, number: int) -> Register:
    """Return the register with a mark of at least `number`: a mark never falls."""
    return msgspec.structs.replace(register, mark=max(register.mark, number))


def change(register: Register, *, number: int, old: NumberState, new: NumberState) -> NumberState:
    """Return `new` if that number may go from `old` to it; raises NumberRefused."""
    if not 1 <= number <= register.mark:
        raise NumberRefused("beyond_mark")
    if new not in TRANSITIONS[old]:
        raise NumberRefused("wrong_transition")
    return new
