"""The inboxes.

Rule: cursors become visible in their order. A number from the sequence is drawn before the
commit, so two transactions could commit 8 before 7, and a reader at 8 would never see 7; an
advisory lock lets one transaction at a time draw cursors, until it has committed.
"""

import base64
from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.reading import Letter, message_body
from vanthu_server.province.storage.schema import (
    BODIES,
    DELEGATIONS,
    GIVEN_NUMBERS,
    MESSAGES,
    ORGANS,
)
from vanthu_sync import canonical
from vanthu_sync.events import write
from vanthu_sync.link import Message, OrganEntry
from vanthu_sync.province_events import NumberGiven
from vanthu_sync.register_events import RegisterDelegated

WORDS: Final = {"delegation": "", "number": ":numbers"}
"""Kind of a message that the province itself sends → the journal that it stands under."""

_SAID: Final = ("book", "year", "owner", "signed_at", "signature")
_GIVEN: Final = ("book", "year", "slip", "number", "signed_at", "signature")
_CURSOR_LOCK: Final = 0x637572736F72  # "cursor"


def lock_cursors(connection: sa.Connection) -> None:
    """Wait until no other transaction draws cursors; hold that until this one ends."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CURSOR_LOCK)))


class LetterRows:
    """Implements the port Letters."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def announce(self, word: int, *, kind: str, organ: str, sent_at: str) -> None:
        """Put a delegation or a number into the inbox of its organ."""
        lock_cursors(self._connection)
        added = insert(MESSAGES).values(
            organ=organ,
            organ_name="",
            kind=kind,
            journal=WORDS[kind],
            seq=word,
            sender="",
            sent_at=sent_at,
        )
        self._connection.execute(added)

    def send(self, journal: str, letters: Sequence[Letter]) -> None:
        """Put letters of `journal` into the inboxes; one that lies there already stays alone."""
        if not letters:
            return
        lock_cursors(self._connection)
        rows = [
            {
                "organ": letter.organ,
                "organ_name": letter.organ_name,
                "kind": letter.kind,
                "journal": journal,
                "seq": letter.seq,
                "sender": letter.sender,
                "sent_at": letter.sent_at,
            }
            for letter in letters
        ]
        self._connection.execute(insert(MESSAGES).on_conflict_do_nothing(), rows)

    def organs_of(self, journal: str) -> frozenset[str]:
        """Return the ids of the organs of a node."""
        query = sa.select(ORGANS.c.id).where(ORGANS.c.journal == journal)
        return frozenset(self._connection.execute(query).scalars())

    def inbox(self, journal: str, *, after: int, limit: int) -> Sequence[Message]:
        """Return messages for the organs of `journal` beyond the cursor `after`, in order."""
        sender = ORGANS.alias("sender")
        place = sa.and_(BODIES.c.journal == MESSAGES.c.journal, BODIES.c.seq == MESSAGES.c.seq)
        said = sa.and_(MESSAGES.c.kind == "delegation", DELEGATIONS.c.id == MESSAGES.c.seq)
        given = sa.and_(MESSAGES.c.kind == "number", GIVEN_NUMBERS.c.id == MESSAGES.c.seq)
        is_whole = sa.or_(
            sa.and_(BODIES.c.seq.is_not(None), sender.c.id.is_not(None)),
            DELEGATIONS.c.id.is_not(None),
            GIVEN_NUMBERS.c.id.is_not(None),
        )
        query = (
            sa.select(
                *(MESSAGES.c[name] for name in ("cursor", "kind", "organ", "sent_at", "seq")),
                MESSAGES.c.journal,
                BODIES.c.body,
                *(DELEGATIONS.c[name] for name in _SAID),
                *(GIVEN_NUMBERS.c[name].label(f"given_{name}") for name in _GIVEN),
                sender.c.id.label("sender_id"),
                sender.c.code.label("sender_code"),
                sender.c.name.label("sender_name"),
            )
            .join(ORGANS, ORGANS.c.id == MESSAGES.c.organ)
            .join(sender, sender.c.id == MESSAGES.c.sender, isouter=True)
            .join(BODIES, place, isouter=True)
            .join(DELEGATIONS, said, isouter=True)
            .join(GIVEN_NUMBERS, given, isouter=True)
            .where(ORGANS.c.journal == journal, MESSAGES.c.cursor > after, is_whole)
            .order_by(MESSAGES.c.cursor)
            .limit(limit)
        )
        return [_message(row) for row in self._connection.execute(query).mappings()]


def _message(found: sa.RowMapping) -> Message:
    if found["kind"] in WORDS:
        return _word(found)
    sender = OrganEntry(
        id=found["sender_id"],
        code=found["sender_code"],
        name=found["sender_name"],
        journal=found["journal"],
    )
    return Message(
        cursor=found["cursor"],
        kind=found["kind"],
        sender=sender,
        organ=found["organ"],
        sent_at=found["sent_at"],
        origin=f"{found['journal']}:{found['seq']}",
        body=message_body(found["kind"], found["body"]),
    )


def _word(found: sa.RowMapping) -> Message:
    said = _delegation(found) if found["kind"] == "delegation" else _number(found)
    return Message(
        cursor=found["cursor"],
        kind=found["kind"],
        sender=OrganEntry(id="", code="", name=""),
        organ=found["organ"],
        sent_at=found["sent_at"],
        origin=f"{found['journal']}:{found['seq']}",
        body=msgspec.Raw(canonical.encode(write(said))),
    )


def _delegation(found: sa.RowMapping) -> RegisterDelegated:
    return RegisterDelegated(
        book=found["book"],
        year=found["year"],
        owner=found["owner"],
        signed_at=found["signed_at"],
        signature=base64.b64encode(found["signature"]).decode("ascii"),
    )


def _number(found: sa.RowMapping) -> NumberGiven:
    return NumberGiven(
        slip=found["given_slip"],
        book=found["given_book"],
        year=found["given_year"],
        number=found["given_number"],
        signed_at=found["given_signed_at"],
        signature=base64.b64encode(found["given_signature"]).decode("ascii"),
    )
