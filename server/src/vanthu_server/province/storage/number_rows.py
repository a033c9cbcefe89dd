"""What waits for the province's numbers, and the numbers it gave (PROTOCOL.md NB30).

Rule: numbers are given one transaction at a time, under the lock of the inboxes' cursors, which
delegations take as well: who numbers a book does not change between looking and giving.
"""

import base64
import itertools
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.numbers import (
    Ask,
    Given,
    GivenNumber,
    Numbers,
    Said,
    WaitingNumber,
)
from vanthu_server.province.storage.letter_rows import lock_cursors
from vanthu_server.province.storage.schema import (
    ASKED_NUMBERS,
    BODIES,
    DELEGATIONS,
    GIVEN_NUMBERS,
    ORGANS,
)
from vanthu_sync.clock import moment
from vanthu_sync.province_events import NumberAsked, NumberGiven

_ASKED = ASKED_NUMBERS.c
_GIVEN = GIVEN_NUMBERS.c

WAITING_SHOWN: Final = 500
"""Several weeks of a commune; the rest comes up as the first are given."""

GIVEN_SHOWN: Final = 50
"""A day's work, to look back on."""

_BOOK: Final = ("organ", "book", "year")
_STANDS: Final = _GIVEN.state != "refused"


class NumberRows:
    """Implements the port Numbers."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def note(self, journal: str, said: Sequence[Said]) -> None:
        """Take in what events say, whose signatures were checked; what is known stays."""
        for each in said:
            if each.asked is not None:
                self._asked(journal, each, each.asked)
            elif each.given is not None:
                self._given(journal, each.organ, each.given)
            else:
                place = sa.and_(_ASKED.organ == each.organ, _ASKED.slip == each.settled)
                self._connection.execute(
                    sa.update(ASKED_NUMBERS).where(place).values(taken_back=True)
                )

    def lock(self) -> None:
        """Wait until nobody else gives numbers or delegates; hold that to the transaction's end."""
        lock_cursors(self._connection)

    def ask(self, organ: str, slip: str) -> Ask | None:
        """Return what waits, or waited, under a slip; None where it was taken back or out."""
        query = _whole(*(_ASKED[name] for name in Ask.__struct_fields__)).where(
            _ASKED.organ == organ, _ASKED.slip == slip, ~_ASKED.taken_back
        )
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else Ask(**row)

    def given_to(self, organ: str, slip: str) -> Given | None:
        """Return the number of a slip that was not refused, or None."""
        columns = (_GIVEN[name] for name in Given.__struct_fields__)
        query = sa.select(*columns).where(_GIVEN.organ == organ, _GIVEN.slip == slip, _STANDS)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else Given(**row)

    def is_given(self, ask: Ask, number: int) -> bool:
        """Tell whether the book's number went to any slip."""
        query = sa.select(_GIVEN.id).where(*_of_book(ask), _GIVEN.number == number)
        return self._connection.execute(query).first() is not None

    def last(self, ask: Ask) -> int:
        """Return the highest number of the book that was given or taken, 0 for none."""
        given = sa.select(sa.func.max(_GIVEN.number)).where(*_of_book(ask), _STANDS)
        marks = sa.select(sa.func.max(_ASKED.mark)).where(
            *(_ASKED[name] == getattr(ask, name) for name in _BOOK)
        )
        found = (self._connection.execute(query).scalar() for query in (given, marks))
        return max(number or 0 for number in found)

    def next(self, ask: Ask) -> int:
        """Return the number that follows the last and went to no slip, not even in vain."""
        last = self.last(ask)
        query = sa.select(_GIVEN.number).where(*_of_book(ask), _GIVEN.number > last)
        gone = set(self._connection.execute(query).scalars())
        return next(number for number in itertools.count(last + 1) if number not in gone)

    def owner(self, ask: Ask) -> str:
        """Return who numbers the book by the newest delegation that holds for its year.

        A year of which nothing was said is numbered as the one before it (NB18), and "" means
        that nothing was said at all.
        """
        table = DELEGATIONS.c
        query = (
            sa.select(table.owner)
            .where(table.organ == ask.organ, table.book == ask.book, table.year <= ask.year)
            .order_by(table.year.desc(), table.id.desc())
            .limit(1)
        )
        return str(self._connection.execute(query).scalar() or "")

    def give(self, given: Given) -> int:
        """Keep a number for a slip and return its id."""
        values = msgspec.structs.asdict(given)
        added = sa.insert(GIVEN_NUMBERS).values(**values).returning(_GIVEN.id)
        made: int = self._connection.execute(added).scalar_one()
        return made

    def shown(self, organ: str = "") -> Numbers:
        """Return what waits, of one organ or of all, and what was given last."""
        return Numbers(waiting=tuple(self._waiting(organ)), given=tuple(self._last_given(organ)))

    def _asked(self, journal: str, said: Said, asked: NumberAsked) -> None:
        added = insert(ASKED_NUMBERS).values(
            organ=said.organ,
            slip=asked.slip,
            journal=journal,
            seq=said.seq,
            book=asked.book,
            year=asked.year,
            mark=asked.mark,
            asked_at=said.at,
            taken_back=False,
        )
        self._connection.execute(added.on_conflict_do_nothing())

    def _given(self, journal: str, organ: str, given: NumberGiven) -> None:
        """What the commune did with a number; one that a restored hub forgot is known again."""
        state = "refused" if given.refused else "taken"
        added = insert(GIVEN_NUMBERS).values(
            journal=journal,
            organ=organ,
            book=given.book,
            year=given.year,
            slip=given.slip,
            number=given.number,
            signed_at=given.signed_at,
            signature=base64.b64decode(given.signature),
            made_by="",
            state=state,
            refused=given.refused,
        )
        self._connection.execute(added.on_conflict_do_nothing())
        same = sa.and_(
            _GIVEN.organ == organ,
            _GIVEN.slip == given.slip,
            _GIVEN.number == given.number,
            _GIVEN.signed_at == given.signed_at,
        )
        known = sa.update(GIVEN_NUMBERS).where(same)
        self._connection.execute(known.values(state=state, refused=given.refused))

    def _waiting(self, organ: str) -> list[WaitingNumber]:
        answered = sa.exists().where(_GIVEN.organ == _ASKED.organ, _GIVEN.slip == _ASKED.slip)
        query = (
            _whole(*ASKED_NUMBERS.c, BODIES.c.body, ORGANS.c.name.label("organ_name"))
            .join(ORGANS, ORGANS.c.id == _ASKED.organ)
            .where(~_ASKED.taken_back, ~answered.where(_STANDS))
            .order_by(_ASKED.asked_at, _ASKED.organ, _ASKED.slip)
            .limit(WAITING_SHOWN)
        )
        if organ:
            query = query.where(_ASKED.organ == organ)
        rows = self._connection.execute(query).mappings().all()
        return [self._row(row) for row in rows]

    def _row(self, row: sa.RowMapping) -> WaitingNumber:
        asked = msgspec.json.decode(row["body"], type=NumberAsked)
        fields = asked.fields
        ask = Ask(**{name: row[name] for name in Ask.__struct_fields__})
        refused = sa.select(sa.func.max(_GIVEN.number)).where(
            _GIVEN.organ == ask.organ, _GIVEN.slip == ask.slip, ~_STANDS
        )
        return WaitingNumber(
            organ=ask.organ,
            organ_name=row["organ_name"],
            book=ask.book,
            year=ask.year,
            slip=ask.slip,
            asked_at=moment(row["asked_at"]),
            day=asked.day,
            sender="" if fields is None else fields.organ_name,
            symbol=asked.notation
            if fields is None
            else "/".join(filter(None, (fields.code_number, fields.code_notation))),
            issued_date=None if fields is None else fields.issued_date,
            type_name=asked.type_name if fields is None else fields.type_name,
            subject=asked.subject if fields is None else fields.subject,
            next_number=self.next(ask),
            refused=self._connection.execute(refused).scalar() or 0,
        )

    def _last_given(self, organ: str) -> list[GivenNumber]:
        query = sa.select(GIVEN_NUMBERS).order_by(_GIVEN.id.desc()).limit(GIVEN_SHOWN)
        if organ:
            query = query.where(_GIVEN.organ == organ)
        names = GivenNumber.__struct_fields__
        return [
            GivenNumber(
                **{name: row[name] for name in names if name != "signed_at"},
                signed_at=moment(row["signed_at"]),
            )
            for row in self._connection.execute(query).mappings()
        ]


def _whole(*columns: Any) -> sa.Select[Any]:  # noqa: ANN401 - columns of several tables
    """Asks whose content was not taken out."""
    place = sa.and_(BODIES.c.journal == _ASKED.journal, BODIES.c.seq == _ASKED.seq)
    return sa.select(*columns).select_from(ASKED_NUMBERS).join(BODIES, place)


def _of_book(ask: Ask) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(_GIVEN[name] == getattr(ask, name) for name in _BOOK)
