"""POST /api/sync: a device's commands go up and what changed comes down, in one round trip."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.services.reading import outgoing_for
from vanthu_sync import session, wire
from vanthu_sync.journal import Head
from vanthu_sync.session import Cause, Cursor


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What one person may see: documents of `organs`, waiting messages of `inboxes`."""

    organs: frozenset[str]
    inboxes: frozenset[str]
    outgoing: Callable[[wire.OutgoingDocument, str], wire.OutgoingDocument]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A page of changes, the place that it reaches, and how many documents are still to come."""

    changes: tuple[wire.Change, ...]
    head: Head
    remaining: int
    organs: tuple[str, ...]
    anew: Cause | None


class Changes(Protocol):
    """What changed since a place."""

    def since(self, cursor: Cursor | None, account: str) -> Seen:
        """Return the next page for an account; raises Refused(AUTH_EXPIRED) where it is gone."""
        ...


class Executes(Protocol):
    """The desk at which commands are given."""

    def execute(self, person: Person, command: wire.Command) -> wire.Result:
        """Do a command once; return its result."""
        ...


class SyncDesk:
    """Answers devices."""

    def __init__(self, desk: Executes, *, changes: Changes) -> None:
        self._desk = desk
        self._changes = changes

    def sync(self, person: Person, request: wire.Sync) -> wire.Synced:
        """Do the commands in their order, then tell what changed; raises Refused(AUTH_EXPIRED)."""
        results = tuple(self._desk.execute(person, command) for command in request.commands)
        seen = self._changes.since(session.parse(request.cursor), person.account)
        return wire.Synced(
            v=wire.WIRE_VERSION,
            results=results,
            changes=seen.changes,
            cursor=session.cursor_at(seen.head, person.account).text,
            remaining=seen.remaining,
            organs=seen.organs,
            anew=seen.anew,
        )


def view_of(person: Person) -> View:
    """Return what a person may see now."""
    organs = list(person.roles)
    return View(
        organs=frozenset(each for each in organs if rights.may(person, "read", each)),
        inboxes=frozenset(each for each in organs if rights.may(person, "read.inbox", each)),
        outgoing=lambda document, organ: outgoing_for(person, document, organ),
    )
