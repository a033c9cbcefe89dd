"""The holder's side: followers get the journal and are witnesses, branches get their leases.

A site's head is compared as every witness is (NB21): one that is ahead of us hands back what we
lack, one that parts from us closes the registers; a copy of what a former holder did is brought
home (`former`). What a branch entered is taken in (`intake`).
"""

import hashlib
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.holding import Site
from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.domain.ports import Clock, Ledger
from vanthu_server.commune.services.opening import OpeningDesk
from vanthu_server.commune.services.sites import former
from vanthu_server.commune.services.sites.intake import Intake
from vanthu_sync import opening, site_wire
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event, Head
from vanthu_sync.opening import Sight

FILES_WANTED_MAX: Final = 20


class Sights(Protocol):
    """What the holder remembers of its sites, and what a follower needs beside the journal."""

    def seen(self, site: str, head: Head, *, at: str) -> None:
        """Keep how far a site is."""
        ...

    def secrets(self) -> tuple[site_wire.Secret, ...]:
        """Return the password hashes of this office."""
        ...

    def peer(self) -> HubPeer | None:
        """Return the paired hub."""
        ...

    def parted_at(self) -> int | None:
        """Return after which event our take-over began, None without one."""
        ...


class Journal(Ledger, Protocol):
    """The ledger with its exposed events."""

    def head(self) -> Head:
        """Return the head."""
        ...

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on."""
        ...

    def events(self, *, after: int, limit: int) -> tuple[Event, ...]:
        """Return exposed events."""
        ...


class HandedBack:
    """Events of a site's copy as they came; see `opening.Source`."""

    def __init__(self) -> None:
        self.held: tuple[Event, ...] = ()

    def take(self, after: int, events: tuple[Event, ...]) -> None:
        """Keep `events`, which follow the place `after`."""
        known = tuple(event for event in self.held if event.header.seq <= after)
        follows = not known or known[-1].header.seq == after
        self.held = known + events if follows else events

    def events(self, after: int) -> tuple[Event, ...]:
        """Return all after `after`; raises Refused(PEER_AWAY) where they did not come yet."""
        if not self.held or self.held[0].header.seq > after + 1:
            raise Refused("PEER_AWAY", detail="Máy theo dõi chưa gửi đủ các mục.")
        return tuple(event for event in self.held if event.header.seq > after)


class SiteDesk:
    """Answers the sites of this node."""

    def __init__(
        self,
        ledger: Journal,
        *,
        door: OpeningDesk,
        sights: Sights,
        intake: Intake,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._door = door
        self._sights = sights
        self._intake = intake
        self._clock = clock
        self._handed: dict[str, HandedBack] = {}

    def sync(self, site: str, request: site_wire.Sync) -> site_wire.Answer:
        """Return what the site gets; raises Refused (PEER_UNKNOWN, JOURNAL_BROKEN)."""
        known = self._site(site)
        want_after, rewind_to = self._heard(known, request)
        if request.branch and self._door.opened.open:
            self._intake.take(known, site_wire.unpack(request.branch))
        if known.kind == "branch" and self._door.opened.stamping:
            self._intake.lease_enough(known)
        known = self._site(site)
        head, secrets = self._ledger.head(), self._sights.secrets()
        return site_wire.Answer(
            head=head,
            standing=self._door.holders.standing(),
            events=self._after(request.head),
            want_after=want_after,
            rewind_to=rewind_to,
            branch_seq=known.head_seq,
            branch_head=known.head_hash,
            files_wanted=self._intake.files_wanted(FILES_WANTED_MAX),
            parted=self._parted(request),
            people=None if fingerprint(secrets) == request.people else secrets,
            hub=self._hub(),
        )

    def _site(self, site: str) -> Site:
        with self._ledger.read() as unit:
            for known in unit.sites():
                if known.id == site:
                    return known
        raise Refused("PEER_UNKNOWN")

    def _heard(self, site: Site, request: site_wire.Sync) -> tuple[int | None, int | None]:
        """Let the site be a witness; return after which event its copy is wanted, or to go."""
        handed = self._handed.setdefault(site.id, HandedBack())
        if request.handed:
            handed.take(request.handed_after, site_wire.unpack(request.handed))
        ours, theirs = self._ledger.head(), request.head
        copies = request.parted_after is None and self._door.opened.open
        if copies and former.is_of_former(ours, self._ledger.hashes(theirs.seq), theirs):
            began, hashes = self._sights.parted_at() or 0, self._ledger.hashes(0)
            want = former.wanted(handed.held, theirs, began=began, hashes=hashes)
            if want is not None:
                return want, None
            if not former.took_over(handed.held, hashes):
                held, handed.held = handed.held, ()
                return None, former.bring_home(self._ledger, held, hashes)
        return self._compare(site, request, handed), None

    def _compare(self, site: Site, request: site_wire.Sync, handed: HandedBack) -> int | None:
        ours = self._ledger.head()
        if request.head.journal == ours.journal:
            self._sights.seen(site.id, request.head, at=instant(self._clock.now()))
        ahead = self._trail(handed, ours, request.head)
        self._door.sighted(Sight(witness=site.id, head=request.head, trail=ahead), handed)
        ours, opened = self._ledger.head(), self._door.opened
        behind = opened.cause == "witness_unread" and opened.witness == site.id
        parted = opened.cause in {"fork", "owner_changed"} and opened.witness == site.id
        if behind:
            return ours.seq
        if parted and (not handed.held or handed.held[0].header.seq > 1):
            return 0
        if handed.held and handed.held[-1].header.seq < request.head.seq and (parted or behind):
            return handed.held[-1].header.seq
        return None

    def _trail(self, handed: HandedBack, ours: Head, theirs: Head) -> opening.Trail | None:
        if theirs.seq <= ours.seq or not handed.held:
            return None
        if handed.held[-1].header.seq < theirs.seq or handed.held[0].header.seq > ours.seq + 1:
            return None
        return opening.trail(handed.held)

    def _after(self, theirs: Head) -> bytes:
        ours = self._ledger.hashes(theirs.seq)
        if theirs.seq and ours.get(theirs.seq) != theirs.hash:
            return b""
        found = self._ledger.events(after=theirs.seq, limit=site_wire.EVENTS_MAX)
        return site_wire.pack(site_wire.portion(found))

    def _parted(self, request: site_wire.Sync) -> bytes:
        if request.parted_after is None:
            return b""
        found = self._ledger.events(after=request.parted_after, limit=site_wire.EVENTS_MAX)
        return site_wire.pack(site_wire.portion(found))

    def _hub(self) -> site_wire.HubPin | None:
        peer = self._sights.peer()
        return (
            None if peer is None else site_wire.HubPin(url=peer.url, name=peer.name, key=peer.key)
        )


def fingerprint(secrets: tuple[site_wire.Secret, ...]) -> str:
    """Return what tells one set of password hashes from another."""
    return hashlib.sha256(msgspec.json.encode(secrets)).hexdigest()
