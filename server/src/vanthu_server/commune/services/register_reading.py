"""What is read of registers, as the web asks for it."""

from typing import Protocol

from vanthu_server.commune.domain.query import NumberQuery
from vanthu_sync import wire


class Registers(Protocol):
    """The reading side of «Giữ sổ» and «Tình trạng số»."""

    def numbers(self, organ: str, query: NumberQuery) -> wire.NumberPage:
        """Return a page of numbers of a book; raises Refused(NOT_FOUND)."""
        ...

    def copies(self, organ: str, year: int) -> wire.Copies:
        """Return the numbered copies of a year."""
        ...

    def asked(self, organ: str) -> wire.AskedList:
        """Return what waits for the province's numbers, and the numbers that came last."""
        ...

    def holding(self, organ: str, *, with_subjects: bool) -> wire.Holding:
        """Return who holds the registers of an organ, and all that is out.

        Who may not read documents gets stray entries without their subjects (R-SEC-11).
        """
        ...
