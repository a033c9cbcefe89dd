"""What a person at the province decides of a commune's registers (PROTOCOL.md, NB18, LK9)."""

from typing import Final

from vanthu_server.keys import SigningKey
from vanthu_server.province.domain.holding import Delegation
from vanthu_server.province.domain.ports import Clock, Database
from vanthu_server.province.services.storable import storable_id
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.numbering import Owner
from vanthu_sync.signed_records import delegation_bytes
from vanthu_sync.vocabulary import Book

YEARS: Final = range(2000, 2101)
OWNERS: Final[frozenset[Owner]] = frozenset({"node", "province"})


class Ratify:
    """Approves take-overs; the node hears of it with its next session, which comes at once."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def __call__(self, journal: str, epoch: int, *, by: str) -> None:
        """Approve the take-over of `epoch`; raises Refused(NOT_FOUND) where none waits."""
        place = storable_id(journal, field="journal")
        with self._database.begin() as tables:
            if not tables.holders.ratify(place, epoch, by=by, at=self._clock()):
                raise Refused("NOT_FOUND", detail="Không có lần tiếp quản nào đang chờ phê chuẩn.")
            tables.sessions.end_of(place)


class Delegate:
    """Says who numbers a book of a year: signed by the hub's key, sent by the inbox (NB18)."""

    def __init__(self, database: Database, *, clock: Clock, key: SigningKey) -> None:
        self._database = database
        self._clock = clock
        self._key = key

    def __call__(self, organ: str, book: str, year: int, *, owner: str, by: str) -> Delegation:
        """Sign, keep and send it; raises Refused: NOT_FOUND (the organ), FIELDS_INVALID."""
        _check(book, year, owner)
        with self._database.begin() as tables:
            journal = tables.pairings.owners([storable_id(organ, field="organ")]).get(organ)
            if journal is None:
                raise Refused("NOT_FOUND", detail="Danh bạ không có cơ quan này.")
            tables.numbers.lock()  # nobody gives numbers of this book meanwhile
            signed_at = instant(self._clock())
            signed = delegation_bytes(
                journal=journal,
                organ=organ,
                book=book,
                year=year,
                owner=owner,
                signed_at=signed_at,
            )
            delegation = Delegation(
                journal=journal,
                organ=organ,
                book=book,
                year=year,
                owner=owner,
                signed_at=signed_at,
                signature=self._key.sign(signed),
                made_by=by,
            )
            made = tables.holders.delegate(delegation)
            tables.letters.announce(made, kind="delegation", organ=organ, sent_at=signed_at)
        return delegation


def _check(book: str, year: int, owner: str) -> None:
    wrong = ""
    if book not in set(Book):
        wrong = "book"
    elif year not in YEARS:
        wrong = "year"
    elif owner not in OWNERS:
        wrong = "owner"
    if wrong:
        detail = "Chọn sổ đến hoặc sổ đi, năm có bốn chữ số, và nơi cấp số là xã hoặc tỉnh."
        raise Refused("FIELDS_INVALID", detail=detail, field=wrong)
