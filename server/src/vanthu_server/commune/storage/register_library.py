"""Readings about registers: what became of each number, who holds them, what is out."""

from sqlite_utils import Database

from vanthu_server.commune.domain.query import NumberQuery
from vanthu_server.commune.services.slips import missing
from vanthu_server.commune.storage import (
    asked_page,
    holder_table,
    holding_table,
    journal_table,
    numbers_page,
)
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.numbering import Register


class RegisterLibrary:
    """Answers the GETs of «Giữ sổ» and «Tình trạng số»; shows only what is exposed (NB6)."""

    def __init__(self, ledger: SqliteLedger, *, node_name: str) -> None:
        self._ledger = ledger
        self._node_name = node_name

    def numbers(self, organ: str, query: NumberQuery) -> wire.NumberPage:
        """Return a page of numbers of a book; raises Refused(NOT_FOUND)."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            for register in holding_table.registers(db, organ=organ, book=query.book):
                if register.year == query.year:
                    found = numbers_page.page(db, organ, query, exposed=exposed)
                    state = self._state(register, found.counts)
                    return wire.NumberPage(
                        register=state, rows=found.rows, next_before=found.next_before
                    )
        raise Refused("NOT_FOUND", detail=f"{query.book} {query.year}")

    def copies(self, organ: str, year: int) -> wire.Copies:
        """Return the numbered copies of a year, newest first."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return wire.Copies(rows=numbers_page.copies(db, organ, year, exposed=exposed))

    def asked(self, organ: str) -> wire.AskedList:
        """Return what waits for the province's numbers, and the numbers that came last."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return asked_page.page(db, organ, exposed=exposed)

    def holding(self, organ: str, *, with_subjects: bool) -> wire.Holding:
        """See `services.register_reading.Registers`."""
        with self._ledger.reading() as db:
            holder, head = holder_table.holder(db), journal_table.head(db)
            registers = []
            for book in ("den", "di", "sao"):
                for register in holding_table.registers(db, organ=organ, book=book):
                    counts = holding_table.counts(db, organ=organ, book=book, year=register.year)
                    registers.append(self._state(register, counts))
            return wire.Holding(
                standing=holder.standing,
                node_name=self._node_name,
                owner_name=holder.owner_name,
                epoch=head.epoch,
                head=min(head.seq, self._ledger.exposed),
                registers=tuple(registers),
                leases=numbers_page.leases(db, organ),
                devices=_devices(db, organ),
                sites=numbers_page.sites(db),
                take_overs=numbers_page.take_overs(db),
                strays=numbers_page.strays(db, organ, with_subjects=with_subjects),
            )

    def _state(self, register: Register, counts: dict[str, int]) -> wire.RegisterState:
        return wire.RegisterState(
            book=register.book,
            year=register.year,
            mark=register.mark,
            owner=register.owner,
            node_name=self._node_name,
            status=register.status,
            epoch=register.epoch,
            issued=counts.get("issued", 0),
            void=counts.get("void", 0),
            leased=counts.get("leased", 0),
            content_lost=counts.get("content_lost", 0),
        )


def _devices(db: Database, organ: str) -> tuple[wire.SlipDevice, ...]:
    slips = holding_table.slips(db, organ=organ)
    found = []
    for device in holding_table.slip_devices(db, organ=organ):
        seen, gaps = missing(slips, device.code)
        found.append(
            wire.SlipDevice(
                code=device.code,
                name=device.name,
                seen=seen,
                missing=gaps,
                lost=bool(device.lost_at),
            )
        )
    return tuple(found)
