"""What comes down to a node: its inbox and the directory (PROTOCOL.md, LK4)."""

from vanthu_server.province.domain.peers import Peer
from vanthu_server.province.domain.ports import Database
from vanthu_sync.limits import MESSAGES_PER_PULL_MAX
from vanthu_sync.link import DirectoryAnswer, Inbox


class ReadInbox:
    """Reads what waits for a node; reading takes nothing away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def inbox(self, peer: Peer, *, after: int) -> Inbox:
        """Return the messages beyond the cursor `after`, MESSAGES_PER_PULL_MAX at most."""
        with self._database.begin() as tables:
            found = tables.letters.inbox(peer.journal, after=after, limit=MESSAGES_PER_PULL_MAX + 1)
            version = tables.pairings.directory_version()
        return Inbox(
            messages=tuple(found[:MESSAGES_PER_PULL_MAX]),
            more=len(found) > MESSAGES_PER_PULL_MAX,
            directory_version=version,
        )

    def directory(self) -> DirectoryAnswer:
        """Return all organs that can be written to."""
        with self._database.begin() as tables:
            version, organs = tables.pairings.directory()
        return DirectoryAnswer(version=version, organs=organs)
