"""What a list asks for."""

import msgspec


class IncomingQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a list asks for: words, a year, the page."""

    search: str = ""
    year: int | None = None
    before: int | None = None
    limit: int = 50


class OutgoingQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a list asks for: words, a state, how many."""

    search: str = ""
    state: str = ""
    limit: int = 50


class NumberQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which numbers: of a book and year, in a state ("" for all that need explaining)."""

    book: str
    year: int
    state: str = ""
    before: int | None = None
    limit: int = 50
