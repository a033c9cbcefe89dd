"""Giving a number to what waits under a slip: signed, and sent by the inbox (PROTOCOL.md NB30)."""

from vanthu_server.keys import SigningKey
from vanthu_server.province.domain.numbers import Ask, Given, Numbers
from vanthu_server.province.domain.ports import Clock, Database, Tables
from vanthu_server.province.services.storable import storable_id
from vanthu_sync import limits
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.signed_records import given_bytes
from vanthu_sync.slip import SlipWrong, parse


class GiveNumber:
    """Gives each slip one number, and each number of a book to one slip."""

    def __init__(self, database: Database, *, clock: Clock, key: SigningKey) -> None:
        self._database = database
        self._clock = clock
        self._key = key

    def __call__(self, organ: str, slip: str, *, number: int | None, by: str) -> Given:
        """Sign, keep and send it; None takes the next number of the book.

        The same number for the same slip again is the same answer. Raises Refused: SLIP_WRONG,
        NOT_FOUND, SLIP_NUMBERED, REGISTER_NOT_HERE, NUMBER_TAKEN, FIELDS_INVALID.
        """
        text = _slip(slip)
        with self._database.begin() as tables:
            tables.numbers.lock()
            ask = tables.numbers.ask(storable_id(organ, field="organ"), text)
            if ask is None:
                raise Refused("NOT_FOUND", detail=f"Không có mã tạm {text} đang chờ số.")
            known = tables.numbers.given_to(organ, text)
            if known is not None and number in {None, known.number}:
                return known
            if known is not None:
                raise Refused("SLIP_NUMBERED", detail=f"{text} đã có số {known.number}.")
            given = self._signed(ask, _number(tables, ask, number), by=by)
            made = tables.numbers.give(given)
            tables.letters.announce(made, kind="number", organ=organ, sent_at=given.signed_at)
        return given

    def waiting(self, organ: str = "") -> Numbers:
        """Return what waits, of one organ or of all, and what was given last."""
        with self._database.begin() as tables:
            return tables.numbers.shown(organ and storable_id(organ, field="organ"))

    def _signed(self, ask: Ask, number: int, *, by: str) -> Given:
        signed_at = instant(self._clock())
        signed = given_bytes(
            journal=ask.journal,
            organ=ask.organ,
            book=ask.book,
            year=ask.year,
            slip=ask.slip,
            number=number,
            signed_at=signed_at,
        )
        return Given(
            journal=ask.journal,
            organ=ask.organ,
            book=ask.book,
            year=ask.year,
            slip=ask.slip,
            number=number,
            signed_at=signed_at,
            signature=self._key.sign(signed),
            made_by=by,
        )


def _slip(text: str) -> str:
    try:
        return parse(text).text
    except SlipWrong as error:
        raise Refused("SLIP_WRONG", field="slip", detail=text[:40]) from error


def _number(tables: Tables, ask: Ask, wanted: int | None) -> int:
    if tables.numbers.owner(ask) == "node":
        detail = "Sổ này đã giao cho xã cấp số; xã tự vào sổ văn bản còn chờ."
        raise Refused("REGISTER_NOT_HERE", detail=detail)
    last = tables.numbers.last(ask)
    number = tables.numbers.next(ask) if wanted is None else wanted
    if not 1 <= number <= min(last + limits.GIVEN_AHEAD_MAX, limits.NUMBER_MAX):
        detail = f"Số cuối của sổ là {last}; chọn số từ 1 đến {last + limits.GIVEN_AHEAD_MAX}."
        raise Refused("FIELDS_INVALID", field="number", detail=detail)
    if tables.numbers.is_given(ask, number):
        raise Refused("NUMBER_TAKEN", detail=f"Số {number} của sổ này đã cấp.")
    return number
