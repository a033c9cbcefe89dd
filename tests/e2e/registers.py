"""What a node says about its registers in states that an office on a screen takes weeks to reach.

Typed as the wire has it, so that a message that changes breaks these too.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal

import msgspec
from playwright.sync_api import Page, Route

from tests.commune.node import UBND
from vanthu_sync import wire

Question = Literal["", "paper_lost", "paper_confirm", "day", "take_over"]
Standing = Literal["owner", "follower", "branch"]
State = Literal["issued", "void", "leased", "content_lost"]

TODAY: Final = date(2026, 11, 20)
NOON: Final = "2026-11-20T05:05:00.000Z"
YESTERDAY: Final = "2026-11-19T07:05:00.000Z"
SLIP: Final = "T-07-0012M"

DEN: Final = wire.RegisterState(
    book="den",
    year=2026,
    mark=153,
    owner="node",
    node_name="Máy văn thư xã Đồng Hòa",
    epoch=2,
    issued=140,
    void=3,
    leased=8,
    content_lost=2,
)
DI: Final = msgspec.structs.replace(
    DEN, book="di", mark=57, issued=57, void=0, leased=0, content_lost=0
)
OLD: Final = msgspec.structs.replace(
    DEN, year=2025, mark=612, status="closing", epoch=1, issued=610, void=2, leased=0
)
FRESH: Final = msgspec.structs.replace(DI, book="sao", mark=2, issued=2)
EARLY: Final = msgspec.structs.replace(DI, year=2027, mark=0, issued=0)

ASKED: Final = (
    wire.PaperAsked(
        organ=UBND, organ_name="Ủy ban nhân dân xã Đồng Hòa", book="den", year=2026, mark=153
    ),
    wire.PaperAsked(
        organ=UBND, organ_name="Ủy ban nhân dân xã Đồng Hòa", book="di", year=2026, mark=57
    ),
)


def opening(question: Question = "", *, standing: Standing = "owner") -> wire.OpeningState:
    """Return the state of an opening that asks `question`; with "" closed for the IT officer."""
    cause, title, text, next_step = _QUESTIONS[question]
    asks = question in {"paper_confirm", "paper_lost", "take_over"}
    return wire.OpeningState(
        stamping=False,
        writing=False,
        cause=cause,
        question=question,
        title=title,
        text=text,
        next_step=next_step,
        today=TODAY,
        registers=ASKED if asks else (),
        standing=standing,
    )


OPEN: Final = wire.OpeningState(
    stamping=True,
    writing=True,
    cause="",
    question="",
    title="",
    text="",
    next_step="",
    today=TODAY,
)
RECOVERED: Final = msgspec.structs.replace(OPEN, recovered=3, witness="bản ghi kèm")

_QUESTIONS: Final[dict[Question, tuple[str, str, str, str]]] = {
    "paper_confirm": (
        "first_of_day",
        "Chưa cấp số: cần đối chiếu số cuối trên giấy.",
        "Từ lúc tắt máy đến nay chưa có máy nào khác xác nhận sổ.",
        "",
    ),
    "paper_lost": (
        "sidecar_missing",
        "Chưa cấp số: bản ghi kèm không còn.",
        "Máy này có thể thiếu những số cuối. Xem số cuối đã ghi trên giấy rồi nhập vào đây.",
        "",
    ),
    "day": (
        "clock",
        "Chưa cấp số: ngày giờ của máy xã chưa chắc đúng.",
        "Đồng hồ của máy lệch nhiều so với lần cuối có xác nhận.",
        "",
    ),
    "take_over": (
        "other_machine",
        "Chưa cấp số: dữ liệu này đang nằm trên một máy khác với máy giữ sổ.",
        "Đây là bản chép hoặc ổ đĩa đã chuyển máy.",
        "",
    ),
    "": (
        "fork",
        "Chưa cấp số: có hai bản ghi khác nhau.",
        "Bản ghi kèm và cơ sở dữ liệu có hai nội dung khác nhau ở cùng một vị trí.",
        "Danh sách vẫn xem được. Báo cán bộ CNTT chạy «vanthu doctor».",
    ),
}

SITES: Final = (
    wire.SiteRow(
        id="b1",
        name="Cơ sở 2 (Đồng Tâm)",
        kind="branch",
        mode="dung_tiep",
        seq=402,
        at=YESTERDAY,
        left=False,
    ),
    wire.SiteRow(
        id="f1",
        name="Máy phòng họp",
        kind="follower",
        mode="",
        seq=None,
        at=None,
        left=False,
    ),
)

HOLDING: Final = wire.Holding(
    standing="owner",
    node_name="Máy văn thư xã Đồng Hòa",
    owner_name="Máy văn thư xã Đồng Hòa",
    epoch=2,
    head=417,
    registers=(EARLY, DEN, DI, FRESH, OLD),
    leases=(
        wire.LeaseRow(
            id="l1",
            book="den",
            year=2026,
            first=141,
            last=150,
            site="Cơ sở 2 (Đồng Tâm)",
            day="2026-11-20",
            used=2,
            closed=False,
            granted_at=NOON,
        ),
    ),
    devices=(
        wire.SlipDevice(
            code="07", name="Điện thoại của chị Hoa", seen=12, missing=(9, 11), lost=False
        ),
        wire.SlipDevice(code="08", name="Máy tính bảng cũ", seen=4, missing=(), lost=True),
    ),
    sites=SITES,
    take_overs=(
        wire.TakeOverRow(
            epoch=2,
            at=YESTERDAY,
            reason="Máy cũ hỏng ổ đĩa, không bật lại được",
            clerk="Trần Thị Văn",
            leader="Nguyễn Văn Lãnh",
            ratified_at=None,
        ),
    ),
    strays=(
        wire.StrayRow(
            origin="1:400:aa",
            book="den",
            year=2026,
            number=139,
            at=YESTERDAY,
            subject="Về việc hỗ trợ hộ bị ngập",
            same_number=True,
            settled_as=None,
        ),
        wire.StrayRow(
            origin="1:401:bb",
            book="den",
            year=2026,
            number=140,
            at=YESTERDAY,
            subject="Giấy mời họp giao ban tháng 11",
            same_number=False,
            settled_as=151,
        ),
    ),
)

FOLLOWING: Final = msgspec.structs.replace(
    HOLDING,
    standing="follower",
    node_name="Máy phòng họp",
    leases=(),
    devices=(),
    sites=(),
    strays=(),
)


def _number(number: int, state: State, text: str, **more: str) -> wire.NumberRow:
    plain = wire.NumberRow(
        number=number,
        state=state,
        text=text,
        document="",
        subject="",
        symbol="",
        at=YESTERDAY,
    )
    return msgspec.structs.replace(plain, **more)


NUMBERS: Final = wire.NumberPage(
    register=DEN,
    rows=(
        _number(
            153,
            "void",
            "Số đã hủy: đóng dấu nhầm văn bản.",
            document="d153",
            subject="Về việc tiếp dân tháng 11",
            symbol="45/UBND-NV",
            reason="đóng dấu nhầm văn bản",
            changed_at=NOON,
            changed_by="Trần Thị Văn",
        ),
        _number(
            152,
            "content_lost",
            "Đã đóng dấu trên giấy, nội dung mất; chờ nhập lại từ giấy.",
            reason="Bản ghi kèm không còn",
            changed_at=NOON,
            changed_by="Trần Thị Văn",
        ),
        _number(
            150, "leased", "Đã giao cho Cơ sở 2 (Đồng Tâm), chưa dùng.", site="Cơ sở 2 (Đồng Tâm)"
        ),
        _number(
            149,
            "issued",
            "Vào sổ theo phiếu tạm T-07-0012M.",
            document="d149",
            subject="Về việc đăng ký khám tuyển nghĩa vụ quân sự năm 2027",
            symbol="12/TB-BCH",
            slip=SLIP,
            captured_at=YESTERDAY,
        ),
    ),
    next_before=149,
)

COPIES: Final = wire.Copies(
    rows=(
        wire.CopyRow(
            id="c2",
            number=2,
            year=2026,
            symbol="2/SY-UBND",
            issued_date=TODAY,
            kind="SY",
            source_symbol="12/QĐ-UBND",
            subject="Về việc giao chỉ tiêu kế hoạch năm 2027",
            copies=3,
        ),
        wire.CopyRow(
            id="c1",
            number=1,
            year=2026,
            symbol="1/TrS-UBND",
            issued_date=date(2026, 11, 18),
            kind="TrS",
            source_symbol="7/NQ-HĐND",
            subject="Nghị quyết về dự toán ngân sách",
            copies=1,
        ),
    )
)

FATES: Final[tuple[dict[str, Any], ...]] = (
    {"state": "void", "reason": "đóng dấu nhầm văn bản"},
    {"state": "content_lost", "reason": "", "subject": "", "organ_name": ""},
    {"slip": SLIP, "captured_at": YESTERDAY},
    {"site": "Cơ sở 2 (Đồng Tâm)"},
    {"again": True},
    {"corrects": 140},
    {"paper_on": "2026-11-18", "source": "lien_thong"},
)
"""What may be known of a row of the list, newest first."""


def said(message: object) -> object:
    """Return a message as JSON values."""
    return msgspec.to_builtins(message)


def answer(page: Page, path: str, message: object, *, status: int = 200) -> None:
    """Answer every question to `path` with `message`."""
    page.route(path, lambda route: route.fulfill(status=status, json=said(message)))


def changed(page: Page, path: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer questions to `path` with what the node says, changed."""

    def handle(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json=change(reply.json()))

    page.route(path, handle)


def open_as(page: Page, state: wire.OpeningState) -> None:
    """Let the node's state tell of this opening."""
    changed(page, "**/state", lambda found: found | {"opening": said(state)})


def refuse_commands(page: Page, problem: dict[str, Any], data: object = None) -> None:
    """Refuse every command with `problem`."""

    def handle(route: Route) -> None:
        (wish,) = (route.request.post_data_json or {})["commands"]
        result = {"op": wish["op"], "outcome": "rejected", "data": data, "problem": problem}
        route.fulfill(json={"v": 1, "results": [result]})

    page.route("**/api/commands", handle)


def problem(code: str, title: str, next_step: str, status: int = 409) -> dict[str, Any]:
    """Return a refusal as the node words it."""
    return {
        "type": f"urn:vanthu:{code.lower()}",
        "title": title,
        "status": status,
        "code": code,
        "next_step": next_step,
    }
