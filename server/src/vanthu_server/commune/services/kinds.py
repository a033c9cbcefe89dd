"""The table of commands: kind → payload, handler, answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from vanthu_server.commune.domain.ports import Blobs, Clock, Ledger
from vanthu_server.commune.services import (
    attaching,
    devices,
    inbox,
    incoming_register,
    leases,
    number_acts,
    outgoing_draft,
    outgoing_issue,
    outgoing_number,
    register_years,
    registering,
    removing,
    signing_request,
    slips,
    strays,
)
from vanthu_server.commune.services.command import Kind
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.signing_request import Jobs
from vanthu_sync import wire
from vanthu_sync.journal import Event


class Signs(Protocol):
    """The node's key."""

    def sign(self, data: bytes) -> bytes:
        """Return the signature over `data`."""
        ...


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What handlers use beside the desk."""

    ledger: Ledger
    blobs: Blobs
    paper: Paper
    jobs: Jobs
    key: Signs
    trust: Path
    clock: Clock


def kinds(parts: Parts) -> dict[str, Kind]:
    """Return every kind of command; PROTOCOL.md WI lists the same."""
    return {**_incoming(parts), **_numbers(), **_outgoing(parts), **_inbox(parts)}


def _incoming(parts: Parts) -> dict[str, Kind]:
    nothing = removing.nothing
    return {
        "register.open": Kind(
            payload=wire.OpenRegister, handle=register_years.open_register, answer=nothing
        ),
        "incoming.register": Kind(
            payload=wire.RegisterIncoming,
            handle=incoming_register.register,
            answer=registering.registered,
        ),
        "document.attach": Kind(payload=wire.Attach, handle=attaching.attach, answer=nothing),
        "content.remove": Kind(
            payload=wire.RemoveContent,
            handle=partial(removing.remove, sign=parts.key.sign),
            answer=nothing,
            after=partial(removing.forget_files, ledger=parts.ledger, blobs=parts.blobs),
        ),
    }


def _numbers() -> dict[str, Kind]:
    nothing, registered = removing.nothing, registering.registered
    acts: tuple[tuple[str, type[wire.Wire], Callable[..., Event]], ...] = (
        ("number.void", wire.VoidNumber, number_acts.void),
        ("outgoing.reenter", wire.ReenterOutgoing, number_acts.reenter_outgoing),
        ("paper.attach", wire.AttachPaper, number_acts.attach_paper),
        ("register.close", wire.CloseRegister, register_years.close),
        ("register.withdraw", wire.WithdrawRegister, register_years.withdraw),
        ("lease.grant", wire.GrantLease, leases.grant),
        ("lease.close", wire.CloseLease, leases.close),
        ("site.leave", wire.LeaveSite, leases.leave),
        ("device.code", wire.CodeDevice, slips.code_device),
        ("device.lose", wire.LoseDevice, slips.lose_device),
        ("device.revoke", wire.RevokeDevice, devices.revoke),
    )
    plain = {
        kind: Kind(payload=payload, handle=handle, answer=nothing) for kind, payload, handle in acts
    }
    return {
        **plain,
        "number.take_back": Kind(
            payload=wire.TakeBack, handle=registering.take_back, answer=registered
        ),
        "incoming.reenter": Kind(
            payload=wire.Reenter, handle=number_acts.reenter, answer=registered
        ),
        "stray.settle": Kind(payload=wire.SettleStray, handle=strays.settle, answer=registered),
        "copy.number": Kind(
            payload=wire.NumberCopy, handle=number_acts.number_copy, answer=number_acts.copied
        ),
    }


def _outgoing(parts: Parts) -> dict[str, Kind]:
    paper, blobs, jobs = parts.paper, parts.blobs, parts.jobs
    return {
        "outgoing.draft": Kind(
            payload=wire.DraftOutgoing, handle=outgoing_draft.draft, answer=outgoing_number.done
        ),
        "outgoing.submit": _step(partial(outgoing_draft.submit, paper=paper, blobs=blobs)),
        "outgoing.send_back": _step(outgoing_draft.send_back),
        "outgoing.sign": _step(partial(signing_request.request_person, paper=paper, jobs=jobs)),
        "outgoing.number": _step(partial(outgoing_number.number, paper=paper, blobs=blobs)),
        "outgoing.seal": _step(partial(signing_request.request_organ, paper=paper, jobs=jobs)),
        "outgoing.issue": _step(outgoing_issue.issue),
    }


def _step(handle: Callable[..., Event]) -> Kind:
    return Kind(payload=wire.OutgoingStep, handle=handle, answer=outgoing_number.done)


def _inbox(parts: Parts) -> dict[str, Kind]:
    checking = inbox.Checking(parts.ledger, blobs=parts.blobs, trust=parts.trust, clock=parts.clock)
    return {
        "inbox.check": Kind(
            payload=wire.CheckInbox, handle=inbox.check, answer=inbox.checked, ahead=checking
        ),
        "inbox.accept": Kind(
            payload=wire.AcceptInbox, handle=inbox.accept, answer=registering.registered
        ),
        "inbox.return": Kind(
            payload=wire.ReturnInbox, handle=inbox.send_back, answer=removing.nothing
        ),
    }
