"""Handing a journal back to its node, or to one that is to take it over (PROTOCOL.md, LK6)."""

from contextlib import closing

from vanthu_server.keys import SigningKey
from vanthu_server.province.domain.peers import Peer
from vanthu_server.province.domain.ports import Clock, Database
from vanthu_server.province.services import fencing
from vanthu_sync import link
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.journal import verify
from vanthu_sync.limits import BATCH_EVENTS_MAX


class HandBack:
    """Reads a journal page by page; each page is signed for like what came up."""

    def __init__(self, database: Database, *, clock: Clock, key: SigningKey) -> None:
        self._database = database
        self._clock = clock
        self._key = key

    def __call__(self, peer: Peer, *, after: int) -> bytes:
        """Return the packed page of events beyond `after`, as many as fit into one.

        Raises Refused: PEER_UNKNOWN, OWNER_CHANGED for a former holder that is shut out,
        JOURNAL_BROKEN where we do not hold that much.
        """
        with self._database.begin() as tables:
            node = tables.sessions.node(peer.journal)
            if node is None:
                raise Refused("PEER_UNKNOWN")
            if not fencing.may_read(tables, node, peer):
                raise Refused("OWNER_CHANGED", detail=f"Máy «{node.name}» đang giữ sổ.")
            if after > node.head.seq:
                detail = f"Tỉnh mới có đến sự kiện {node.head.seq}."
                raise Refused("JOURNAL_BROKEN", detail=detail, data=node.head)
            head = tables.journals.head_at(node.journal, after)
            held = tables.journals.after(node.journal, after, limit=BATCH_EVENTS_MAX)
            with closing(held):
                events = link.portion(held)
        last, at = verify(head, events), instant(self._clock())
        signature = self._key.sign(link.receipt_bytes(last, at))
        receipt = link.Receipt(head=last, at=at, signature=signature)
        return link.pack_page(link.Page(head=head, events=events, receipt=receipt))
