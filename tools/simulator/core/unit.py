"""The open transaction of the core level: what the product's handlers and door ask for."""

from collections.abc import Container
from datetime import date
from typing import TYPE_CHECKING, Any

from tools.simulator.core.notes import Note
from tools.simulator.port import ORGAN
from vanthu_server.commune.domain.holding import (
    Device,
    LeaseRecord,
    NumberRecord,
    Site,
    SlipDevice,
    Standing,
)
from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.ports import Author
from vanthu_sync.journal import Head
from vanthu_sync.numbering import Register
from vanthu_sync.register_events import NumberChanged
from vanthu_sync.vocabulary import NumberState

if TYPE_CHECKING:
    from tools.simulator.core.ledger import MemoryLedger

POLICY = "nd30-2020@2020-03-05"
OFFICE = Organ(id=ORGAN, code="", name="", parent="", place="", abbreviation="", policy="nd30-2020")


class MemoryUnit:
    """See `commune.domain.ports.Unit`, of which it holds what numbers need."""

    __slots__ = ("_ledger", "replaced")

    def __init__(self, ledger: "MemoryLedger") -> None:
        self._ledger = ledger
        self.replaced: tuple[Note, ...] = ()

    def record(
        self, body: object, *, organ: str = "", policy: str = "", by: Author, epoch: int = 0
    ) -> Note:
        """Append an event; raises Refused for a number given twice."""
        del organ, policy
        return self._ledger.append(body, op=by.op, epoch=epoch)

    def replace_branch(self, after: int, theirs: tuple[Note, ...]) -> tuple[Note, ...]:
        """See `services.opening.AnewUnit`."""
        self.replaced = self._ledger.replace_branch(after, theirs)
        return self.replaced

    def is_struck(self, struck: NumberChanged, known: Container[object]) -> bool:
        """Tell whether a number that the losing branch struck out is to be struck out again."""
        held = self._ledger.tables.numbers.get((struck.book, struck.year), {})
        state = held.get(struck.number)
        return state is not None and state[0] == "issued" and state[1] not in known

    def head(self) -> Head:
        """Return the head."""
        return self._ledger.head()

    def organ(self, organ: str) -> Organ:
        """Return the one organ."""
        del organ
        return OFFICE

    def register(self, organ: str, book: str) -> Register | None:
        """Return the newest register of a book."""
        del organ
        known = self._ledger.tables.books.get(book)
        return known[-1] if known else None

    def registers(self, organ: str, book: str) -> tuple[Register, ...]:
        """Return the registers of a book, oldest first."""
        del organ
        return self._ledger.tables.books.get(book, ())

    def open_registers(self) -> tuple[Register, ...]:
        """Return every register that still gives numbers."""
        books = self._ledger.tables.books
        return tuple(
            each for book in sorted(books) for each in books[book] if each.status != "closed"
        )

    def number(self, organ: str, book: str, year: int, number: int) -> NumberRecord | None:
        """Return one number, None where it was never taken."""
        del organ
        known = self._ledger.tables.numbers.get((book, year), {}).get(number)
        return None if known is None else _record(book, year, number, known[0])

    def number_of_slip(self, organ: str, slip: str) -> NumberRecord | None:
        """Return the number that a slip got."""
        del organ
        key = self._ledger.tables.slips.get(slip)
        return None if key is None else _record(*key, 0, "issued")

    def counts(self, organ: str, book: str, year: int) -> dict[str, int]:
        """Return state → how many."""
        del organ
        found: dict[str, int] = {}
        for state, *_ in self._ledger.tables.numbers.get((book, year), {}).values():
            found[state] = found.get(state, 0) + 1
        return found

    def issued_on(self, organ: str, book: str, year: int) -> date | None:
        """Return the day of the newest outgoing number."""
        del organ
        known: tuple[int, Any] = self._ledger.tables.issued_on.get((book, year), (0, None))
        day = known[1]
        assert day is None or isinstance(day, date)
        return day

    def slips(self, organ: str) -> tuple[str, ...]:
        """Return every slip that was redeemed."""
        del organ
        return tuple(self._ledger.tables.slips)

    def ask(self, organ: str, slip: str) -> None:
        """Return what waits for the province's number: nothing does at this level."""

    def asks_waiting(self, organ: str, book: str, year: int) -> int:
        """Return how many documents wait for it."""
        del organ, book, year
        return 0

    def delegated_owner(self, organ: str, book: str, year: int) -> str:
        """Return what the province said of a book before it opened: it says nothing then."""
        del organ, book, year
        return ""

    def slip_device(self, organ: str, code: str) -> SlipDevice | None:
        """Return the device of a code."""
        del organ
        return self._ledger.tables.devices.get(code)

    def slip_devices(self, organ: str) -> tuple[SlipDevice, ...]:
        """Return the devices that may write slips."""
        del organ
        return tuple(self._ledger.tables.devices.values())

    def lease(self, lease: str) -> LeaseRecord | None:
        """Return a lease."""
        return self._ledger.tables.blocks.get(lease)

    def leases(self, organ: str, book: str) -> tuple[LeaseRecord, ...]:
        """Return the leases of a book."""
        del organ
        return tuple(each for each in self._ledger.tables.blocks.values() if each.book == book)

    def devices(self) -> tuple[Device, ...]:
        """Return the devices that are known by a key: none is at this level."""
        return ()

    def sites(self) -> tuple[Site, ...]:
        """Return followers and branches."""
        return tuple(self._ledger.tables.sites.values())

    def standing(self) -> Standing:
        """Return what the machine is."""
        return self._ledger.disk.standing


def _record(book: str, year: int, number: int, state: str) -> NumberRecord:
    return NumberRecord(
        organ=ORGAN,
        book=book,
        year=year,
        number=number,
        state=NumberState(state),
        document="",
        slip="",
        captured_at="",
        lease="",
        again=False,
        corrects=0,
        origin="",
    )
