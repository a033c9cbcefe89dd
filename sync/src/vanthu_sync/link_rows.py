"""How the events of a journal travel: rows without what the receiver can compute (LK3)."""

import base64
import zlib
from collections.abc import Iterable

import msgspec

from vanthu_sync import canonical, limits
from vanthu_sync.journal import JOURNAL_VERSION, Event, Head, Header, advance, body_hash


class Row(msgspec.Struct, frozen=True, array_like=True):
    """An event on the wire without what the receiver can compute."""

    kind: str
    organ: str
    policy: str
    at: str
    actor: str
    op: str
    nonce: str | None
    body: msgspec.Raw
    body_hash: str | None
    epoch: int | None


def rows(head: Head, events: Iterable[Event]) -> tuple[Row, ...]:
    """Return the rows of events that continue `head`."""
    return tuple(_row(event, head.epoch) for event in events)


def size(event: Event) -> int:
    """Return how many bytes the event takes among others, at most."""
    return len(msgspec.json.encode(_row(event, epoch=0))) + 1


def events(head: Head, rows: Iterable[Row]) -> tuple[Event, ...]:
    """Return the events of `rows`, chained to `head`; raises ChainBroken, ValueError."""
    place, found = head, []
    for row in rows:
        event = _event(row, place, head.epoch)
        place = advance(place, event)
        found.append(event)
    return tuple(found)


def inflate(data: bytes) -> bytes:
    """Return what was packed; raises zlib.error, ValueError for what is cut short or too large."""
    unfolding = zlib.decompressobj()
    content = unfolding.decompress(data, limits.BATCH_BYTES_MAX + 1)
    if len(content) > limits.BATCH_BYTES_MAX:
        reason = f"more than {limits.BATCH_BYTES_MAX} bytes when unfolded"
        raise ValueError(reason)
    if not unfolding.eof or unfolding.unused_data:
        reason = "cut short, or something follows the batch"
        raise ValueError(reason)
    return content


def _row(event: Event, epoch: int) -> Row:
    header = event.header
    return Row(
        kind=header.kind,
        organ=header.organ,
        policy=header.policy,
        at=header.at,
        actor=header.actor,
        op=header.op,
        nonce=None if event.nonce is None else base64.b64encode(event.nonce).decode("ascii"),
        body=msgspec.Raw(b"null" if event.body is None else event.body),
        body_hash=header.body if event.body is None else None,
        epoch=header.epoch if header.epoch != epoch else None,
    )


def _event(row: Row, head: Head, epoch: int) -> Event:
    nonce = None if row.nonce is None else base64.b64decode(row.nonce, validate=True)
    body = None if row.nonce is None else _body(bytes(row.body))
    if body is None or nonce is None:
        hashed = row.body_hash or ""
    else:
        hashed = body_hash(nonce=nonce, body=body)
    header = Header(
        v=JOURNAL_VERSION,
        journal=head.journal,
        epoch=epoch if row.epoch is None else row.epoch,
        seq=head.seq + 1,
        kind=row.kind,
        organ=row.organ,
        policy=row.policy,
        at=row.at,
        actor=row.actor,
        op=row.op,
        body=hashed,
        prev=head.hash,
    )
    return Event(header=header, nonce=nonce, body=body)


def _body(data: bytes) -> bytes:
    if len(data) > limits.BODY_BYTES_MAX:
        reason = f"a body of more than {limits.BODY_BYTES_MAX} bytes"
        raise ValueError(reason)
    canonical.decode(data)
    return data
