"""Messages about documents that wait for a number of the province."""

from datetime import date
from typing import Literal

from vanthu_sync.wire.parts import Notice, Wire


class Asked(Wire):
    """Result of `incoming.register` and its likes where the province numbers the book.

    `slip` (mã tiếp nhận tạm) stands for the document until its number comes; durable when sent.
    """

    id: str
    book: str
    year: int
    slip: str
    arrival_date: date
    asked_at: str
    warnings: tuple[Notice, ...] = ()


class AskedRow(Wire):
    """A document that waits for the province's number, or got it lately.

    `number` is null until it is given; `sent` tells whether the province holds what was asked.
    `refused` explains a number that could not be used here, "" where there was none.
    `may_take_back`: the node numbers the book again, so the document can come in here.
    """

    slip: str
    id: str
    book: str
    year: int
    state: Literal["waiting", "given"]
    number: int | None
    organ_name: str
    symbol: str
    type_name: str
    subject: str
    day: date
    asked_at: str
    asked_by: str
    given_at: str
    sent: bool
    refused: str
    may_take_back: bool


class AskedList(Wire):
    """GET /api/organs/{organ}/asked: all that wait, oldest first, then what was given lately."""

    rows: tuple[AskedRow, ...]


class TakeBack(Wire):
    """Payload of `number.take_back` (vào sổ tại xã) → Registered."""

    slip: str
