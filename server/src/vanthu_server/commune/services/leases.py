"""Leases: a block of numbers for a second site (T3; PROTOCOL.md NB14, NB15).

Off until a branch joins with an order that the organ chose. A block is carved from the mark and
journaled before the site may use it; no clock takes it back, a person does.
"""

from typing import Final

from vanthu_server.commune.domain.holding import LeaseRecord, Site
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.taking import REFUSALS, stamping_register
from vanthu_sync import numbering, wire
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event
from vanthu_sync.numbering import NumberRefused
from vanthu_sync.register_events import LeaseClosed, LeaseGranted, SiteLeft
from vanthu_sync.vocabulary import Book, LeaseOrder

LEASE_NUMBERS_MAX: Final = 500
"""A busy site's week; a larger block only makes larger holes."""

ORDERS: Final = frozenset({LeaseOrder.VOID_DAILY, LeaseOrder.CARRY_OVER, LeaseOrder.SEPARATE})


def grant(desk: Desk, payload: wire.GrantLease) -> Event:
    """Carve a block for a site.

    Raises Refused: NOT_FOUND, LEASES_OFF, FIELDS_INVALID, and as `taking.next_number`.
    """
    site = _branch(desk, payload.site)
    if site.mode not in ORDERS:
        raise Refused("LEASES_OFF")
    if payload.book != Book.INCOMING or not 1 <= payload.count <= LEASE_NUMBERS_MAX:
        detail = f"Giao từ 1 đến {LEASE_NUMBERS_MAX} số của sổ đến."
        raise Refused("FIELDS_INVALID", field="count", detail=detail)
    register = stamping_register(desk, payload.book, desk.today)
    try:
        _, numbers = numbering.lease(register, payload.count)
    except NumberRefused as refused:
        raise Refused(REFUSALS[refused.refusal]) from refused
    daily = site.mode == LeaseOrder.VOID_DAILY
    return desk.record(
        LeaseGranted(
            id=desk.document,
            book=payload.book,
            year=register.year,
            first=numbers.start,
            last=numbers.stop - 1,
            site=site.id,
            day=desk.today.isoformat() if daily else "",
        )
    )


def close(desk: Desk, payload: wire.CloseLease) -> Event:
    """Take back what is left of a block: those numbers are void (thu hồi).

    Only while its site cannot use it any more, which the clerk's reason has to say: what the
    site spent and did not report comes in as a stray entry later.
    Raises Refused: NOT_FOUND, STEP_NOT_NOW, REASON_REQUIRED.
    """
    lease = desk.unit.lease(payload.id)
    if lease is None or lease.organ != desk.organ:
        raise Refused("NOT_FOUND")
    if lease.closed:
        raise Refused("STEP_NOT_NOW", detail="Khối số này đã thu lại.")
    return desk.record(closed(lease, reason=desk.reason(payload.reason)))


def closed(lease: LeaseRecord, *, reason: str) -> LeaseClosed:
    """Return the event by which the rest of `lease` is void."""
    return LeaseClosed(
        id=lease.id,
        book=lease.book,
        year=lease.year,
        first=lease.next,
        last=lease.last,
        reason=reason,
    )


def leave(desk: Desk, payload: wire.LeaveSite) -> Event:
    """A follower or branch is one no more; its blocks stay leased until they are closed.

    Raises Refused: NOT_FOUND, REASON_REQUIRED.
    """
    for known in desk.unit.sites():
        if known.id == payload.id and not known.left_at:
            return desk.record(SiteLeft(id=known.id, reason=desk.reason(payload.reason)))
    raise Refused("NOT_FOUND", detail=payload.id)


def _branch(desk: Desk, site: str) -> Site:
    for known in desk.unit.sites():
        if known.id == site and known.kind == "branch" and not known.left_at:
            return known
    raise Refused("NOT_FOUND", detail=site)
