"""The way of an outgoing document: from which state which command may follow.

NĐ 30/2020 Điều 14; order A and B of the regulations agree on it: person, number, organ, issue
(R-OUT-04, R-OUT-05, R-SIG-05).
"""

from typing import Final

from vanthu_sync.errors import Refused
from vanthu_sync.vocabulary import OutgoingState
from vanthu_sync.wire import OutgoingDocument

STEPS: Final[dict[str, frozenset[str]]] = {
    "outgoing.draft": frozenset({OutgoingState.DRAFT}),
    "outgoing.submit": frozenset({OutgoingState.DRAFT}),
    "outgoing.send_back": frozenset({OutgoingState.SUBMITTED, OutgoingState.SIGNED}),
    "outgoing.sign": frozenset({OutgoingState.SUBMITTED}),
    "outgoing.number": frozenset({OutgoingState.SIGNED}),
    "outgoing.seal": frozenset({OutgoingState.NUMBERED}),
    "outgoing.issue": frozenset({OutgoingState.SEALED}),
    "content.remove": frozenset(OutgoingState),
}
"""Command → the states in which it may be given. A numbered document never goes back."""


def require_step(command: str, document: OutgoingDocument) -> None:
    """Raise Refused(STEP_NOT_NOW) unless `command` may follow; none follows Gỡ nội dung."""
    if is_removed(document):
        raise Refused("STEP_NOT_NOW", detail="Nội dung đã được gỡ.")
    if document.row.state not in STEPS[command]:
        raise Refused("STEP_NOT_NOW")


def is_removed(document: OutgoingDocument) -> bool:
    """Tell whether the content was removed: then no version is left."""
    return document.version == 0
