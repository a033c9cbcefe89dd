"""What a node knows of the numbers that it asked the province for (PROTOCOL.md NB30)."""

from datetime import date
from typing import Literal

import msgspec


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the province was asked a number for; `number` None before it is given."""

    organ: str
    slip: str
    book: str
    year: int
    document: str
    day: date
    state: Literal["waiting", "given", "taken_back"]
    number: int | None
    origin: str
    seq: int
