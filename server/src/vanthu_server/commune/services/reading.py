"""What a person sees of a document: with the commands that may follow."""

import msgspec

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.outgoing_steps import STEPS, is_removed
from vanthu_server.commune.domain.person import Person
from vanthu_sync import wire
from vanthu_sync.errors import Refused


def outgoing_for(
    person: Person, document: wire.OutgoingDocument, organ: str
) -> wire.OutgoingDocument:
    """Return the document with the commands that `person` may give next."""
    waiting = any(job.state in {"waiting", "asked"} for job in document.signing)
    may = tuple(
        command
        for command, states in STEPS.items()
        if document.row.state in states
        and rights.may(person, command, organ)
        and not (command in {"outgoing.sign", "outgoing.seal"} and waiting)
        and not (command == "outgoing.number" and document.slip)
        and (command != "outgoing.sign" or document.fields.signer == person.account)
    )
    return msgspec.structs.replace(document, may=() if is_removed(document) else may)


def require_member(person: Person, organ: str) -> None:
    """Raise Refused(NOT_FOUND) for an organ that the person has no part in."""
    if not person.roles_in(organ):
        raise Refused("NOT_FOUND")
