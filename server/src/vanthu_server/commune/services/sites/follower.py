"""A follower's rounds: the holder's journal, files and people over the LAN (NB28).

Every round tells the holder how far the copy is, which makes this machine a witness. Events are in
database and sidecar before the next are asked for. After a take-over one more round tells the
former holder who holds the registers now, and brings home what it had entered meanwhile.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.domain.ports import Ledger
from vanthu_server.commune.services.opening_answers import stray_of
from vanthu_server.commune.services.sites.former import Rewindable, keep_stray, rewind
from vanthu_server.commune.services.sites.holder import fingerprint
from vanthu_server.commune.services.sites.lan import Holding, Lan
from vanthu_sync import site_wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import ContentRemoved, FileEntry, IncomingRegistered, read
from vanthu_sync.journal import ChainBroken, Event, Head, heads
from vanthu_sync.province_events import NumberAsked


class Copy(Ledger, Rewindable, Protocol):
    """The store of a follower."""

    def head(self) -> Head:
        """Return how far the copy is."""
        ...

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on."""
        ...

    def events(self, *, after: int, limit: int) -> tuple[Event, ...]:
        """Return events of the copy."""
        ...

    def replicate(self, events: tuple[Event, ...]) -> None:
        """Take events in: database, sidecar, exposed."""
        ...


class SiteStore(Protocol):
    """What a site remembers, and what it keeps for a take-over."""

    def holder(self) -> Holder:
        """Return this machine's part."""
        ...

    def keep(self, holder: Holder) -> None:
        """Keep it."""
        ...

    def secrets(self) -> tuple[site_wire.Secret, ...]:
        """Return the password hashes that are here."""
        ...

    def keep_secrets(self, secrets: tuple[site_wire.Secret, ...]) -> None:
        """Replace them."""
        ...

    def keep_hub(self, hub: site_wire.HubPin) -> None:
        """Keep the paired hub."""
        ...

    def files_missing(self, limit: int) -> tuple[str, ...]:
        """Return files of documents that are not here."""
        ...

    def parted_at(self) -> int | None:
        """Return after which event our take-over began, None without one."""
        ...


class Follower:
    """One machine's rounds with the holder of the registers."""

    def __init__(
        self,
        copy: Copy,
        *,
        site: SiteStore,
        connect: Callable[[Holder], Holding],
        blobs: BlobStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._copy = copy
        self._site = site
        self._blobs = blobs
        self._want: int | None = None
        self.lan = Lan(connect, clock=clock)

    def round(self) -> bool:
        """Do one round; tell whether there is more to do at once. A failure is kept, not raised."""
        holder = self._site.holder()
        if not holder.owner_url:
            return False
        work = self._herald if holder.standing == "owner" else self._follow
        return self.lan.attempt(lambda: work(holder))

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round."""
        return self.lan.wait_seconds()

    def _follow(self, holder: Holder) -> bool:
        handed, after = handed_back(self._copy, self._want)
        answer = self.lan.reach(holder).sync(
            site_wire.Sync(
                head=self._copy.head(),
                handed=site_wire.pack(handed),
                handed_after=after,
                people=fingerprint(self._site.secrets()),
            )
        )
        self._want = answer.want_after
        if answer.rewind_to is not None:
            rewind(self._copy, answer.rewind_to)
            return True
        events = unpacked(answer.events)
        take_in(self._copy, events)
        forget_files(self._copy, self._blobs, events)
        if answer.people is not None:
            self._site.keep_secrets(answer.people)
        if answer.hub is not None:
            self._site.keep_hub(answer.hub)
        return bool(events) or self._want is not None or self._fetch(holder)

    def _fetch(self, holder: Holder) -> bool:
        for sha256 in self._site.files_missing(1):
            self.lan.reach(holder).fetch_file(sha256, self._blobs)
            return True
        return False

    def _herald(self, holder: Holder) -> bool:
        """Tell the former holder, and bring home what it entered after our histories parted."""
        after = self._site.parted_at() or 0
        ours = self._copy.hashes(after)
        while parted := self._parted(holder, after):
            for event in parted:
                if ours.get(event.header.seq) != event.hash:
                    self._bring_home(holder, event)
            after = parted[-1].header.seq
        self._site.keep(msgspec.structs.replace(self._site.holder(), owner_url=""))
        return False

    def _parted(self, holder: Holder, after: int) -> tuple[Event, ...]:
        request = site_wire.Sync(head=self._copy.head(), parted_after=after)
        return unpacked(self.lan.reach(holder).sync(request).parted)

    def _bring_home(self, holder: Holder, event: Event) -> None:
        """Keep an entry of the former holder as a stray one, with the files that only it has."""
        if stray_of(event) is None:
            return
        for sha256 in _files(event):
            if not self._blobs.has(sha256):
                self.lan.reach(holder).fetch_file(sha256, self._blobs)
        with self._copy.write() as unit:
            keep_stray(unit, event)


def take_in(copy: Copy, events: tuple[Event, ...]) -> None:
    """Follow the chain and take `events` in; raises Refused(JOURNAL_BROKEN)."""
    if not events:
        return
    try:
        for _ in heads(copy.head(), events):
            pass
    except ChainBroken as broken:
        raise Refused("JOURNAL_BROKEN", detail=str(broken)) from broken
    copy.replicate(events)


def handed_back(copy: Copy, want: int | None) -> tuple[tuple[Event, ...], int]:
    """Return the events of `copy` that the holder wants, and after which place they come."""
    if want is None:
        return (), 0
    return site_wire.portion(copy.events(after=want, limit=site_wire.EVENTS_MAX)), want


def unpacked(data: bytes) -> tuple[Event, ...]:
    """Return events of an answer; raises Refused(PEER_UNREADABLE)."""
    try:
        return site_wire.unpack(data)
    except site_wire.EventsUnreadable as error:
        raise Refused("PEER_UNREADABLE", detail=str(error)) from error


def forget_files(ledger: Ledger, blobs: BlobStore, events: tuple[Event, ...]) -> None:
    """Delete the files that the removals among `events` name and nothing here holds (JN7)."""
    removals = [event for event in events if event.header.kind == "content.removed" and event.body]
    with ledger.read() as unit:
        for event in removals:
            for sha256 in read(event.body or b"", ContentRemoved).files:
                if not unit.file_known(sha256):
                    blobs.remove(sha256)


def _files(event: Event) -> tuple[str, ...]:
    if event.body is None:
        return ()
    files: tuple[FileEntry, ...] = ()
    if event.header.kind == "incoming.registered":
        files = read(event.body, IncomingRegistered).files
    elif event.header.kind == "number.asked":
        files = read(event.body, NumberAsked).files
    return tuple(file.sha256 for file in files)
