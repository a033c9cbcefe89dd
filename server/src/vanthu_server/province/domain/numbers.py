"""Numbers that the province gives: what waits for one, and what was given (PROTOCOL.md NB30)."""

from datetime import date, datetime
from typing import Literal

import msgspec

from vanthu_sync.province_events import NumberAsked, NumberGiven

GivenState = Literal["sent", "taken", "refused"]
"""A number is on its way; in the commune's journal; or could not be used there."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Who waits for a number, in which book, and how far the commune's book was when it asked."""

    journal: str
    organ: str
    book: str
    year: int
    slip: str
    mark: int


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A number for a slip: `signature` is the hub key's over `given_bytes`."""

    journal: str
    organ: str
    book: str
    year: int
    slip: str
    number: int
    signed_at: str
    signature: bytes
    made_by: str
    state: GivenState = "sent"
    refused: str = ""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What an event of a journal says of the province's numbers, and of which organ."""

    seq: int
    organ: str
    at: str
    asked: NumberAsked | None = None
    given: NumberGiven | None = None
    settled: str = ""


class WaitingNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A document that waits, as the page and other systems of the province read it.

    `sender`, `symbol` and `issued_date` are of an incoming document (book `den`); an outgoing one
    (`di`) has its notation as `symbol`. `next_number` is what it gets where nobody says another;
    `refused` is the last number that the commune could not use, 0 for none.
    """

    organ: str
    organ_name: str
    book: str
    year: int
    slip: str
    asked_at: datetime
    day: date
    sender: str
    symbol: str
    issued_date: date | None
    type_name: str
    subject: str
    next_number: int
    refused: int = 0


class GivenNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number that was given, and whether the commune has it in its journal."""

    organ: str
    book: str
    year: int
    slip: str
    number: int
    signed_at: datetime
    made_by: str
    state: GivenState


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """`vanthu province numbers`: all that wait, oldest first, and what was given last."""

    waiting: tuple[WaitingNumber, ...]
    given: tuple[GivenNumber, ...]
