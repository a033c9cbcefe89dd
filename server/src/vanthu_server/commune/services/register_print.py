"""Sổ in: a register, or a range of its numbers, as PDF (NĐ 30/2020 Phụ lục IV; R-BK-02 to 04)."""

from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.services.opening import CLOSED_BY, Opened
from vanthu_server.typesetting.errors import TypesettingError
from vanthu_server.typesetting.limits import BOOK_LINES_MAX
from vanthu_server.typesetting.register_book import typeset_register_book
from vanthu_server.typesetting.register_book_cover import with_reprint_cover
from vanthu_server.typesetting.register_book_line import BookName, RegisterBook
from vanthu_sync.errors import Refused

COPY_MAX: Final = 99
"""Reprints of one book: what a cover sheet still shows sensibly."""


class PrintAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which book of which organ, and which of its numbers; None stands for the first, the last.

    `copy` counts reprints from 1; 0 is the book itself, without a cover sheet.
    """

    organ: str
    book: BookName
    year: int
    first: int | None = None
    last: int | None = None
    copy: int = 0

    def within(self, mark: int) -> tuple[int, int]:
        """Return the numbers from and to which is printed, in a register up to `mark`.

        Raises Refused: PRINT_ASKED_WRONG, PRINT_TOO_LONG.
        """
        first = 1 if self.first is None else self.first
        last = mark if self.last is None else self.last
        if mark == 0 and self.first is None and self.last is None:
            return 1, 0
        if not 1 <= first <= last <= mark:
            said = f"Từ số {first} đến số {last}; sổ này đã cấp đến số {mark}."
            raise Refused("PRINT_ASKED_WRONG", detail=said, field="from")
        if last - first + 1 > BOOK_LINES_MAX:
            said = f"{last - first + 1} số; mỗi quyển nhiều nhất {BOOK_LINES_MAX} số."
            raise Refused("PRINT_TOO_LONG", detail=said, field="to")
        return first, last


class Books(Protocol):
    """The registers of the store."""

    def book(self, asked: PrintAsked) -> RegisterBook:
        """Return the register, all of it read at one head of the journal that is exposed.

        Raises Refused: NOT_FOUND, REGISTER_NOT_HERE (a branch has its own leases only),
        PRINT_WAITS, and as `PrintAsked.within`.
        """
        ...


class RegisterPrint:
    """Prints registers; keeps nothing."""

    def __init__(
        self,
        books: Books,
        *,
        opened: Callable[[], Opened],
        typeset: Callable[[RegisterBook], bytes] = typeset_register_book,
    ) -> None:
        self._books = books
        self._opened = opened
        self._typeset = typeset

    def pdf(self, asked: PrintAsked) -> bytes:
        """Return the PDF; the same numbers at the same head of the journal give the same bytes.

        A reprint begins with these bytes too. A node that cannot be sure of its numbers, or does
        not hold them, prints no register: it could not say that none is missing (NB10).
        Raises Refused: NODE_NOT_OPEN, NODE_FOLLOWS, OWNER_CHANGED, PRINT_FAILED, and as
        `Books.book`.
        """
        opened = self._opened()
        if not opened.open:
            raise Refused(CLOSED_BY.get(opened.cause, "NODE_NOT_OPEN"))
        if not 0 <= asked.copy <= COPY_MAX:
            said = f"Lần in lại từ 1 đến {COPY_MAX}."
            raise Refused("PRINT_ASKED_WRONG", detail=said, field="copy")
        book = self._books.book(asked)
        try:
            pdf = self._typeset(book)
            return with_reprint_cover(pdf, book, asked.copy) if asked.copy else pdf
        except TypesettingError as error:
            raise Refused("PRINT_FAILED", detail=f"{error.text} {error.next_step}") from error
