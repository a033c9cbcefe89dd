"""The paired hub, its receipts, and which files it holds."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.storage import files_table, journal_table
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows, scalar
from vanthu_sync import events
from vanthu_sync.clock import instant, moment
from vanthu_sync.journal import Event, Head
from vanthu_sync.link import OrganEntry, Receipt
from vanthu_sync.register_events import NodeTakenOver, RegisterDelegated


class HubStore:
    """See `commune.services.courier.HubRecords`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def peer(self) -> HubPeer | None:
        """Return the paired hub."""
        with self._ledger.reading() as db:
            row = one(db, "select * from hub")
        if row is None:
            return None
        return HubPeer(
            url=row["url"],
            name=row["name"],
            key=row["key"],
            directory=msgspec.json.decode(row["directory"], type=tuple[OrganEntry, ...]),
            directory_version=row["directory_version"],
            directory_at=None if row["directory_at"] is None else moment(row["directory_at"]),
            last_contact=None if row["last_contact"] is None else moment(row["last_contact"]),
        )

    def keep(self, peer: HubPeer) -> None:
        """Keep the hub as it is known now; another one's inbox is read from its beginning."""
        with self._ledger.machine() as db:
            if one(db, "select 1 from hub where key <> ?", peer.key) is not None:
                _keep_place(db, 0)
            db.table("hub").insert(
                {
                    "one": 1,
                    "url": peer.url,
                    "name": peer.name,
                    "key": peer.key,
                    "directory": msgspec.json.encode(peer.directory),
                    "directory_version": peer.directory_version,
                    "directory_at": _text(peer.directory_at),
                    "last_contact": _text(peer.last_contact),
                },
                replace=True,
            )

    def head_at(self, seq: int) -> Head:
        """Return our head after the event `seq`; the start where there is none."""
        with self._ledger.reading() as db:
            return journal_table.head_at(db, seq)

    def events(self, *, after: int, limit: int) -> tuple[Event, ...]:
        """Return exposed events after `after`: nothing leaves that the sidecar does not hold."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            found = journal_table.events(db, after=after, limit=limit)
        return tuple(event for event in found if event.header.seq <= exposed)

    def receipt(self) -> Head | None:
        """Return the newest head that the hub has signed for."""
        with self._ledger.reading() as db:
            row = one(db, "select seq from receipt order by seq desc limit 1")
            return None if row is None else journal_table.head_at(db, row["seq"])

    def keep_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt; files that the hub misses count as not sent."""
        with self._ledger.machine() as db:
            db.table("receipt").insert(
                {
                    "seq": receipt.head.seq,
                    "hash": receipt.head.hash,
                    "at": receipt.at,
                    "signature": receipt.signature,
                },
                ignore=True,
            )
            for sha256 in receipt.missing_blobs:
                db.table("blob_sent").delete_where("sha256 = ?", [sha256])

    def forget_receipts(self, *, after: int) -> None:
        """Drop receipts beyond `after`: the hub was restored and says so."""
        with self._ledger.machine() as db:
            db.table("receipt").delete_where("seq > ?", [after])

    def take_over(self) -> NodeTakenOver | None:
        """Return the last take-over of the journal, None before the first."""
        with self._ledger.reading() as db:
            row = one(db, "select seq from take_over order by epoch desc limit 1")
            if row is None:
                return None
            body = journal_table.event(db, row["seq"]).body
        return None if body is None else events.read(body, NodeTakenOver)

    def unratified(self) -> tuple[int, ...]:
        """Return the epochs of take-overs that the province did not approve yet."""
        with self._ledger.reading() as db:
            found = rows(db, "select epoch from take_over where ratified_at = '' order by epoch")
            return tuple(row["epoch"] for row in found)

    def delegated(self, organ: str, book: str, year: int) -> str:
        """Return when the newest delegation of a book was signed, "" for none."""
        sql = "select body from journal where kind = 'register.delegated' and organ = ?"
        with self._ledger.reading() as db:
            bodies = [row["body"] for row in rows(db, sql, organ)]
        held = (events.read(body, RegisterDelegated) for body in bodies if body is not None)
        place = (book, year)
        return max((each.signed_at for each in held if (each.book, each.year) == place), default="")

    def files_unsent(self) -> tuple[tuple[str, int], ...]:
        """Return hash and size of the files that the hub does not have yet."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return files_table.unsent(db, exposed=exposed)

    def file_sent(self, sha256s: Iterable[str], *, at: datetime) -> None:
        """Note that the hub has these files."""
        with self._ledger.machine() as db:
            for sha256 in sha256s:
                db.table("blob_sent").insert({"sha256": sha256, "at": instant(at)}, ignore=True)

    def inbox_place(self) -> int:
        """Return where this machine reads on; where it never read, where the journal stands."""
        with self._ledger.reading() as db:
            row = one(db, "select cursor from inbox_place")
            return row["cursor"] if row else scalar(db, "select cursor from inbox_cursor")

    def keep_inbox_place(self, cursor: int) -> None:
        """Read on after `cursor`."""
        with self._ledger.machine() as db:
            _keep_place(db, cursor)


def _keep_place(db: Database, cursor: int) -> None:
    db.table("inbox_place").insert({"one": 1, "cursor": cursor}, replace=True)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant(moment)
