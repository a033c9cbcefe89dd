"""What the province says beside letters: the time, its approvals, who numbers a book.

Rules:
1. The instant of a receipt is the trusted time (CK3); its day is confirmed by it (NB23).
2. An approved take-over is journaled once (LK9).
3. A delegation is journaled when the pinned hub key signed it and it is newer than what the
   journal has for that book of that year (NB18); any other is passed over, and said. A book that
   is not open yet opens with the owner that was said.
"""

import base64
from datetime import date
from typing import Protocol

import msgspec

from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.domain.ports import NODE, Ledger
from vanthu_server.commune.services.command import Policies
from vanthu_server.commune.services.trusted_clock import TrustedClock
from vanthu_server.keys.node_key import verify
from vanthu_sync import link
from vanthu_sync.clock import moment, vietnam_day
from vanthu_sync.errors import UNREADABLE, Refused
from vanthu_sync.journal import Head
from vanthu_sync.register_events import ClockCorrected, RegisterDelegated, TakeOverRatified
from vanthu_sync.signed_records import delegation_bytes


class Days(Protocol):
    """The days that somebody vouched for."""

    def confirmed_day(self) -> date | None:
        """Return the last."""
        ...

    def confirm_day(self, day: date) -> None:
        """Keep it."""
        ...

    def in_doubt(self) -> bool:
        """Tell whether only a look at the paper can confirm a day."""
        ...


class ProvinceRecords(Protocol):
    """What the journal has of the province's word already."""

    def peer(self) -> HubPeer | None:
        """Return the paired hub."""
        ...

    def head_at(self, seq: int) -> Head:
        """Return our head after an event; of 0 the start, which names the journal."""
        ...

    def unratified(self) -> tuple[int, ...]:
        """Return the epochs of take-overs that the province did not approve yet."""
        ...

    def delegated(self, organ: str, book: str, year: int) -> str:
        """Return when the newest delegation of a book was signed, "" for none."""
        ...


class ProvinceWord:
    """Takes the province's word in."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        records: ProvinceRecords,
        days: Days,
        clock: TrustedClock,
        policies: Policies,
    ) -> None:
        self._ledger = ledger
        self._records = records
        self._days = days
        self._clock = clock
        self._policies = policies

    def told_time(self, receipt: link.Receipt) -> None:
        """Take the instant of a receipt whose signature was checked; raises PEER_UNREADABLE."""
        try:
            at = moment(receipt.at)
        except ValueError as error:
            raise Refused("PEER_UNREADABLE", detail=receipt.at) from error
        self._clock.told_by_hub(at, record=self._correct)
        if self._days.confirmed_day() != vietnam_day(at) and not self._days.in_doubt():
            self._days.confirm_day(vietnam_day(at))

    def ratified(self, approved: tuple[link.Ratified, ...]) -> None:
        """Journal approvals that the journal does not have."""
        if not approved:
            return
        waiting = set(self._records.unratified())
        for each in approved:
            if each.epoch in waiting:
                event = TakeOverRatified(epoch=each.epoch, by=each.by, at=each.at)
                with self._ledger.write() as unit:
                    unit.record(event, organ="", policy="", by=NODE)

    def delegated(self, message: link.Message) -> bool:
        """Take a delegation in; tell whether it was new.

        Raises Refused(PEER_SIGNATURE_WRONG) for one to pass over.
        """
        try:
            said = msgspec.json.decode(message.body, type=RegisterDelegated)
        except UNREADABLE as error:
            raise Refused("PEER_SIGNATURE_WRONG", detail=str(error)) from error
        self._require_signed(said, message.organ)
        if said.signed_at <= self._records.delegated(message.organ, said.book, said.year):
            return False
        with self._ledger.write() as unit:
            today = vietnam_day(self._clock.now())
            policy = self._policies.version(unit.organ(message.organ).policy, today)
            unit.record(said, organ=message.organ, policy=policy, by=NODE)
        return True

    def _require_signed(self, said: RegisterDelegated, organ: str) -> None:
        peer = self._records.peer()
        signed = delegation_bytes(
            journal=self._records.head_at(0).journal,
            organ=organ,
            book=said.book,
            year=said.year,
            owner=said.owner,
            signed_at=said.signed_at,
        )
        if peer is None or not verify(peer.key, _decoded(said.signature), signed):
            detail = "Lệnh giao sổ mang chữ ký không đúng nên không dùng."
            raise Refused("PEER_SIGNATURE_WRONG", detail=detail)

    def _correct(self, corrected: ClockCorrected) -> None:
        with self._ledger.write() as unit:
            unit.record(corrected, organ="", policy="", by=NODE)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
