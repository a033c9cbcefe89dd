"""The province page's content, also as JSON (GET /api/overview).

Rule: what is not known is null and shown as "—", never 0 (design.md principle 7). Counts are
known from the first batch of a journal on, as of `data_at`.
"""

from datetime import date, datetime

import msgspec

from vanthu_server.province.domain.warning import Warned


class Organ(msgspec.Struct, frozen=True, kw_only=True):
    """An organ of a node."""

    id: str
    code: str
    name: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Register entries and issued documents, this year and today (Vietnam's calendar).

    Null where the data is older than the year, or the day, that is asked for.
    """

    registered_year: int | None
    registered_today: int | None
    issued_year: int | None
    issued_today: int | None


class HeldHead(msgspec.Struct, frozen=True, kw_only=True):
    """How far the hub holds a journal."""

    epoch: int
    seq: int
    hash: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Letters that wait for an organ which is not in the directory."""

    organ: str
    organ_name: str
    letters: int


class TakenOver(msgspec.Struct, frozen=True, kw_only=True):
    """A take-over of a commune's registers (NB26): who, when, why, and whether it is approved.

    `at` is by the node's clock; `clerk` and `leader` are accounts of the commune.
    """

    epoch: int
    seq: int
    at: datetime
    reason: str
    clerk: str
    leader: str
    ratified_at: datetime | None
    ratified_by: str


class Delegated(msgspec.Struct, frozen=True, kw_only=True):
    """What the province said last of who numbers a book of a year (NB18)."""

    organ: str
    book: str
    year: int
    owner: str
    signed_at: datetime
    made_by: str


class Commune(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the page: a commune and its node; null is "not known"."""

    name: str
    journal: str | None = None
    node_name: str | None = None
    organs: tuple[Organ, ...] = ()
    contact_at: datetime | None = None
    data_at: datetime | None = None
    head: HeldHead | None = None
    counts: Counts | None = None
    files_awaited: int | None = None
    undeliverable: tuple[Waiting, ...] = ()
    warnings: tuple[Warned, ...] = ()
    take_overs: tuple[TakenOver, ...] = ()
    delegations: tuple[Delegated, ...] = ()


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All communes by name, as of `at`; `today` is the day the counts call today."""

    hub_name: str
    at: datetime
    today: date
    communes: tuple[Commune, ...]
