"""`stray.settle`: an entry of the branch that lost comes into the register (PROTOCOL.md NB27).

Under its own number where that one waits for its content; else the number is another entry's by
now, and the stray one gets a new number with a đính chính. Nothing is renumbered in silence.
"""

import msgspec

from vanthu_server.commune.domain.holding import Stray
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.registering import Entry, enter, enter_again
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import IncomingRegistered
from vanthu_sync.journal import Event
from vanthu_sync.province_events import NumberAsked
from vanthu_sync.vocabulary import NumberState


def settle(desk: Desk, payload: wire.SettleStray) -> Event:
    """Bring it in; raises Refused: NOT_FOUND, STEP_NOT_NOW, and as `registering.enter`."""
    stray = desk.unit.stray(payload.origin)
    if stray is None or stray.organ != desk.organ:
        raise Refused("NOT_FOUND", detail=payload.origin)
    if stray.settled_as is not None:
        raise Refused("STEP_NOT_NOW", detail=f"Mục này đã vào sổ với số {stray.settled_as}.")
    if stray.kind == "number.asked":
        return _ask_again(desk, stray)
    if stray.kind != "incoming.registered":
        detail = "Văn bản đi: mở «Tình trạng số», chọn số này rồi nhập lại từ bản giấy."
        raise Refused("STEP_NOT_NOW", detail=detail)
    content = msgspec.json.decode(stray.content, type=IncomingRegistered)
    _require_unasked(desk, stray)
    entry = Entry(
        fields=content.fields,
        files=content.files,
        duplicate_ok=True,
        not_secret=content.not_secret,
        slip=content.slip,
        captured_at=content.captured_at,
        received=content.arrival_date,
        origin=stray.origin,
    )
    number = desk.unit.number(desk.organ, stray.book, stray.year, stray.number)
    if number is not None and number.state == NumberState.CONTENT_LOST:
        return enter_again(desk, entry, year=stray.year, number=stray.number)
    today = msgspec.structs.replace(entry, received=None, corrects=stray.number)
    return enter(desk, today)


def _ask_again(desk: Desk, stray: Stray) -> Event:
    """What waited there for the province's number has none: it comes in as what is new."""
    _require_unasked(desk, stray)
    asked = msgspec.json.decode(stray.content, type=NumberAsked)
    if asked.fields is None:
        raise Refused("STEP_NOT_NOW", detail="Văn bản đi chưa có số: trình ký lại từ dự thảo.")
    entry = Entry(
        fields=asked.fields,
        files=asked.files,
        duplicate_ok=True,
        not_secret=asked.not_secret,
        captured_at=asked.captured_at,
        received=asked.day,
        origin=stray.origin,
    )
    return enter(desk, entry)


def _require_unasked(desk: Desk, stray: Stray) -> None:
    ask = desk.unit.ask_like(desk.organ, key="", origin=stray.origin)
    if ask is not None:
        raise Refused("NUMBER_WAITS", detail=f"Mục này đang chờ số của tỉnh: mã tạm {ask.slip}.")
