"""Numbers that the province gives to documents which wait for them (PROTOCOL.md NB30).

Rules:
1. A record counts when the pinned hub key signed it; any other is passed over, and said.
2. It is journaled once, with what became of it. The number of an incoming document is in the
   register with it, in one transaction; that of an outgoing one stays leased to the province until
   the clerk writes it into the file.
3. A number that cannot be used here is kept with the reason, in the journal and so at the hub; the
   slip waits on for another one.
4. A number that comes for a slip which was taken back meanwhile is void: it goes to nobody else.
"""

import base64
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.asking import Ask
from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.domain.ports import NODE, Ledger, Unit
from vanthu_server.commune.services.command import Policies
from vanthu_server.commune.services.registering import given_entry
from vanthu_server.commune.services.trusted_clock import TrustedClock
from vanthu_server.keys.node_key import verify
from vanthu_server.projection.numbers import PROVINCE
from vanthu_sync import link, numbering
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import UNREADABLE, Refused
from vanthu_sync.events import read
from vanthu_sync.journal import Head
from vanthu_sync.numbering import NumberRefused
from vanthu_sync.province_events import NumberAsked, NumberGiven
from vanthu_sync.register_events import NumberChanged
from vanthu_sync.signed_records import given_bytes
from vanthu_sync.vocabulary import NumberState

TAKEN_BACK: Final = "Tỉnh cấp cho mã tạm {slip} sau khi xã đã tự vào sổ văn bản đó."

SLIP_UNKNOWN: Final = "slip_unknown"
SLIP_SETTLED: Final = "slip_settled"
"""Why a number is refused, beside the refusals of `numbering.give`."""


class HubRecords(Protocol):
    """Who the hub is, and which journal this is."""

    def peer(self) -> HubPeer | None:
        """Return the paired hub."""
        ...

    def head_at(self, seq: int) -> Head:
        """Return our head after an event; of 0 the start, which names the journal."""
        ...


class GivenNumbers:
    """Takes the province's numbers in."""

    def __init__(
        self, ledger: Ledger, *, records: HubRecords, clock: TrustedClock, policies: Policies
    ) -> None:
        self._ledger = ledger
        self._records = records
        self._clock = clock
        self._policies = policies

    def __call__(self, message: link.Message) -> bool:
        """Take one in; tell whether it was new.

        Raises Refused(PEER_SIGNATURE_WRONG) for one to pass over.
        """
        try:
            said = msgspec.json.decode(message.body, type=NumberGiven)
        except UNREADABLE as error:
            raise Refused("PEER_SIGNATURE_WRONG", detail=str(error)) from error
        said = msgspec.structs.replace(said, refused="")
        self._require_signed(said, message.organ)
        with self._ledger.write() as unit:
            if unit.was_given(message.organ, said.slip, said.number):
                return False
            today = vietnam_day(self._clock.now())
            policy = self._policies.version(unit.organ(message.organ).policy, today)
            _take_in(unit, message.organ, said, policy=policy)
        return True

    def _require_signed(self, said: NumberGiven, organ: str) -> None:
        peer = self._records.peer()
        signed = given_bytes(
            journal=self._records.head_at(0).journal,
            organ=organ,
            book=said.book,
            year=said.year,
            slip=said.slip,
            number=said.number,
            signed_at=said.signed_at,
        )
        if peer is None or not verify(peer.key, _decoded(said.signature), signed):
            detail = "Số của tỉnh mang chữ ký không đúng nên không dùng."
            raise Refused("PEER_SIGNATURE_WRONG", detail=detail)


def _take_in(unit: Unit, organ: str, said: NumberGiven, *, policy: str) -> None:
    ask = unit.ask(organ, said.slip)
    refused = _refusal(unit, organ, said, ask)
    kept = msgspec.structs.replace(said, refused=refused)
    unit.record(kept, organ=organ, policy=policy, by=NODE)
    if refused or ask is None:
        return
    if ask.state == "taken_back":
        void = NumberChanged(
            book=said.book,
            year=said.year,
            number=said.number,
            state=NumberState.VOID,
            reason=TAKEN_BACK.format(slip=said.slip),
        )
        unit.record(void, organ=organ, policy=policy, by=NODE)
        return
    asked = unit.event(ask.seq)
    assert asked.body is not None  # a removal takes the ask along
    content = read(asked.body, NumberAsked)
    if content.fields is not None:
        entry = given_entry(content, number=said.number)
        unit.record(entry, organ=organ, policy=asked.header.policy, by=NODE)


def _refusal(unit: Unit, organ: str, said: NumberGiven, ask: Ask | None) -> str:
    """Return why the number cannot be used here, "" where it can."""
    if ask is None or (ask.book, ask.year) != (said.book, said.year):
        return SLIP_UNKNOWN
    if ask.state == "given":
        return SLIP_SETTLED
    for register in unit.registers(organ, said.book):
        if register.year == said.year:
            try:
                numbering.give(register, said.number, waits=_waits(unit, organ, said))
            except NumberRefused as refused:
                return refused.refusal
            return ""
    return "not_open"


def _waits(unit: Unit, organ: str, said: NumberGiven) -> bool:
    """Tell whether nothing but its entry is missing of a number: the province's, or lost."""
    record = unit.number(organ, said.book, said.year, said.number)
    if record is None:
        return False
    promised = record.document != ""
    ours = record.state == NumberState.LEASED and record.holder == PROVINCE and not promised
    return ours or record.state == NumberState.CONTENT_LOST


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
