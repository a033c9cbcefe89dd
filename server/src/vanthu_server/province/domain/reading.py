"""What the hub reads from an event: files, letters to route, counts, a removal.

Rules (PROTOCOL.md, EV):
1. The hub reads only what it acts on; whatever else a body holds, it keeps and ignores.
2. A file named by a register entry, an attachment or an outgoing document is owed by the node:
   the hub asks for it. A file of a received document came through the hub already.
3. `outgoing.issued` is a letter to each recipient with an organ id; `status.sent` to its organ.
   The sender is the event's organ, and the envelope must say the same.
4. Counts stand on headers alone, so a removed body changes no count: the day is that of the
   event in Vietnam (R-TIM-02).
5. A body that cannot be read stops nothing: the chain is kept, the fact is reported.
6. A letter that its receiver could not read or journal is none: at the receiver it would stand
   in the way of every letter behind it.
7. What waits for a number of the province, was given one, or is numbered by its commune after all,
   is noted for the people who give numbers (NB30).
8. A machine that joins, leaves or takes the registers over is noted for its key (LK7, LK8).
"""

from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from vanthu_server.province.domain.limits import LETTER_BYTES_MAX, NAME_CHARACTERS_MAX
from vanthu_server.province.domain.numbers import Said
from vanthu_sync.body import Body
from vanthu_sync.clock import moment, vietnam_day
from vanthu_sync.events import OutgoingIssued, StatusSent
from vanthu_sync.journal import Event
from vanthu_sync.province_events import AskTakenBack, NumberAsked, NumberGiven
from vanthu_sync.register_events import NodeTakenOver, SiteJoined, SiteLeft

