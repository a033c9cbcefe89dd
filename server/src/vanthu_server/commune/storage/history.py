"""The history of a document: a line an event, in words (NĐ 30 Phụ lục VI III.5.a)."""

from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.storage.rows import rows
from vanthu_sync.vocabulary import EXCHANGE_STATUS_NAMES
from vanthu_sync.wire import HistoryLine

TEXTS: Final = {
    "incoming.registered": "Vào sổ văn bản đến",
    "document.attached": "Thêm tệp",
    "content.removed": "Gỡ nội dung",
    "outgoing.drafted": "Soạn dự thảo",
    "outgoing.submitted": "Trình ký",
    "outgoing.sent_back": "Trả lại",
    "signing.requested": "Yêu cầu ký số",
    "signing.refused": "Không ký",
    "outgoing.signed": "Ký số",
    "outgoing.numbered": "Cấp số",
    "outgoing.issued": "Phát hành",
    "inbox.received": "Nhận từ liên thông",
    "inbox.checked": "Kiểm tra ký số",
    "inbox.returned": "Trả lại bên gửi",
    "status.received": "Trạng thái bên nhận",
    "number.changed": "Hủy số",
    "number.asked": "Xin số của tỉnh",
    "number.taken_back": "Xã tự cấp số, không chờ số của tỉnh",
    "paper.attached": "Bản giấy đã đến",
    "outgoing.reentered": "Nhập lại từ bản giấy",
    "entry.strayed": "Mục lạc được giữ lại",
}


class _Said(msgspec.Struct):
    reason: str = ""
    text: str = ""
    role: str = ""
    code: str = ""
    version: int = 0


def lines(db: Database, document: str, *, exposed: int) -> tuple[HistoryLine, ...]:
    """Return what happened to a document, oldest first, as far as it is exposed.

    `actor` is the person's name today; the journal keeps the account. "" is the node itself.
    """
    found = rows(
        db,
        "select at, coalesce(person.name, actor) as actor, kind, body"
        " from journal join document_event using (seq)"
        " left join person on person.account = actor"
        " where document = ? and journal.seq <= ? order by journal.seq",
        document,
        exposed,
    )
    return tuple(
        HistoryLine(
            at=row["at"], actor=row["actor"], kind=row["kind"], text=_text(row["kind"], row["body"])
        )
        for row in found
    )


def _text(kind: str, body: bytes | None) -> str:
    text = TEXTS.get(kind, kind)
    if body is None:
        return text
    said = msgspec.json.decode(body, type=_Said)
    if kind == "outgoing.signed":
        return "Đóng dấu cơ quan (ký số)" if said.role == "organ" else "Lãnh đạo ký số"
    if kind == "outgoing.drafted":
        return f"{text}, bản {said.version}"
    reason = said.reason or said.text
    if kind == "status.received":
        text = f"{text}: {EXCHANGE_STATUS_NAMES.get(said.code, said.code)}"
    return f"{text}: {reason}" if reason else text
