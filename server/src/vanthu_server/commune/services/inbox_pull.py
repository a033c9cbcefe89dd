"""What comes down from the hub: documents with their files, statuses, the province's word."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.services.inbox import Receiving
from vanthu_sync import link
from vanthu_sync.errors import UNREADABLE, Refused, problem
from vanthu_sync.events import Envelope, InboxReceived, StatusReceived, StatusSent

POISON: Final = frozenset({"NOT_FOUND", "REQUEST_TOO_LARGE"})
"""Refusals that lie in the message: for an organ that is not here, or too large to journal."""


PASSED_OVER: Final = frozenset({"PEER_SIGNATURE_WRONG"})
"""Refusals of the province's word that bar nothing behind it: it is never applied, and said."""

Take = Callable[[link.Message], bool]
"""Takes a message in and tells whether it was new; raises Refused for one to pass over."""


class FileHub(Protocol):
    """The hub as a source of files."""

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Fetch one file."""
        ...


class InboxPull:
    """Takes the hub's messages in; `missing` names the files that items still need.

    `words` take in what the province itself says, by the kind of message: who numbers a book, and
    numbers. What was passed over last stays in `passed_over` until the next start.
    """

    def __init__(
        self,
        receiving: Receiving,
        *,
        missing: Callable[[], tuple[str, ...]],
        words: Mapping[str, Take],
    ) -> None:
        self._receiving = receiving
        self._missing = missing
        self._words = words
        self._refused: set[str] = set()
        self.passed_over: Refused | None = None

    def take(self, inbox: link.Inbox) -> bool:
        """Take the messages in, in cursor order; tell whether any was new."""
        taken = [self._take(message) for message in inbox.messages]
        return any(taken)

    def fetch_file(self, hub: FileHub, blobs: BlobStore) -> str:
        """Fetch one missing file; return the hash of the one that came, "" for none.

        One that failed before waits for all others. Raises Refused as the hub does, but for a
        file that the hub does not have either.
        """
        for sha256 in sorted(self._missing(), key=self._refused.__contains__):
            try:
                hub.fetch_file(sha256, blobs)
            except Refused as refused:
                if refused.code == "NOT_FOUND":
                    continue
                self._refused.add(sha256)
                raise
            return sha256
        return ""

    def _take(self, message: link.Message) -> bool:
        try:
            if message.kind == "document":
                return self._document(message)
            if message.kind in self._words:
                return self._word(message, self._words[message.kind])
            return self._status(message)
        except (*UNREADABLE, ValueError) as error:
            detail = f"Thư {message.origin}: {error}"
            raise Refused("PEER_UNREADABLE", detail=detail) from error
        except Refused as refused:
            if refused.code not in POISON:
                raise
            detail = f"Thư {message.origin} gửi {message.organ}: {problem(refused).title}"
            raise Refused("PEER_UNREADABLE", detail=detail) from refused

    def _word(self, message: link.Message, take: Take) -> bool:
        try:
            return take(message)
        except Refused as refused:
            if refused.code not in PASSED_OVER:
                raise
            self.passed_over = refused
            return False

    def _document(self, message: link.Message) -> bool:
        arrival = InboxReceived(
            id=f"{message.origin}:{message.organ}",
            cursor=message.cursor,
            sent_at=message.sent_at,
            envelope=msgspec.json.decode(message.body, type=Envelope),
        )
        return self._receiving.document(arrival, organ=message.organ)

    def _status(self, message: link.Message) -> bool:
        sent = msgspec.json.decode(message.body, type=StatusSent)
        status = StatusReceived(
            id=sent.document,
            cursor=message.cursor,
            organ=message.sender.id,
            code=sent.code,
            text=sent.text,
            at=message.sent_at,
        )
        return self._receiving.status(status, organ=message.organ)
