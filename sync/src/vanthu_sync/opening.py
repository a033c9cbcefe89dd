"""The opening check: whether this node may stamp, and if not, what comes first.

Rules (PROTOCOL.md, NB8-NB10; the other witnesses and questions join with the next issue):
- sidecar equal to the database: open.
- database ahead of the sidecar by at most one transaction: the power went between commit and
  sidecar; nothing of it was shown. The missing lines are appended first, then open. Further
  behind (SIDECAR_LAG_EVENTS_MAX): an older sidecar was put back, closed.
- sidecar ahead of the database: the database was rolled back (a restore, a lost write). Do not
  stamp: apply the sidecar's events to the database first, then open.
- no sidecar where the database has events, or a sidecar that branches off, is from another
  journal, has a hole, or begins after the database ends: closed until a person decides.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

import msgspec

from vanthu_sync import limits
from vanthu_sync.journal import ChainBroken, Event, Head, heads

Action = Literal["open", "append_to_sidecar", "recover_from_sidecar", "closed"]
Cause = Literal["", "sidecar_missing", "sidecar_behind", "fork", "other_journal", "sidecar_hole"]


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What to do before the first number.

    `missing` are the events to apply to the database (recover_from_sidecar);
    `sidecar_seq` is the last event that the sidecar holds (append_to_sidecar).
    """

    action: Action
    cause: Cause = ""
    missing: tuple[Event, ...] = ()
    sidecar_seq: int = 0


def decide(database: Head, hashes: Mapping[int, str], sidecar: tuple[Event, ...] | None) -> Opening:
    """Return what must happen before the register may be used.

    `hashes` gives the database's chain hash at every seq it holds; `sidecar` is None where the
    file does not exist. The sidecar may begin late: its older part goes once hub and backup
    hold it.
    """
    if sidecar is None:
        return Opening(action="closed", cause="sidecar_missing") if database.seq else _open(0)
    if not sidecar:
        return _behind(database, 0)
    if any(event.header.journal != database.journal for event in sidecar):
        return Opening(action="closed", cause="other_journal")
    if any(later.header.seq != event.header.seq + 1 for event, later in pairwise(sidecar)):
        return Opening(action="closed", cause="sidecar_hole")
    shared = [event for event in sidecar if event.header.seq <= database.seq]
    if any(hashes.get(event.header.seq) != event.hash for event in shared):
        return Opening(action="closed", cause="fork")
    missing = sidecar[len(shared) :]
    return _recover(database, missing) if missing else _behind(database, shared[-1].header.seq)


def _open(sidecar_seq: int) -> Opening:
    return Opening(action="open", sidecar_seq=sidecar_seq)


def _behind(database: Head, sidecar_seq: int) -> Opening:
    if sidecar_seq == database.seq:
        return _open(sidecar_seq)
    if database.seq - sidecar_seq > limits.SIDECAR_LAG_EVENTS_MAX:
        return Opening(action="closed", cause="sidecar_behind", sidecar_seq=sidecar_seq)
    return Opening(action="append_to_sidecar", sidecar_seq=sidecar_seq)


def _recover(database: Head, missing: tuple[Event, ...]) -> Opening:
    try:
        for _ in heads(database, missing):
            pass
    except ChainBroken as broken:
        cause: Cause = "sidecar_hole" if broken.fault == "hole" else "fork"
        return Opening(action="closed", cause=cause)
    return Opening(action="recover_from_sidecar", missing=missing)
