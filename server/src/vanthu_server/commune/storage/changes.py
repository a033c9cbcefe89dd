"""What changed since a place of the journal, as one person may see it (PROTOCOL.md SE6-SE9)."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.services.syncing import Seen, View, view_of
from vanthu_server.commune.storage import (
    inbox_table,
    incoming_table,
    journal_table,
    office_table,
    outgoing_table,
)
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows, scalar
from vanthu_sync import limits, session, wire
from vanthu_sync.errors import Refused
from vanthu_sync.journal import FIRST_HASH, Head
from vanthu_sync.session import Cursor

RIGHTS: Final = (
    "select coalesce(max(seq), 0) from journal where kind in ('person.added', 'roles.given')"
    " and json_extract(body, '$.account') = ? and seq <= ?"
)

NEWEST: Final = (
    "select document, max(seq) as last from document_event where seq > ? and seq <= ?"
    " group by document order by last limit ?"
)
"""A document stands where it last changed: one that changes again comes again, later."""

LEFT: Final = (
    "select count(distinct document) from document_event as each where seq > ? and seq <= ?"
)

WHERE: Final = (
    ("incoming", "select organ from incoming where id = ?"),
    ("outgoing", "select organ from outgoing where id = ?"),
    ("inbox", "select organ from inbox where id = ?"),
)


class Changes:
    """See `services.syncing.Changes`: one snapshot an answer, nothing that is not exposed (NB6)."""

    def __init__(self, ledger: SqliteLedger, *, has: Callable[[str], bool]) -> None:
        self._ledger = ledger
        self._has = has

    def since(self, cursor: Cursor | None, account: str) -> Seen:
        """Return the next page for an account, with its rights as they are in this snapshot."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            person = office_table.person(db, account)
            if person is None:
                raise Refused("AUTH_EXPIRED")
            here = _place(db, min(cursor.seq, exposed) if cursor else 0)
            rights_at = scalar(db, RIGHTS, account, exposed)
            start = session.resume(cursor, account=account, here=here, rights_at=rights_at)
            found, after = self._page(db, view_of(person), start.after, exposed)
            left = scalar(db, LEFT, after, exposed)
            reached = _place(db, after if left else exposed)
        return Seen(
            changes=found,
            head=reached,
            remaining=left,
            organs=tuple(sorted(person.roles)),
            anew=start.anew,
        )

    def _page(
        self, db: Database, view: View, after: int, exposed: int
    ) -> tuple[tuple[wire.Change, ...], int]:
        found: list[wire.Change] = []
        size = 0
        for change, last in self._visible(db, view, after, exposed):
            if change is not None:
                size += len(msgspec.json.encode(change))
                if found and size > limits.CHANGES_BYTES_MAX:
                    break
                found.append(change)
            after = last
        return tuple(found), after

    def _visible(
        self, db: Database, view: View, after: int, exposed: int
    ) -> Iterator[tuple[wire.Change | None, int]]:
        """Yield each document as the view sees it, None for one that it does not, and its place."""
        for row in rows(db, NEWEST, after, exposed, limits.CHANGES_MAX):
            yield self._change(db, view, row["document"], exposed), row["last"]

    def _change(self, db: Database, view: View, document: str, exposed: int) -> wire.Change | None:
        kind, organ = _kind(db, document)
        if organ not in (view.inboxes if kind == "inbox" else view.organs):
            return None
        change = wire.Change(id=document, organ=organ)
        try:
            if kind == "incoming":
                entry = incoming_table.document(db, organ=organ, document=document, exposed=exposed)
                return msgspec.structs.replace(change, incoming=entry)
            if kind == "outgoing":
                paper = outgoing_table.document(db, organ=organ, document=document, exposed=exposed)
                return msgspec.structs.replace(change, outgoing=view.outgoing(paper, organ))
            item = inbox_table.item(db, organ=organ, message=document, has=self._has)
            return msgspec.structs.replace(change, inbox=item)
        except Refused:
            return change  # it was removed, or is not exposed yet: its next event brings it


def _kind(db: Database, document: str) -> tuple[str, str]:
    for kind, sql in WHERE:
        row = one(db, sql, document)
        if row is not None:
            return kind, str(row["organ"])
    return "", ""


def _place(db: Database, seq: int) -> Head:
    """Return the place `seq` of the journal."""
    head = journal_table.head(db)
    row = one(db, "select epoch, hash from journal where seq = ?", seq)
    epoch, chain_hash = (0, FIRST_HASH) if row is None else (row["epoch"], row["hash"])
    return Head(journal=head.journal, epoch=epoch, seq=seq, hash=chain_hash)
