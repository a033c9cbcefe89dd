"""What the services need from storage, as protocols; storage/ implements them.

Rules:
1. Everything done between entering and leaving `Database.begin()` happens as a whole or not at
   all, and is durable when it was left without an error.
2. A method that locks a journal makes others that lock it wait: one writer a journal.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from vanthu_server.province.domain.account import Failures, PageSession
from vanthu_server.province.domain.holding import Delegation, NamedKey, TakeOver
from vanthu_server.province.domain.numbers import Ask, Given, Said
from vanthu_server.province.domain.numbers import Numbers as Waits
from vanthu_server.province.domain.overview import Commune
from vanthu_server.province.domain.peers import (
    Challenge,
    NewCode,
    Node,
    OpenToken,
    PairCode,
    Pairing,
    Peer,
    Standing,
)
from vanthu_server.province.domain.reading import Letter, Reading
from vanthu_server.province.domain.warning import Finding
from vanthu_sync.journal import Event, Head
from vanthu_sync.link import Message, OrganEntry, Ratified


class StoreFailed(Exception):
    """The database refused or is away; nothing of the transaction was kept."""


class Clock(Protocol):
    """The time."""

    def __call__(self) -> datetime:
        """Return the present moment, aware."""
        ...


class Randomness(Protocol):
    """Bytes nobody can guess."""

    def __call__(self, count: int, /) -> bytes:
        """Return `count` random bytes."""
        ...


class Pairings(Protocol):
    """Communes, one-time codes and the directory."""

    def add_code(self, code: NewCode) -> None:
        """Keep a code for a commune, which is added to the list of communes."""
        ...

    def open_codes(self, now: datetime, *, tries_max: int) -> Sequence[PairCode]:
        """Return the codes that are neither expired nor tried too often, locked."""
        ...

    def count_wrong_try(self, ids: Sequence[int]) -> None:
        """Add a wrong try to each of these codes."""
        ...

    def use_code(self, code: int, *, journal: str, key: bytes) -> None:
        """Write down who used the code."""
        ...

    def owners(self, organs: Sequence[str]) -> dict[str, str]:
        """Return the journal of each of these organs that the directory has."""
        ...

    def write(self, pairing: Pairing) -> None:
        """Write node and organs; the directory's version grows, waiting letters come again."""
        ...

    def directory(self) -> tuple[int, tuple[OrganEntry, ...]]:
        """Return the directory's version and its organs by id."""
        ...

    def directory_version(self) -> int:
        """Return the directory's version."""
        ...


class Sessions(Protocol):
    """Nodes, and how they are known on the wire."""

    def node(self, journal: str) -> Node | None:
        """Return the node of `journal`."""
        ...

    def lock_node(self, journal: str) -> Node | None:
        """Return the node of `journal`, locked until the transaction ends."""
        ...

    def add_challenge(self, challenge: Challenge, *, kept_max: int) -> None:
        """Keep a challenge; of one journal the latest `kept_max` stay."""
        ...

    def take_challenge(self, hub_challenge: bytes) -> Challenge | None:
        """Return the challenge and forget it: it serves once."""
        ...

    def has_run(self, peer: Peer) -> bool:
        """Tell whether this instance ever opened a session."""
        ...

    def open(self, token: OpenToken, *, kept_max: int) -> None:
        """Make this the journal's only session; its instance is remembered."""
        ...

    def open_guest(self, token: OpenToken) -> None:
        """Make this the only session of its key as a guest; the journal's own goes on."""
        ...

    def promote(self, peer: Peer, *, kept_max: int) -> None:
        """Make a guest's session the journal's only one; its instance is remembered."""
        ...

    def end_of(self, journal: str) -> None:
        """End the journal's session, so that its node opens another and hears what is new."""
        ...

    def find(self, token_hash: bytes) -> OpenToken | None:
        """Return the session of a token."""
        ...

    def end(self, token_hash: bytes) -> None:
        """Forget a session."""
        ...

    def touch(self, token: OpenToken, at: datetime) -> None:
        """Write down that a session was used at `at`; of its own node it is a contact."""
        ...


class Journals(Protocol):
    """The journals and what is made from them."""

    def hashes(self, journal: str, *, first: int, last: int) -> dict[int, str]:
        """Return the chain hashes held of `first`..`last`."""
        ...

    def head_at(self, journal: str, seq: int) -> Head:
        """Return the head after the event `seq`, which is held; 0 is the beginning."""
        ...

    def after(self, journal: str, seq: int, *, limit: int) -> Generator[Event]:
        """Yield the events held after `seq`, in order, without what was removed; close it."""
        ...

    def append(self, events: Sequence[Event], readings: Sequence[Reading]) -> None:
        """Keep events, bodies, counts and file names."""
        ...

    def stand(self, standing: Standing) -> None:
        """Write down the new head, its checkpoint and when it came."""
        ...

    def remove(self, journal: str, *, seqs: Sequence[int]) -> None:
        """Delete bodies, nonces and file names of these events."""
        ...

    def dump(self) -> Iterator[Event]:
        """Yield every event held, by journal and seq."""
        ...


