"""The sidecar: a second, append-only copy of whole events outside the data folder.

Rules (PROTOCOL.md, NB7):
1. One line an event: canonical JSON with header, nonce, body, and the chain hash, then LF.
2. A last line without LF is the trace of a power cut: it was never shown, it is dropped.
3. Any other damage is a fault to report, not to skip.
4. What was removed from the journal (Gỡ nội dung) is removed here too, by writing the file
   anew; its line then holds null for nonce and body.
"""

import base64
from collections.abc import Iterable

import msgspec

from vanthu_sync import canonical
from vanthu_sync.journal import Event, Header, body_matches


class SidecarDamaged(ValueError):
    """A whole line of the sidecar is not the line of the event that it names."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the sidecar is damaged")
        self.line = line


class SidecarContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a sidecar holds: its events, and how many bytes of it are whole lines."""

    events: tuple[Event, ...]
    whole_bytes: int


def line(event: Event) -> bytes:
    """Return the line, with its LF, that holds `event`."""
    value: dict[str, canonical.Value] = {
        "header": msgspec.structs.asdict(event.header),
        "nonce": _text(event.nonce),
        "body": _text(event.body),
        "hash": event.hash,
    }
    return canonical.encode(value) + b"\n"


def lines(events: Iterable[Event]) -> bytes:
    """Return the lines of `events`, in order."""
    return b"".join(line(event) for event in events)


def read(data: bytes) -> SidecarContent:
    """Return the whole lines of `data`; raises SidecarDamaged at the first broken one."""
    whole = data.rfind(b"\n") + 1
    rows = data[:whole].split(b"\n")[:-1]
    events = tuple(_event(row, number) for number, row in enumerate(rows, start=1))
    return SidecarContent(events=events, whole_bytes=whole)


class _Line(msgspec.Struct, frozen=True):
    header: Header
    nonce: str | None
    body: str | None


def _event(row: bytes, number: int) -> Event:
    try:
        held = msgspec.json.decode(row, type=_Line)
        event = Event(header=held.header, nonce=_bytes(held.nonce), body=_bytes(held.body))
        whole = line(event) == row + b"\n" and body_matches(event)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise SidecarDamaged(number) from error
    if not whole:
        raise SidecarDamaged(number)
    return event


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
