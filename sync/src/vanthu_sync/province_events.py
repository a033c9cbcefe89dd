"""Bodies of events about numbers that the province gives (PROTOCOL.md NB30)."""

from datetime import date
from typing import Final

from vanthu_sync.body import Body, FileEntry
from vanthu_sync.wire import IncomingFields, Notice


class NumberAsked(Body):
    """`number.asked`: a document waits for its number, which the province gives (NB30).

    `slip` stands for it until then, `mark` is how far the book was. `type_name`, `notation` and
    `subject` are an outgoing document's; `fields` and all below them belong to an incoming one,
    and mean there what they mean in `incoming.registered`.
    """

    slip: str
    book: str
    year: int
    id: str
    mark: int
    day: date
    type_name: str = ""
    notation: str = ""
    subject: str = ""
    fields: IncomingFields | None = None
    files: tuple[FileEntry, ...] = ()
    message: str = ""
    duplicate_of: str = ""
    not_secret: bool = False
    notices: tuple[Notice, ...] = ()
    captured_at: str = ""
    origin: str = ""
    corrects: int = 0


class AskTakenBack(Body):
    """`number.taken_back`: the node numbers the book again, and this document itself (NB30)."""

    slip: str
    book: str
    year: int
    id: str


class NumberGiven(Body):
    """`number.given`: the province gave a number to a slip (NB30).

    `signature` (base64) is the hub key's over `given_bytes`. `refused` says why the number could
    not be used here; "" where it could.
    """

    slip: str
    book: str
    year: int
    number: int
    signed_at: str
    signature: str
    refused: str = ""


KINDS: Final[dict[str, type[Body]]] = {
    "number.asked": NumberAsked,
    "number.taken_back": AskTakenBack,
    "number.given": NumberGiven,
}
"""Kinds of this module with the types of their bodies."""