COUNTED: Final = frozenset({"incoming.registered", "outgoing.issued"})
"""Kinds that the province page counts."""

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class InstantUnreadable(ValueError):
    """A header's instant is not RFC 3339."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message to one organ, made by the event `seq`; `organ_name` is the sender's word for it."""

    seq: int
    kind: Literal["document", "status"]
    sender: str
    organ: str
    organ_name: str
    sent_at: str


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """A Gỡ nội dung: whose bodies and files go, and the node's signature (base64) under it."""

    id: str
    reason: str
    seqs: tuple[int, ...]
    files: tuple[Sha256, ...]
    signature: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one event means to the hub."""

    seq: int
    day: date
    counted: str = ""
    files: tuple[str, ...] = ()
    owed: bool = True
    letters: tuple[Letter, ...] = ()
    claimed_sender: str = ""
    removal: Removal | None = None
    joined: SiteJoined | None = None
    left: SiteLeft | None = None
    taken_over: NodeTakenOver | None = None
    said: Said | None = None
    fault: str = ""


class _File(msgspec.Struct, frozen=True):
    sha256: Sha256


class _Files(msgspec.Struct, frozen=True):
    files: tuple[_File, ...] = ()


class _OneFile(msgspec.Struct, frozen=True):
    file: _File


class _Organ(msgspec.Struct, frozen=True):
    id: str


class _Recipient(msgspec.Struct, frozen=True):
    organ: str = ""
    name: str = ""


class _Envelope(msgspec.Struct, frozen=True):
    sender: _Organ
    recipients: tuple[_Recipient, ...] = ()
    files: tuple[_File, ...] = ()


class _WithEnvelope(msgspec.Struct, frozen=True):
    envelope: _Envelope


class _RawEnvelope(msgspec.Struct, frozen=True):
    envelope: msgspec.Raw


def read(event: Event) -> Reading:
    """Return what `event` means; raises InstantUnreadable."""
    header = event.header
    bare = Reading(
        seq=header.seq,
        day=_day(header.at),
        counted=header.kind if header.kind in COUNTED else "",
    )
    if event.body is None:
        return bare
    try:
        return _with_body(bare, event, event.body)
    except msgspec.DecodeError as error:
        return msgspec.structs.replace(bare, fault=str(error))


def message_body(kind: str, body: bytes) -> msgspec.Raw:
    """Return what travels of a journaled body, byte for byte: the envelope, or the status."""
    if kind == "document":
        return msgspec.json.decode(body, type=_RawEnvelope).envelope
    return msgspec.Raw(body)


def _with_body(bare: Reading, event: Event, body: bytes) -> Reading:
    replace = msgspec.structs.replace
    match event.header.kind:
        case "incoming.registered" | "document.attached":
            named = msgspec.json.decode(body, type=_Files).files
            return replace(bare, files=_hashes(named))
        case "outgoing.submitted" | "outgoing.signed" | "outgoing.numbered":
            named = (msgspec.json.decode(body, type=_OneFile).file,)
            return replace(bare, files=_hashes(named))
        case "outgoing.issued":
            _require_takable(body, OutgoingIssued)
            envelope = msgspec.json.decode(body, type=_WithEnvelope).envelope
            unusable = [to.name for to in envelope.recipients if not _is_storable(to.organ)]
            return replace(
                bare,
                fault=f"no id of an organ: {unusable}" if unusable else "",
                files=_hashes(envelope.files),
                letters=_letters(event, "document", envelope.recipients),
                claimed_sender=envelope.sender.id,
            )
        case "inbox.received":
            envelope = msgspec.json.decode(body, type=_WithEnvelope).envelope
            return replace(bare, files=_hashes(envelope.files), owed=False)
        case "status.sent":
            _require_takable(body, StatusSent)
            organ = msgspec.json.decode(body, type=_Recipient)
            letters = _letters(event, "status", (organ,))
            return replace(bare, letters=letters, claimed_sender=event.header.organ)
        case "number.asked" | "number.given" | "number.taken_back":
            return _of_numbers(bare, event, body)
        case "content.removed":
            return replace(bare, removal=msgspec.json.decode(body, type=Removal))
        case _:
            return _of_machines(bare, event.header.kind, body)


def _of_numbers(bare: Reading, event: Event, body: bytes) -> Reading:
    header = event.header
    said = Said(seq=header.seq, organ=header.organ, at=header.at)
    replace = msgspec.structs.replace
    if header.kind == "number.asked":
        ask = msgspec.json.decode(body, type=NumberAsked)
        files = tuple(dict.fromkeys(file.sha256 for file in ask.files))
        return replace(bare, files=files, said=replace(said, asked=ask))
    if header.kind == "number.given":
        given = msgspec.json.decode(body, type=NumberGiven)
        return replace(bare, said=replace(said, given=given))
    slip = msgspec.json.decode(body, type=AskTakenBack).slip
    return replace(bare, said=replace(said, settled=slip))


def _of_machines(bare: Reading, kind: str, body: bytes) -> Reading:
    replace = msgspec.structs.replace
    match kind:
        case "site.joined":
            return replace(bare, joined=msgspec.json.decode(body, type=SiteJoined))
        case "site.left":
            return replace(bare, left=msgspec.json.decode(body, type=SiteLeft))
        case "node.taken_over":
            return replace(bare, taken_over=msgspec.json.decode(body, type=NodeTakenOver))
        case _:
            return bare


def _require_takable(body: bytes, kind: type[Body]) -> None:
    msgspec.json.decode(body, type=kind)
    if len(body) > LETTER_BYTES_MAX:
        message = f"a letter of more than {LETTER_BYTES_MAX} bytes"
        raise msgspec.ValidationError(message)


def _letters(
    event: Event, kind: Literal["document", "status"], recipients: tuple[_Recipient, ...]
) -> tuple[Letter, ...]:
    """One letter for each organ; "" is a recipient on paper."""
    header = event.header
    by_organ = {to.organ: to for to in recipients if to.organ and _is_storable(to.organ)}
    return tuple(
        Letter(
            seq=header.seq,
            kind=kind,
            sender=header.organ,
            organ=organ,
            organ_name=to.name.replace("\x00", "")[:NAME_CHARACTERS_MAX],
            sent_at=header.at,
        )
        for organ, to in by_organ.items()
    )


def _is_storable(organ: str) -> bool:
    return len(organ) <= NAME_CHARACTERS_MAX and "\x00" not in organ


def _hashes(files: tuple[_File, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(file.sha256 for file in files))


def _day(at: str) -> date:
    try:
        return vietnam_day(moment(at))
    except (ValueError, OverflowError) as error:
        raise InstantUnreadable(at) from error
