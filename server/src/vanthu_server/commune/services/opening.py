"""Opening the node: compare database and sidecar before anything may be stamped (NB8-NB10).

What is missing on either side is completed first; what cannot be decided without a person
leaves the node closed: it still shows its lists, and registers nothing.
"""

from typing import Protocol

import msgspec

from vanthu_sync import opening
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event, Head
from vanthu_sync.sidecar import SidecarDamaged

CAUSES = {
    "sidecar_missing": "Không thấy bản ghi kèm (sidecar) ở nơi đã đặt.",
    "sidecar_behind": "Bản ghi kèm cũ hơn cơ sở dữ liệu nhiều: có thể đã chép đè bản cũ.",
    "fork": "Bản ghi kèm và cơ sở dữ liệu có hai nội dung khác nhau ở cùng một vị trí.",
    "other_journal": "Bản ghi kèm là của máy xã khác.",
    "sidecar_hole": "Bản ghi kèm thiếu đoạn giữa nên không nối được vào cơ sở dữ liệu.",
    "sidecar_damaged": "Bản ghi kèm bị hỏng.",
    "sidecar_failed": "Không đọc hoặc không ghi được bản ghi kèm: ổ bị rút, đầy hay chỉ cho đọc.",
}
"""Why a node stays closed, in words."""


class OpeningStore(Protocol):
    """The two sides that are compared."""

    def head(self) -> Head:
        """Return the database's head."""
        ...

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on."""
        ...

    def sidecar(self) -> tuple[Event, ...] | None:
        """Return the sidecar's events, None where the file is missing; raises SidecarDamaged."""
        ...

    def complete_sidecar(self, after: int) -> None:
        """Append the database's events after the seq `after` to the sidecar."""
        ...

    def recover(self, missing: tuple[Event, ...]) -> None:
        """Apply the sidecar's events to the database, in one transaction."""
        ...

    def forget_removed(self) -> None:
        """Bring the sidecar to what the journal still holds."""
        ...

    def admit(self) -> None:
        """Open for writing."""
        ...


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """How the node opened: `recovered` events came back, `completed` went to the sidecar."""

    open: bool
    cause: str = ""
    recovered: int = 0
    completed: int = 0

    @property
    def text(self) -> str:
        """Why it is closed, for people; "" when open."""
        return CAUSES.get(self.cause, "")


def open_node(store: OpeningStore) -> Opened:
    """Make both sides equal and admit, or say why that needs a person; nothing is lost either way.

    A node whose sidecar's disk fails stays closed and shows its lists, as during the day.
    """
    try:
        opened = _made_equal(store)
        if opened.open:
            store.admit()
    except SidecarDamaged:
        return Opened(open=False, cause="sidecar_damaged")
    except (OSError, Refused):
        return Opened(open=False, cause="sidecar_failed")
    return opened


def _made_equal(store: OpeningStore) -> Opened:
    held = store.sidecar()
    first = held[0].header.seq if held else 1
    decided = opening.decide(store.head(), store.hashes(first), held)
    if decided.action == "closed":
        return Opened(open=False, cause=decided.cause)
    if decided.action == "recover_from_sidecar":
        store.recover(decided.missing)
    completed = 0
    if decided.action == "append_to_sidecar":
        completed = store.head().seq - decided.sidecar_seq
        store.complete_sidecar(decided.sidecar_seq)
        held = store.sidecar()
    if held and _holds_removed(held):
        store.forget_removed()
    return Opened(open=True, recovered=len(decided.missing), completed=completed)


def _holds_removed(held: tuple[Event, ...]) -> bool:
    removed = [event for event in held if event.header.kind == "content.removed"]
    named = {seq for event in removed for seq in _seqs(event)}
    return any(event.body is not None and event.header.seq in named for event in held)


def _seqs(event: Event) -> tuple[int, ...]:
    found = event.content.get("seqs", ())
    return tuple(seq for seq in found if isinstance(seq, int)) if isinstance(found, list) else ()
