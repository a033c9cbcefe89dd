"""What a person at the province must know of a node, kept until it is looked into."""

from datetime import datetime
from typing import Final, Literal

import msgspec

WarningKind = Literal[
    "journal_fork",
    "owner_changed",
    "take_over_refused",
    "second_node",
    "key_refused",
    "organ_taken",
    "sender_foreign",
    "body_unreadable",
    "removal_unsigned",
]

WARNING_TEXTS: Final[dict[WarningKind, str]] = {
    "journal_fork": "Nhật ký rẽ nhánh: cùng một vị trí có hai nội dung. Dừng cấp số ở máy xã, "
    "đối chiếu hai bản rồi đính chính.",
    "owner_changed": "Máy đã bị thay còn ghi tiếp vào nhật ký sau khi máy khác tiếp quản; đã từ "
    "chối. Dừng máy đó, chuyển các mục của nó sang máy đang giữ sổ.",
    "take_over_refused": "Nhật ký có một lần tiếp quản không đúng chữ ký hoặc của máy lạ; khóa đã "
    "ghim không đổi. Hỏi xã xem ai tiếp quản, ở máy nào.",
    "second_node": "Hai máy dùng chung một danh tính. Tắt bản sao, chỉ để một máy giữ sổ.",
    "key_refused": "Một máy mang khóa khác đòi ghép vào nhật ký này; đã từ chối. Hỏi xã xem máy "
    "nào đang giữ sổ.",
    "organ_taken": "Máy này nhận là một cơ quan đã thuộc máy khác. Kiểm tra xem máy nào giữ sổ.",
    "sender_foreign": "Máy xã gửi thay một cơ quan không thuộc nó; thư không được chuyển.",
    "body_unreadable": "Một sự kiện có nội dung không đọc được; nhật ký vẫn được giữ nguyên. "
    "Cập nhật máy tỉnh, hoặc báo nơi làm phần mềm.",
    "removal_unsigned": "Lệnh gỡ nội dung có chữ ký không đúng nên chưa gỡ. Kiểm tra khóa máy xã.",
}
"""What each kind means and what to do, for the province page."""

FACT_NAMES: Final[dict[str, str]] = {
    "event": "Sự kiện",
    "held": "Bản tỉnh giữ",
    "refused": "Bản bị từ chối",
    "node": "Máy gửi",
    "holder": "Máy đang giữ sổ",
    "running": "Máy đang chạy",
    "returned": "Máy quay lại",
    "pinned": "Khóa đã ghim",
    "offered": "Khóa bị từ chối",
    "organ": "Cơ quan",
    "claimed_by": "Máy nhận thay",
    "sender": "Gửi thay",
    "fault": "Lỗi",
}
"""What each fact of a finding is called on the page."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A fact worth a warning: `subject` tells two of one kind apart, `evidence` proves it."""

    kind: WarningKind
    subject: str
    facts: dict[str, str]
    evidence: bytes | None = None


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """A kept warning: the first and last time it happened, and how often."""

    kind: WarningKind
    subject: str
    text: str
    facts: dict[str, str]
    first_at: datetime
    last_at: datetime
    times: int
