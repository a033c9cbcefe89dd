"""Sổ in: a register of one year on paper, by NĐ 30/2020 Phụ lục IV.

Rules:
1. Every number from `first` to `last` has exactly one line, in order, whatever became of it; one
   without data says so (NB3: the states share out 1 to the mark).
2. What became of a number stands there in words; struck-out text stays readable.
3. The same book at the same head of the journal gives the same bytes. Nothing in it says when or
   how often it was printed: a reprint has a cover sheet, put before it (register_book_cover.py).
4. Ngày chuyển and Ký nhận are written by hand and stay empty.
5. A sign that the font does not have is shown as REPLACEMENT and explained: one odd sign in one
   entry must not keep a whole book from being printed.
"""

import re
from datetime import date
from typing import Final

import msgspec

from vanthu_sync.vocabulary import BOOK_NAMES

from .compiler import compile_template
from .fonts import FontManifest, font_manifest
from .letterhead import one_line
from .limits import BOOK_CELL_CHARACTERS_MAX, BOOK_LINES_MAX
from .register_book_closing import Closing, closing
from .register_book_line import BookEntry, BookLine, Fate, RegisterBook
from .register_book_notes import notes, show_day, show_day_of, tag

REPLACEMENT: Final = "\ufffd"
HASH_SHOWN: Final = 12
"""Hex digits of the journal's head in the footer: 48 bits, as people can compare them."""

NOTE_BESIDE_MAX: Final = 150
"""Characters of a note that stand in its narrow column; a longer one gets a row below."""

LINE_WHOLE_MAX: Final = 350
"""Characters of a cell up to which its line is kept on one page."""

BELOW: Final = "Xem dòng dưới"
_CUT: Final = "… (còn nữa, xem trên máy)"


class Column(msgspec.Struct, frozen=True):
    """A column: its words (Phụ lục IV) and its width in mm; 0 takes what is left."""

    title: str
    width: float


INCOMING_COLUMNS: Final = (
    Column("Ngày đến", 18.5),
    Column("Số đến", 17),
    Column("Tác giả", 31),
    Column("Số, ký hiệu", 27),
    Column("Ngày tháng văn bản", 18.5),
    Column("Tên loại và trích yếu nội dung", 0),
    Column("Đơn vị hoặc người nhận", 25),
    Column("Ngày chuyển", 14),
    Column("Ký nhận", 15),
    Column("Ghi chú", 36),
)
OUTGOING_COLUMNS: Final = (
    Column("Số, ký hiệu văn bản", 27),
    Column("Ngày tháng văn bản", 18.5),
    Column("Tên loại và trích yếu nội dung", 0),
    Column("Người ký", 24),
    Column("Nơi nhận văn bản", 35),
    Column("Đơn vị, người nhận bản lưu", 20),
    Column("Số lượng bản", 13),
    Column("Ngày chuyển", 14),
    Column("Ký nhận", 15),
    Column("Ghi chú", 36),
)


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as the template shows it: `cells` without the note, `lead` before the subject."""

    cells: tuple[str, ...]
    lead: str
    tag: str
    note: str
    below: str
    struck: bool
    whole: bool


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What templates/register_book.typ reads; columns are counted from 0."""

    title: str
    organ_parent: str
    organ_name: str
    place: str
    year: int
    first: int
    last: int
    mark: int
    days: tuple[str, str]
    opened: str
    closed: str
    journal: str
    columns: tuple[Column, ...]
    number_column: int
    subject_column: int
    day_columns: tuple[int, ...]
    lines: tuple[_Line, ...]
    closing: Closing
    replaced: bool


def typeset_register_book(book: RegisterBook) -> bytes:
    """Return the book as PDF: title page, all lines, closing sheet.

    Raises ValueError for more than BOOK_LINES_MAX numbers and for a line outside the range or a
    number given twice; FontsMissing, TypesetterFailed.
    """
    letters = font_manifest()
    layout = _layout(with_every_number(book))
    if _odd_signs(msgspec.json.encode(layout).decode(), letters):
        layout = msgspec.structs.replace(layout, replaced=True)
    return compile_template("register_book", printable(layout, letters)).pdf


def journal_mark(book: RegisterBook) -> str:
    """Return the head of the journal that the book was read at, as the footer shows it."""
    return f"{book.journal_seq} · {book.journal_hash[:HASH_SHOWN]}"


