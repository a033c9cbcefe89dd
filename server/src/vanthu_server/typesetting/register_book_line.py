"""One number of a printed register: what became of it, and what its entry says."""

from datetime import date
from typing import Final, Literal

import msgspec

BookName = Literal["den", "di"]
"""The two books of NĐ 30/2020 Phụ lục IV: incoming and outgoing documents."""

LineState = Literal["issued", "void", "content_lost", "leased", "missing"]
"""The states of PROTOCOL.md NB3; "missing" is none of them and says that data are gone."""

STATES: Final[tuple[LineState, ...]] = ("issued", "void", "content_lost", "leased")
"""The states that together hold every number from 1 to the mark."""


class BookEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What was entered for a number; either book uses the fields of its columns.

    `receivers` are the unit or person (đến), or nơi nhận (đi); `keeper` who keeps the lưu copy,
    `copies` how many were made. Text may be of any length and hold any signs.
    """

    symbol: str = ""
    issued_date: date | None = None
    type_name: str = ""
    subject: str = ""
    receivers: str = ""
    description: str = ""
    arrival_date: date | None = None
    author: str = ""
    signer: str = ""
    keeper: str = ""
    copies: int | None = None


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a number; instants as PROTOCOL.md CK1, "" where there is none.

    `changed_at`, `changed_by` and `reason` belong to void and content_lost. `site` names who
    holds a leased number or gave one from a lease (`from_lease`); `from_province` says that the
    province gave it, or holds it. `slip` was the provisional code, `captured_at` its moment of
    reception. `again_at` is when the entry came back from paper. `corrects` is the number that
    this entry replaces, `corrected_by` the one that replaces it, 0 for none; with `stray` the
    replaced number had been given twice, and on the line of that number `doubled_by` is where its
    other entry stands now. `paper_on` is the day when the paper of an e-document came. `removed`
    says that the content was taken out, for `removal_reason`.
    """

    state: LineState
    reason: str = ""
    changed_at: str = ""
    changed_by: str = ""
    registered_at: str = ""
    site: str = ""
    from_lease: bool = False
    from_province: bool = False
    slip: str = ""
    captured_at: str = ""
    again_at: str = ""
    corrects: int = 0
    corrected_by: int = 0
    stray: bool = False
    doubled_by: int = 0
    paper_on: date | None = None
    removed: bool = False
    removal_reason: str = ""


class BookLine(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its fate and, where there is one, its entry."""

    number: int
    fate: Fate
    entry: BookEntry | None = None


class RegisterBook(msgspec.Struct, frozen=True, kw_only=True):
    """A register of one year as it is printed: the numbers `first` to `last` of 1 to `mark`.

    `lines` are in the order of their numbers. `journal_seq` and `journal_hash` (hex) are the
    head of the journal that all of it was read at; `opened_at` and `closed_at` are instants, ""
    for a book that is not closed.
    """

    book: BookName
    organ_name: str
    organ_parent: str
    place: str
    year: int
    first: int
    last: int
    mark: int
    opened_at: str
    closed_at: str
    journal_seq: int
    journal_hash: str
    lines: tuple[BookLine, ...]
