"""Receiving a batch of a node's journal.

Rules:
1. A batch is kept as a whole in one transaction (events, bodies, counts, letters, head), or
   not at all; the receipt is signed after it is durable.
2. What is held already is compared by hash and passed over; a batch may come any number of
   times.
3. Another hash at a held place is a fork: refused, and the batch is kept as evidence with both
   hashes. Its checkpoint was verified first, so the evidence binds the node's key.
4. A gap or a broken link is refused with the head held, from which the node goes on.
5. Gỡ nội dung takes bodies out here as well, when the node's key signed it; files go when
   nothing else names them.
6. A node speaks for its own organs only: letters of another sender are not routed.
7. What a commune of its own organs asks numbers for, and did with the ones it was given, is noted.
8. Who was fenced, or never held the registers, adds nothing (see fencing).
"""

from collections.abc import Sequence
from typing import NoReturn

from vanthu_server.blobs import BlobStore
from vanthu_server.keys import SigningKey, verify
from vanthu_server.province.domain import limits
from vanthu_server.province.domain.holding import decoded
from vanthu_server.province.domain.peers import Node, Peer, Standing
from vanthu_server.province.domain.ports import Clock, Database, Tables
from vanthu_server.province.domain.reading import InstantUnreadable, Letter, Reading, read
from vanthu_server.province.domain.warning import Finding, WarningKind
from vanthu_server.province.services import fencing
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.journal import (
    FIRST_HASH,
    ChainBroken,
    Event,
    Head,
    checkpoint_bytes,
)
from vanthu_sync.journal import verify as verify_chain
from vanthu_sync.link import Batch, BatchChanged, BatchUnreadable, Receipt, receipt_bytes, unpack
from vanthu_sync.province_events import NumberGiven
from vanthu_sync.signed_records import given_bytes, removal_bytes


class _Parted(Exception):
    """Something else than what came at `seq` is held, or must be: a fork, or a fenced machine.

    `held` is "" where nothing is held there.
    """

    def __init__(self, seq: int, *, held: str, came: str, fenced: bool) -> None:
        super().__init__(f"parted at {seq}")
        self.seq = seq
        self.held = held
        self.came = came
        self.fenced = fenced


