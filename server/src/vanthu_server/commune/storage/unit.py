"""The open transaction as the services see it (`commune.domain.ports.Unit`)."""

from datetime import date

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.asking import Ask
from vanthu_server.commune.domain.holding import (
    Device,
    LeaseRecord,
    NumberRecord,
    Site,
    SlipDevice,
    Standing,
    Stray,
)
from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.ports import Author, Chance, Clock
from vanthu_server.commune.storage import (
    asked_table,
    files_table,
    holder_table,
    holding_table,
    inbox_table,
    incoming_table,
    journal_table,
    office_table,
    outgoing_table,
)
from vanthu_server.commune.storage.event_write import write_event
from vanthu_server.commune.storage.rows import EVERYTHING, one, rows, scalar
from vanthu_server.commune.storage.rows_again import rows_again
from vanthu_sync import canonical, events, journal, limits, operations, wire
from vanthu_sync.body import Body
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.events import (
    CertificateBound,
    Envelope,
    FileEntry,
    OutgoingNumbered,
    StatusReceived,
)
from vanthu_sync.journal import Draft, Event, Head
from vanthu_sync.numbering import Register


class StoreUnit:
    """Reading and writing over one connection inside one transaction."""

    def __init__(self, db: Database, *, exposed: int | None, clock: Clock, chance: Chance) -> None:
        self.db = db
        self.exposed = EVERYTHING if exposed is None else exposed
        self._clock = clock
        self._chance = chance
        self._recorded: list[Event] = []

    @property
    def recorded(self) -> tuple[Event, ...]:
        """The events of this transaction, in order."""
        return tuple(self._recorded)

    @property
    def removed(self) -> bool:
        """Whether content was taken out, so that the sidecar has to follow."""
        return any(event.header.kind == "content.removed" for event in self._recorded)

    def record(self, body: Body, *, organ: str, policy: str, by: Author, epoch: int = 0) -> Event:
        """See ports.Unit.

        Raises sqlite3.IntegrityError when a number would be taken twice, Refused
        (REQUEST_TOO_LARGE) for a body beyond its limit, NotCanonical.
        """
        first = by.op and not any(event.header.op == by.op for event in self._recorded)
        content = events.write(body)
        draft = Draft(
            kind=events.kind_of(body),
            organ=organ,
            policy=policy,
            actor=by.account,
            op=by.op if first else "",
            body=operations.marked(content, by.fingerprint) if first else content,
            epoch=epoch,
        )
        event = self._event(draft)
        write_event(self.db, event)
        self._recorded.append(event)
        return event

    def replace_branch(self, after: int, theirs: tuple[Event, ...]) -> tuple[Event, ...]:
        """See `commune.services.opening.AnewUnit`."""
        ours = journal_table.events(self.db, after=after, limit=-1)
        journal_table.cut(self.db, after=after)
        for event in theirs:
            journal_table.append(self.db, event)
        rows_again(self.db)
        return ours

    def _event(self, draft: Draft) -> Event:
        nonce, at = self._chance.draw(limits.NONCE_BYTES), instant(self._clock.now())
        try:
            return journal.append(self.head(), draft, nonce=nonce, at=at)
        except canonical.NotCanonical:
            raise
        except ValueError as error:  # mended text may be longer than what was sent
            raise Refused("REQUEST_TOO_LARGE", detail=str(error)) from error

    def head(self) -> Head:
        """See ports.Unit."""
        return journal_table.head(self.db)

    def organ(self, organ: str) -> Organ:
        """See ports.Unit."""
        return office_table.organ(self.db, organ)

    def person(self, account: str) -> Person | None:
        """See ports.Unit."""
        return office_table.person(self.db, account)

    def people_of(self, organ: str) -> tuple[Person, ...]:
        """See ports.Unit."""
        return office_table.members(self.db, organ=organ)

    def register(self, organ: str, book: str) -> Register | None:
        """See ports.Unit."""
        return office_table.register(self.db, organ=organ, book=book)

    def registers(self, organ: str, book: str) -> tuple[Register, ...]:
        """See ports.Unit."""
        return holding_table.registers(self.db, organ=organ, book=book)

    def open_registers(self) -> tuple[Register, ...]:
        """See ports.Unit."""
        return holding_table.open_registers(self.db)

    def number(self, organ: str, book: str, year: int, number: int) -> NumberRecord | None:
        """See ports.Unit."""
        return holding_table.number(self.db, organ=organ, book=book, year=year, number=number)

    def number_of_slip(self, organ: str, slip: str) -> NumberRecord | None:
        """See ports.Unit."""
        return holding_table.number_of_slip(self.db, organ=organ, slip=slip)

    def counts(self, organ: str, book: str, year: int) -> dict[str, int]:
        """See ports.Unit."""
        return holding_table.counts(self.db, organ=organ, book=book, year=year)

    def issued_on(self, organ: str, book: str, year: int) -> date | None:
        """See ports.Unit."""
        return holding_table.issued_on(self.db, organ=organ, book=book, year=year)

    def slips(self, organ: str) -> tuple[str, ...]:
        """See ports.Unit."""
        return holding_table.slips(self.db, organ=organ)

    def ask(self, organ: str, slip: str) -> Ask | None:
        """See ports.Unit."""
        return asked_table.ask(self.db, organ=organ, slip=slip)

    def ask_of(self, organ: str, document: str) -> Ask | None:
        """See ports.Unit."""
        return asked_table.ask_of(self.db, organ=organ, document=document)

    def ask_like(self, organ: str, *, key: str, origin: str) -> Ask | None:
        """See ports.Unit."""
        return asked_table.ask_like(self.db, organ=organ, key=key, origin=origin)

    def asks_waiting(self, organ: str, book: str, year: int) -> int:
        """See ports.Unit."""
        return asked_table.waiting(self.db, organ=organ, book=book, year=year)

    def next_slip_counter(self, organ: str) -> int:
        """See ports.Unit."""
        return asked_table.next_counter(self.db, organ=organ)

    def was_given(self, organ: str, slip: str, number: int) -> bool:
        """See ports.Unit."""
        return asked_table.was_given(self.db, organ=organ, slip=slip, number=number)

    def delegated_owner(self, organ: str, book: str, year: int) -> str:
        """See ports.Unit."""
        return asked_table.delegated_owner(self.db, organ=organ, book=book, year=year)

    def event(self, seq: int) -> Event:
        """See ports.Unit."""
        return journal_table.event(self.db, seq)

    def slip_device(self, organ: str, code: str) -> SlipDevice | None:
        """See ports.Unit."""
        return holding_table.slip_device(self.db, organ=organ, code=code)

    def slip_devices(self, organ: str) -> tuple[SlipDevice, ...]:
        """See ports.Unit."""
        return holding_table.slip_devices(self.db, organ=organ)

    def lease(self, lease: str) -> LeaseRecord | None:
        """See ports.Unit."""
        return holding_table.lease(self.db, lease)

    def leases(self, organ: str, book: str) -> tuple[LeaseRecord, ...]:
        """See ports.Unit."""
        return holding_table.leases(self.db, organ=organ, book=book)

    def devices(self) -> tuple[Device, ...]:
        """See ports.Unit."""
        return holding_table.devices(self.db)

    def sites(self) -> tuple[Site, ...]:
        """See ports.Unit."""
        return holding_table.sites(self.db)

    def stray(self, origin: str) -> Stray | None:
        """See ports.Unit."""
        return holding_table.stray(self.db, origin)

    def standing(self) -> Standing:
        """See ports.Unit."""
        return holder_table.standing(self.db)

    def certificate(self, holder: str, role: str) -> CertificateBound | None:
        """See ports.Unit."""
        return office_table.certificate(self.db, holder=holder, role=role)

    def operation(self, op: str) -> tuple[str, Event] | None:
        """See ports.Unit."""
        row = one(self.db, "select fingerprint, seq from operation where op = ?", op)
        if row is None:
            return None
        return str(row["fingerprint"]), journal_table.event(self.db, row["seq"])

    def duplicate(self, organ: str, key: str) -> wire.IncomingRow | None:
        """See ports.Unit."""
        return incoming_table.duplicate(self.db, organ=organ, key=key)

    def incoming(self, organ: str, document: str) -> wire.IncomingDocument:
        """See ports.Unit."""
        return incoming_table.document(
            self.db, organ=organ, document=document, exposed=self.exposed
        )

    def outgoing(self, organ: str, document: str) -> wire.OutgoingDocument:
        """See ports.Unit."""
        return outgoing_table.document(
            self.db, organ=organ, document=document, exposed=self.exposed
        )

    def numbered(self, document: str) -> OutgoingNumbered | None:
        """See ports.Unit."""
        return outgoing_table.numbered(self.db, document)

    def inbox_item(self, organ: str, message: str) -> wire.InboxItem:
        """See ports.Unit."""
        return inbox_table.item(self.db, organ=organ, message=message)

    def envelope(self, message: str) -> Envelope:
        """See ports.Unit."""
        row = one(self.db, "select envelope from inbox where id = ?", message)
        if row is None:
            raise Refused("NOT_FOUND")
        return msgspec.json.decode(row["envelope"], type=Envelope)

    def message_known(self, message: str) -> bool:
        """See ports.Unit."""
        return one(self.db, "select 1 from inbox where id = ?", message) is not None

    def status_known(self, status: StatusReceived) -> bool:
        """See ports.Unit."""
        sql = (
            "select body from journal join document_event using (seq)"
            " where document = ? and kind = 'status.received' and body is not null"
        )
        held = (events.read(row["body"], StatusReceived) for row in rows(self.db, sql, status.id))
        return any(msgspec.structs.replace(each, cursor=status.cursor) == status for each in held)

    def document_of(self, event: Event) -> str:
        """See ports.Unit."""
        row = one(
            self.db,
            "select document from document_event where seq = ? order by document",
            event.header.seq,
        )
        if row is None:
            raise Refused("NOT_FOUND")
        return str(row["document"])

    def document_seqs(self, document: str) -> tuple[int, ...]:
        """See ports.Unit."""
        sql = (
            "select seq from journal join document_event using (seq)"
            " where document = ? and body is not null and kind <> 'number.changed' order by seq"
        )
        return tuple(row["seq"] for row in rows(self.db, sql, document))

    def entry_seq(self, document: str, *kinds: str) -> int:
        """See ports.Unit."""
        sql = (
            "select seq from journal join document_event using (seq)"
            " where document = ? and kind in (select value from json_each(?))"
            " order by seq limit 1"
        )
        row = one(self.db, sql, document, msgspec.json.encode(kinds).decode())
        if row is None:
            raise Refused("NOT_FOUND")
        return int(row["seq"])

    def message_of(self, document: str) -> tuple[str, int]:
        """See ports.Unit."""
        sql = (
            "select message, cursor from incoming join inbox on inbox.id = message"
            " where incoming.id = ?"
        )
        row = one(self.db, sql, document)
        return ("", 0) if row is None else (str(row["message"]), int(row["cursor"]))

    def own_files(self, document: str, message: str) -> tuple[str, ...]:
        """See ports.Unit."""
        return files_table.own_files(self.db, document=document, message=message)

    def file_known(self, sha256: str) -> bool:
        """See ports.Unit."""
        return files_table.known(self.db, sha256)

    def inbox_cursor(self) -> int:
        """See ports.Unit."""
        return scalar(self.db, "select cursor from inbox_cursor")

    def upload(self, sha256: str) -> FileEntry | None:
        """See ports.Unit."""
        return files_table.upload(self.db, sha256)

    def first_page_text(self, sha256: str) -> str:
        """See ports.Unit."""
        row = one(self.db, "select first_page_text from upload where sha256 = ?", sha256)
        return "" if row is None else str(row["first_page_text"])
