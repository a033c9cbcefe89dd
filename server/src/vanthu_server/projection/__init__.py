"""From events to rows: the one way in which tables are made (numbering-and-sync I7).

`apply` brings the rows up to date with one event. It reads nothing but the event and the rows
that earlier events made, so the same journal gives the same rows: on the node as it happens,
when a node recovers from its sidecar, and when `vanthu rebuild` makes all tables again.
"""

from collections.abc import Callable
from typing import Final

from sqlite_utils import Database

from vanthu_server.projection import (
    devices,
    from_paper,
    holders,
    incoming,
    interchange,
    numbers,
    office,
    outgoing,
    province_numbers,
    removal,
)
from vanthu_server.projection.row import insert
from vanthu_sync import operations
from vanthu_sync.journal import Event

TABLES: Final = (
    "operation",
    "document_event",
    "organ",
    "person",
    "role",
    "certificate",
    "register",
    "number",
    "incoming",
    "incoming_search",
    "outgoing",
    "outgoing_search",
    "delivery",
    "file",
    "inbox",
    "inbox_cursor",
    "lease",
    "site",
    "slip_device",
    "device",
    "take_over",
    "stray",
    "copy",
    "clock_correction",
    "asked",
    "given",
)
"""The tables that belong to the projection, all emptied before a rebuild."""

APPLIERS: Final[dict[str, Callable[[Database, Event], None]]] = {
    "organ.added": office.organ_added,
    "person.added": office.person_added,
    "roles.given": office.roles_given,
    "certificate.bound": office.certificate_bound,
    "register.opened": holders.register_opened,
    "register.withdrawn": holders.register_withdrawn,
    "register.closed": holders.register_closed,
    "register.delegated": holders.register_delegated,
    "number.changed": numbers.number_changed,
    "number.asked": province_numbers.asked,
    "number.taken_back": province_numbers.taken_back,
    "number.given": province_numbers.given,
    "numbers.lost": numbers.numbers_lost,
    "lease.granted": numbers.lease_granted,
    "lease.received": numbers.lease_received,
    "lease.closed": numbers.lease_closed,
    "copy.numbered": numbers.copy_numbered,
    "site.joined": holders.site_joined,
    "site.left": holders.site_left,
    "site.received": holders.site_received,
    "device.coded": devices.device_coded,
    "device.enrolled": devices.device_enrolled,
    "device.lost": devices.device_lost,
    "device.revoked": devices.device_revoked,
    "node.taken_over": holders.taken_over,
    "takeover.ratified": holders.ratified,
    "entry.strayed": holders.strayed,
    "clock.corrected": holders.clock_corrected,
    "paper.attached": from_paper.paper_attached,
    "outgoing.reentered": from_paper.reentered,
    "incoming.registered": incoming.registered,
    "document.attached": incoming.attached,
    "content.removed": removal.content_removed,
    "outgoing.drafted": outgoing.drafted,
    "outgoing.submitted": outgoing.submitted,
    "outgoing.sent_back": outgoing.sent_back,
    "signing.requested": outgoing.signing_requested,
    "signing.refused": outgoing.signing_refused,
    "outgoing.signed": outgoing.signed,
    "outgoing.numbered": outgoing.numbered,
    "outgoing.issued": outgoing.issued,
    "inbox.received": interchange.received,
    "inbox.checked": interchange.checked,
    "inbox.returned": interchange.returned,
    "status.received": interchange.status_received,
}
"""Kinds that touch rows; others (node.started, status.sent…) live in the journal alone."""


def apply(db: Database, event: Event) -> None:
    """Bring the rows up to date with `event`; an event without content touches none.

    Raises sqlite3.IntegrityError when the event breaks a rule that the tables keep, such as a
    number given twice.
    """
    header = event.header
    if header.op:
        insert(
            db,
            "operation",
            {
                "op": header.op,
                "fingerprint": operations.mark_of(event.content),
                "seq": header.seq,
            },
        )
    applier = APPLIERS.get(header.kind)
    if applier is not None and event.body is not None:
        applier(db, event)
