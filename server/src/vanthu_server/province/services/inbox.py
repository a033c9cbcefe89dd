"""What comes down to a node: its inbox and the directory (PROTOCOL.md, LK4)."""

from collections.abc import Sequence
from itertools import accumulate

from vanthu_server.province.domain.limits import INBOX_BYTES_MAX
from vanthu_server.province.domain.peers import Peer
from vanthu_server.province.domain.ports import Database
from vanthu_sync.limits import MESSAGES_PER_PULL_MAX
from vanthu_sync.link import DirectoryAnswer, Inbox, Message


class ReadInbox:
    """Reads what waits for a node; reading takes nothing away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def inbox(self, peer: Peer, *, after: int) -> Inbox:
        """Return the messages beyond the cursor `after`.

        At most MESSAGES_PER_PULL_MAX and INBOX_BYTES_MAX, but always one where there is one.
        """
        with self._database.begin() as tables:
            found = tables.letters.inbox(peer.journal, after=after, limit=MESSAGES_PER_PULL_MAX + 1)
            version = tables.pairings.directory_version()
        shown = _portion(found[:MESSAGES_PER_PULL_MAX])
        return Inbox(
            messages=shown,
            more=len(found) > len(shown),
            directory_version=version,
        )

    def directory(self) -> DirectoryAnswer:
        """Return all organs that can be written to."""
        with self._database.begin() as tables:
            version, organs = tables.pairings.directory()
        return DirectoryAnswer(version=version, organs=organs)


def _portion(messages: Sequence[Message]) -> tuple[Message, ...]:
    sizes = accumulate(len(bytes(message.body)) for message in messages)
    fitting = sum(size <= INBOX_BYTES_MAX for size in sizes)
    return tuple(messages[: max(fitting, 1)])