class ReceiveJournal:
    """Takes batches in and acknowledges them."""

    def __init__(
        self, database: Database, *, clock: Clock, key: SigningKey, blobs: BlobStore
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._blobs = blobs

    def __call__(self, peer: Peer, data: bytes) -> Receipt:
        """Keep the batch `data` of `peer` and return the signed receipt.

        Raises Refused: REQUEST_UNREADABLE, PEER_UNKNOWN, PEER_SIGNATURE_WRONG, and
        JOURNAL_BROKEN, JOURNAL_FORK or OWNER_CHANGED with the head held as data.
        """
        try:
            with self._database.begin() as tables:
                node = tables.sessions.lock_node(peer.journal)
                if node is None:
                    raise Refused("PEER_UNKNOWN")
                head, removed = self._keep(tables, node, peer, data)
                missing = tables.blobs.missing(node.journal, limit=limits.MISSING_BLOBS_MAX)
        except _Parted as parted:
            self._refuse(peer, parted, data)
        if removed:
            self.bury()
        return self._receipt(head, missing)

    def bury(self) -> None:
        """Delete the bytes of files that were given up; what a crash left over goes too."""
        with self._database.begin() as tables:
            doomed = tables.blobs.doomed()
        for sha256 in doomed:
            with self._database.begin() as tables:
                if tables.blobs.bury(sha256):
                    self._blobs.remove(sha256)

    def _keep(self, tables: Tables, node: Node, peer: Peer, data: bytes) -> tuple[Head, bool]:
        batch = _unpacked(data, node)
        _check_signature(batch, peer.key or node.key)
        fresh = _fresh(tables, node.head, batch)
        try:
            head = verify_chain(node.head, fresh)
            readings = [read(event) for event in fresh]
        except (ChainBroken, InstantUnreadable) as error:
            raise _broken(
                node.head, f"Sự kiện không nối tiếp hoặc sai thời điểm ({error})."
            ) from error
        read_events = list(zip(fresh, readings, strict=True))
        announced = batch.take_over
        if not fencing.may_ship(tables, node, peer, fresh=read_events, announced=announced):
            seq, came = fresh[0].header.seq, fresh[0].hash
            raise _Parted(seq, held="", came=came, fenced=True)
        tables.journals.append(fresh, readings)
        fencing.Machines(tables, node=node, peer=peer, clock=self._clock).note(read_events)
        self._route(tables, node, readings)
        self._note_numbers(tables, node, readings)
        removed = self._remove(tables, node, peer, readings)
        self._report_faults(tables, node, readings)
        checkpoint = batch.checkpoint
        if checkpoint.head == head:
            tables.journals.stand(Standing(head=head, checkpoint=checkpoint, at=self._clock()))
        return head, removed

    def _route(self, tables: Tables, node: Node, readings: Sequence[Reading]) -> None:
        sending = [reading for reading in readings if reading.letters]
        if not sending:
            return
        own = tables.letters.organs_of(node.journal)
        letters: list[Letter] = []
        for reading in sending:
            if {reading.claimed_sender, reading.letters[0].sender} <= own:
                letters.extend(reading.letters)
            else:
                facts = {"sender": reading.claimed_sender, "event": str(reading.seq)}
                self._warn(tables, node, "sender_foreign", facts)
        tables.letters.send(node.journal, letters)

    def _note_numbers(self, tables: Tables, node: Node, readings: Sequence[Reading]) -> None:
        said = [reading.said for reading in readings if reading.said is not None]
        if not said:
            return
        own = tables.letters.organs_of(node.journal)
        kept = []
        for each in said:
            if each.organ not in own:
                facts = {"sender": each.organ, "event": str(each.seq)}
                self._warn(tables, node, "sender_foreign", facts)
            elif each.given is None or self._is_ours(node, each.organ, each.given):
                kept.append(each)
        tables.numbers.note(node.journal, kept)

    def _is_ours(self, node: Node, organ: str, given: NumberGiven) -> bool:
        """Tell whether this hub's key signed a number that a journal holds."""
        signed = given_bytes(
            journal=node.journal,
            organ=organ,
            book=given.book,
            year=given.year,
            slip=given.slip,
            number=given.number,
            signed_at=given.signed_at,
        )
        return verify(self._key.public, decoded(given.signature), signed)

    def _remove(self, tables: Tables, node: Node, peer: Peer, readings: Sequence[Reading]) -> bool:
        removed, keys = False, {node.key, peer.key or node.key}
        for reading in readings:
            if reading.removal is None:
                continue
            removal = reading.removal
            signed = removal_bytes(
                journal=node.journal,
                document=removal.id,
                seqs=removal.seqs,
                files=removal.files,
                reason=removal.reason,
            )
            signature = decoded(removal.signature)
            if not any(verify(key, signature, signed) for key in keys):
                self._warn(tables, node, "removal_unsigned", {"event": str(reading.seq)})
                continue
            earlier = [seq for seq in removal.seqs if 0 < seq < reading.seq]
            tables.journals.remove(node.journal, seqs=earlier)
            tables.blobs.doom(removal.files)
            removed = True
        return removed

    def _report_faults(self, tables: Tables, node: Node, readings: Sequence[Reading]) -> None:
        for reading in readings:
            if reading.fault:
                facts = {"event": str(reading.seq), "fault": reading.fault}
                self._warn(tables, node, "body_unreadable", facts)

    def _warn(self, tables: Tables, node: Node, kind: WarningKind, facts: dict[str, str]) -> None:
        finding = Finding(kind=kind, subject=facts["event"], facts=facts)
        tables.warnings.keep(node.journal, finding, at=self._clock(), kept_max=limits.WARNINGS_MAX)

    def _refuse(self, peer: Peer, parted: _Parted, data: bytes) -> NoReturn:
        with self._database.begin() as tables:
            node = tables.sessions.lock_node(peer.journal)
            if node is None:
                raise Refused("PEER_UNKNOWN")
            finding = Finding(
                kind="owner_changed" if parted.fenced else "journal_fork",
                subject=f"{parted.seq}:{parted.came}",
                facts=_facts(node, parted, node_name=fencing.sender(tables, node, peer)),
                evidence=data,
            )
            tables.warnings.keep(
                peer.journal, finding, at=self._clock(), kept_max=limits.WARNINGS_MAX
            )
        if parted.fenced:
            detail = f"Tỉnh ghi nhận máy «{node.name}» đang giữ sổ."
            raise Refused("OWNER_CHANGED", detail=detail, data=node.head)
        detail = (
            f"Ở sự kiện {parted.seq} tỉnh giữ {parted.held[:12]}…, máy xã gửi {parted.came[:12]}…."
        )
        raise Refused("JOURNAL_FORK", detail=detail, data=node.head)

    def _receipt(self, head: Head, missing: tuple[str, ...]) -> Receipt:
        at = instant(self._clock())
        signature = self._key.sign(receipt_bytes(head, at))
        return Receipt(head=head, at=at, signature=signature, missing_blobs=missing)


def _unpacked(data: bytes, node: Node) -> Batch:
    try:
        batch = unpack(data)
    except BatchChanged as error:
        raise _broken(node.head, "Sự kiện không khớp với chữ ký của máy xã.") from error
    except BatchUnreadable as error:
        raise Refused("REQUEST_UNREADABLE", detail="Gói nhật ký hỏng hoặc quá lớn.") from error
    if batch.head.journal != node.journal:
        raise _broken(node.head, "Gói thuộc nhật ký khác.")
    return batch


def _facts(node: Node, parted: _Parted, *, node_name: str) -> dict[str, str]:
    facts = {"event": str(parted.seq), "refused": parted.came, "node": node_name}
    if parted.held:
        facts["held"] = parted.held
    if parted.fenced:
        facts["holder"] = node.name
    return facts


def _check_signature(batch: Batch, key: bytes) -> None:
    checkpoint = batch.checkpoint
    signed = checkpoint_bytes(checkpoint.head, checkpoint.at)
    if not verify(key, checkpoint.signature, signed):
        raise Refused("PEER_SIGNATURE_WRONG", detail="Chữ ký trên nhật ký không đúng.")


def _fresh(tables: Tables, head: Head, batch: Batch) -> list[Event]:
    """Return the events of `batch` beyond `head`; the others must be the ones held."""
    first = batch.head.seq
    if not 0 <= first <= head.seq:
        raise _broken(head, f"Tỉnh mới có đến sự kiện {head.seq}, gói bắt đầu sau {first}.")
    last = min(head.seq, first + len(batch.events))
    held = {0: FIRST_HASH, **tables.journals.hashes(head.journal, first=first, last=last)}
    came = {first: batch.head.hash} | {event.header.seq: event.hash for event in batch.events}
    for seq in range(first, last + 1):
        if held[seq] != came[seq]:
            fenced = batch.checkpoint.head.epoch < head.epoch
            raise _Parted(seq, held=held[seq], came=came[seq], fenced=fenced)
    return [event for event in batch.events if event.header.seq > head.seq]


def _broken(head: Head, detail: str) -> Refused:
    return Refused("JOURNAL_BROKEN", detail=detail, data=head)
