"""The fields of an incoming document as NĐ 30/2020 Phụ lục VI Phần II Mục II lays them down."""

from typing import Final

import msgspec

from vanthu_sync.text import fold
from vanthu_sync.vocabulary import DOCUMENT_TYPES


class TextField(msgspec.Struct, frozen=True):
    """A text field: its Vietnamese name, the standard's length in characters, its lines.

    `lines` is true where line breaks belong to the text; elsewhere they become spaces.
    """

    label: str
    length: int
    lines: bool = False


TEXT_FIELDS: Final[dict[str, TextField]] = {
    "subject": TextField("Trích yếu", 500),
    "organ_name": TextField("Cơ quan ban hành", 200),
    "type_name": TextField("Tên loại", 100),
    "code_number": TextField("Số", 11),
    "code_notation": TextField("Ký hiệu", 30),
    "language": TextField("Ngôn ngữ", 30),
    "description": TextField("Ghi chú", 500, lines=True),
    # The decree says 13; identifiers of QĐ 20/2020/QĐ-TTg have up to 35.
    "file_organ_id": TextField("Mã cơ quan lập danh mục hồ sơ", 35),
    "file_notation": TextField("Số và ký hiệu hồ sơ", 20),
    "signer_position": TextField("Chức vụ người ký", 100),
    "signer_name": TextField("Người ký", 50),
    "secrecy_mark": TextField("Độ mật", 30),
    "to_places": TextField("Đơn vị hoặc người nhận", 1000, lines=True),
}
"""Fields 1 to 16 of the standard that are text, by their name on the wire."""

PAGES_STANDARD: Final = 999
"""Field 10: a number of three digits."""

ORDINAL_STANDARD: Final = 999
"""Field 2: a number of three digits."""

LEGAL_TYPES: Final = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Nghị quyết liên tịch",
    "Nghị định",
    "Thông tư",
    "Thông tư liên tịch",
)
"""Legal documents beside the 29 administrative types (Sửa đổi 1:2022 QCVN 102:2016, list A)."""

_KNOWN_TYPES: Final = frozenset(fold(name) for name in (*DOCUMENT_TYPES, *LEGAL_TYPES))


def known_type(name: str) -> bool:
    """Whether `name` is a type of NĐ 30 Điều 7 or a legal one, in any case or accent style."""
    return fold(name) in _KNOWN_TYPES