def with_every_number(book: RegisterBook) -> RegisterBook:
    """Return `book` with a line for each number from `first` to `last`, in order.

    Raises ValueError as `typeset_register_book`.
    """
    wanted = range(book.first, book.last + 1)
    if len(wanted) > BOOK_LINES_MAX:
        raise ValueError(f"{len(wanted)} numbers in one book, at most {BOOK_LINES_MAX}")
    lines = {line.number: line for line in book.lines}
    if len(lines) != len(book.lines) or not set(lines) <= set(wanted):
        raise ValueError("a line twice or outside the range of the book")
    every = tuple(lines.get(number) or _missing(number) for number in wanted)
    return msgspec.structs.replace(book, lines=every)


def _missing(number: int) -> BookLine:
    return BookLine(number=number, fate=Fate(state="missing"))


def _layout(book: RegisterBook) -> _Layout:
    incoming = book.book == "den"
    days = _days(book)
    return _Layout(
        title=BOOK_NAMES[book.book],
        organ_parent=one_line(book.organ_parent),
        organ_name=one_line(book.organ_name),
        place=one_line(book.place),
        year=book.year,
        first=book.first,
        last=book.last,
        mark=book.mark,
        days=(show_day(min(days)), show_day(max(days))) if days else ("", ""),
        opened=show_day_of(book.opened_at),
        closed=show_day_of(book.closed_at),
        journal=journal_mark(book),
        columns=INCOMING_COLUMNS if incoming else OUTGOING_COLUMNS,
        number_column=1 if incoming else 0,
        subject_column=5 if incoming else 2,
        day_columns=(0, 4) if incoming else (1,),
        lines=tuple(_line(line, book) for line in book.lines),
        closing=closing(book),
        replaced=False,
    )


def _days(book: RegisterBook) -> list[date]:
    """Return the days that the book goes by: of arrival in sổ đến, of issue in sổ đi."""
    entries = [line.entry for line in book.lines if line.entry is not None]
    days = (each.arrival_date if book.book == "den" else each.issued_date for each in entries)
    return [day for day in days if day is not None]


def _line(line: BookLine, book: RegisterBook) -> _Line:
    entry = line.entry or BookEntry()
    number = str(line.number)
    cells = _incoming(entry, number) if book.book == "den" else _outgoing(entry, number)
    shown = tuple(_cell(text) for text in cells)
    note = _cell(notes(line, book.book))
    long = len(note) > NOTE_BESIDE_MAX
    return _Line(
        cells=shown,
        lead=_cell(entry.type_name),
        tag=tag(line),
        note=BELOW if long else note,
        below=note if long else "",
        struck=line.fate.state == "void",
        whole=max(len(text) for text in shown) <= LINE_WHOLE_MAX,
    )


def _incoming(entry: BookEntry, number: str) -> tuple[str, ...]:
    return (
        show_day(entry.arrival_date),
        number,
        entry.author,
        entry.symbol,
        show_day(entry.issued_date),
        entry.subject,
        entry.receivers,
        "",
        "",
    )


def _outgoing(entry: BookEntry, number: str) -> tuple[str, ...]:
    return (
        _symbol(entry.symbol, number),
        show_day(entry.issued_date),
        entry.subject,
        entry.signer,
        entry.receivers,
        entry.keeper,
        "" if entry.copies is None else str(entry.copies),
        "",
        "",
    )


def _symbol(symbol: str, number: str) -> str:
    """Return the symbol; one that does not begin with its number (typed from paper) follows it."""
    begins = re.match(r"0*(\d+)", symbol)
    if begins and begins.group(1) == number:
        return symbol
    return f"{number:0>2} ({symbol})" if symbol else f"{number:0>2}"


def _cell(text: str) -> str:
    """Return the text in one line, cut with a word about it where it is beyond all measure."""
    line = one_line(text)
    return line if len(line) <= BOOK_CELL_CHARACTERS_MAX else line[:BOOK_CELL_CHARACTERS_MAX] + _CUT


def printable(layout: msgspec.Struct, letters: FontManifest) -> msgspec.Raw:
    """Return the layout as JSON in which every sign is one of `letters` (rule 5)."""
    data = msgspec.json.encode(layout).decode()
    return msgspec.Raw(data.translate(_odd_signs(data, letters)).encode())


def _odd_signs(data: str, letters: FontManifest) -> dict[int, str]:
    return {ord(sign): REPLACEMENT for sign in set(data) if not letters.covers(sign)}