class Holders(Protocol):
    """Keys beside the pinned ones, take-overs, and delegations."""

    def keys(self, journal: str) -> Sequence[NamedKey]:
        """Return the keys that are named for a journal, but those of followers that left."""
        ...

    def name_key(self, journal: str, named: NamedKey) -> None:
        """Keep a key; one that is there in the same role gets the name, and is in again."""
        ...

    def leave(self, journal: str, site: str) -> None:
        """A site is none any more: its key opens nothing."""
        ...

    def take_over(self, journal: str, over: TakeOver) -> None:
        """Keep a take-over; one of the same epoch that is there stays."""
        ...

    def pin(self, journal: str, key: bytes, *, name: str) -> None:
        """Make `key` the journal's pinned one; the key before it is a former holder's."""
        ...

    def ratify(self, journal: str, epoch: int, *, by: str, at: datetime) -> bool:
        """Approve a take-over and shut former holders out; False where there is none that waits."""
        ...

    def ratified(self, journal: str) -> tuple[Ratified, ...]:
        """Return what was approved, by epoch."""
        ...

    def delegate(self, delegation: Delegation) -> int:
        """Keep a delegation and return its id."""
        ...


class Numbers(Protocol):
    """What waits for the province's numbers, and the numbers it gave."""

    def note(self, journal: str, said: Sequence[Said]) -> None:
        """Take in what events say, whose signatures were checked; what is known stays."""
        ...

    def lock(self) -> None:
        """Wait until nobody else gives numbers or delegates; hold that to the transaction's end."""
        ...

    def ask(self, organ: str, slip: str) -> Ask | None:
        """Return what waits, or waited, under a slip; None where it was taken back or out."""
        ...

    def given_to(self, organ: str, slip: str) -> Given | None:
        """Return the number of a slip that was not refused, or None."""
        ...

    def is_given(self, ask: Ask, number: int) -> bool:
        """Tell whether the book's number went to any slip."""
        ...

    def last(self, ask: Ask) -> int:
        """Return the highest number of the book that was given or taken, 0 for none."""
        ...

    def next(self, ask: Ask) -> int:
        """Return the number that follows the last and went to no slip, not even in vain."""
        ...

    def owner(self, ask: Ask) -> str:
        """Return who numbers the book by the newest delegation that holds for its year."""
        ...

    def give(self, given: Given) -> int:
        """Keep a number for a slip and return its id."""
        ...

    def shown(self, organ: str = "") -> Waits:
        """Return what waits, of one organ or of all, and what was given last."""
        ...


class Letters(Protocol):
    """The inboxes."""

    def announce(self, word: int, *, kind: str, organ: str, sent_at: str) -> None:
        """Put a delegation or a number into the inbox of its organ."""
        ...

    def send(self, journal: str, letters: Sequence[Letter]) -> None:
        """Put letters of `journal` into the inboxes; one that lies there already stays alone."""
        ...

    def organs_of(self, journal: str) -> frozenset[str]:
        """Return the ids of the organs of a node."""
        ...

    def inbox(self, journal: str, *, after: int, limit: int) -> Sequence[Message]:
        """Return messages for the organs of `journal` beyond the cursor `after`, in order."""
        ...


class Blobs(Protocol):
    """Which files journals name, and which are here."""

    def is_named_by(self, journal: str, sha256: str) -> bool:
        """Tell whether an event of `journal` names the file."""
        ...

    def is_for(self, journal: str, sha256: str) -> bool:
        """Tell whether an event of `journal`, or a letter to its organs, names the file."""
        ...

    def missing(self, journal: str, *, limit: int) -> tuple[str, ...]:
        """Return hashes of files that `journal` owes and the hub lacks."""
        ...

    def add(self, sha256: str, *, size: int, at: datetime) -> None:
        """Write down that the file is here."""
        ...

    def has(self, sha256: str) -> bool:
        """Tell whether the file is here."""
        ...

    def doom(self, files: Iterable[str]) -> None:
        """Give up those of `files` that no event names any more; their bytes go next."""
        ...

    def doomed(self) -> Sequence[str]:
        """Return the given-up files whose bytes may still lie in the folder."""
        ...

    def bury(self, sha256: str) -> bool:
        """Strike a file off the doomed; True when it is still unwanted and its bytes may go."""
        ...


class Warnings(Protocol):
    """What people at the province must know."""

    def keep(self, journal: str, finding: Finding, *, at: datetime, kept_max: int) -> None:
        """Keep a finding; one known already counts once more."""
        ...


class Accounts(Protocol):
    """People of the province page."""

    def put(self, name: str, *, password_hash: str, at: datetime) -> None:
        """Add an account, or give it a new password; its sessions end."""
        ...

    def password_hash(self, name: str) -> str | None:
        """Return the hash of an account's password."""
        ...

    def failures(self, name: str) -> Failures:
        """Return the wrong tries of `name`, locked; an unknown name has them too."""
        ...

    def set_failures(self, name: str, failures: Failures, *, at: datetime) -> None:
        """Write down the wrong tries of `name`; old ones of others are forgotten."""
        ...

    def open_session(self, token_hash: bytes, session: PageSession) -> None:
        """Keep a session."""
        ...

    def session(self, token_hash: bytes) -> PageSession | None:
        """Return the session of a token."""
        ...

    def touch_session(self, token_hash: bytes, at: datetime) -> None:
        """Write down a use."""
        ...

    def end_session(self, token_hash: bytes) -> None:
        """Forget a session."""
        ...


class Overviews(Protocol):
    """The page's content."""

    def communes(self, today: date) -> tuple[Commune, ...]:
        """Return all communes by name, in a number of queries that does not grow with them."""
        ...


@dataclass(frozen=True)
class Tables:
    """The tables inside one transaction."""

    pairings: Pairings
    sessions: Sessions
    journals: Journals
    holders: Holders
    numbers: Numbers
    letters: Letters
    blobs: Blobs
    warnings: Warnings
    accounts: Accounts
    overviews: Overviews


class Database(Protocol):
    """Where the hub keeps everything but the files' bytes."""

    def begin(self) -> AbstractContextManager[Tables]:
        """Return a transaction; raises StoreFailed."""
        ...
