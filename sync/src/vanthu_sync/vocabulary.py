"""The closed lists of the field: document types, urgency, roles, sources and statuses.

Each list is data with its source. The PWA takes them from the generated
pwa/src/domain/wire.gen.ts, so that one list serves both sides.
"""

from enum import IntEnum, StrEnum
from typing import Final

DOCUMENT_TYPES: Final[dict[str, str]] = {
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công văn": "",
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Thư công": "",
}
"""The 29 administrative types with their abbreviations (NĐ 30/2020 Điều 7, Phụ lục III)."""


class Urgency(IntEnum):
    """Mức độ khẩn, as edXML `Priority` numbers it (QCVN 102:2016 1.11)."""

    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    EXPRESS = 3
    EXPRESS_TIMED = 4


URGENCY_NAMES: Final[dict[int, str]] = {
    0: "Thường",
    1: "Khẩn",
    2: "Thượng khẩn",
    3: "Hỏa tốc",
    4: "Hỏa tốc hẹn giờ",
}


class Role(StrEnum):
    """What a person may do in an organ; the table of rights is the node's `domain/rights.py`."""

    CLERK = "van_thu"
    LEADER = "lanh_dao"
    OFFICER = "chuyen_vien"
    ADMINISTRATOR = "quan_tri"


ROLE_NAMES: Final[dict[str, str]] = {
    "van_thu": "Văn thư",
    "lanh_dao": "Lãnh đạo",
    "chuyen_vien": "Chuyên viên",
    "quan_tri": "Quản trị",
}


class Source(StrEnum):
    """How an incoming document reached the organ."""

    PAPER = "giay"
    INTERLINK = "lien_thong"
    MAIL = "thu_dien_tu"


SOURCE_NAMES: Final[dict[str, str]] = {
    "giay": "Giấy",
    "lien_thong": "Liên thông",
    "thu_dien_tu": "Thư điện tử",
}


class Book(StrEnum):
    """A register (sổ): of incoming or of outgoing documents."""

    INCOMING = "den"
    OUTGOING = "di"
    COPIES = "sao"


BOOK_NAMES: Final[dict[str, str]] = {
    "den": "Sổ đăng ký văn bản đến",
    "di": "Sổ đăng ký văn bản đi",
    "sao": "Sổ bản sao",
}

COPY_NAMES: Final[dict[str, str]] = {
    "SY": "Sao y",
    "SL": "Sao lục",
    "TrS": "Trích sao",
}
"""Kinds of copy; all share one series a year (NĐ 30/2020 Điều 25, Phụ lục I)."""


class NumberState(StrEnum):
    """What became of a number: exactly one of these (PROTOCOL.md NB3)."""

    ISSUED = "issued"
    VOID = "void"
    LEASED = "leased"
    CONTENT_LOST = "content_lost"


NUMBER_STATE_NAMES: Final[dict[str, str]] = {
    "issued": "Đã vào sổ",
    "void": "Hủy",
    "leased": "Đang giao, chưa dùng",
    "content_lost": "Mất nội dung, chờ nhập lại từ giấy",
}


class LeaseOrder(StrEnum):
    """How an organ with several sites keeps the order of arrival numbers."""

    NONE = "khong"
    VOID_DAILY = "huy_cuoi_ngay"
    CARRY_OVER = "dung_tiep"
    SEPARATE = "so_rieng"


LEASE_ORDER_NAMES: Final[dict[str, str]] = {
    "khong": "Không giao số cho cơ sở khác",
    "huy_cuoi_ngay": "Hủy số dư cuối ngày (giữ thứ tự theo ngày)",
    "dung_tiep": "Dùng tiếp số dư (không hủy số, in giờ nhận thật)",
    "so_rieng": "Mỗi cơ sở một sổ riêng",
}


class OutgoingState(StrEnum):
    """The stages of an outgoing document, in order (NĐ 30/2020 Điều 14)."""

    DRAFT = "du_thao"
    SUBMITTED = "trinh_ky"
    SIGNED = "da_ky"
    NUMBERED = "da_cap_so"
    SEALED = "da_dong_dau"
    ISSUED = "da_phat_hanh"
    VOID = "da_huy"


OUTGOING_STATE_NAMES: Final[dict[str, str]] = {
    "du_thao": "Dự thảo",
    "trinh_ky": "Chờ ký",
    "da_ky": "Đã ký, chờ cấp số",
    "da_cap_so": "Đã cấp số, chờ đóng dấu",
    "da_dong_dau": "Đã đóng dấu, chờ phát hành",
    "da_phat_hanh": "Đã phát hành",
    "da_huy": "Đã hủy số",
}


class ExchangeStatus(StrEnum):
    """Status codes between organs (edXML `StatusCode`)."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    IN_PROGRESS = "05"
    FINISHED = "06"


EXCHANGE_STATUS_NAMES: Final[dict[str, str]] = {
    "01": "Đã đến",
    "02": "Từ chối tiếp nhận",
    "03": "Đã tiếp nhận",
    "04": "Phân công",
    "05": "Đang xử lý",
    "06": "Hoàn thành",
}


class Verdict(StrEnum):
    """What Kiểm tra ký số says of a document; unknown is never shown as valid."""

    VALID = "hop_le"
    VALID_WITH_ADDITIONS = "hop_le_co_them"
    INVALID = "khong_hop_le"
    UNDETERMINED = "chua_kiem_tra_duoc"
    UNSIGNED = "khong_co_chu_ky"


VERDICT_NAMES: Final[dict[str, str]] = {
    "hop_le": "Hợp lệ",
    "hop_le_co_them": "Hợp lệ, có nội dung thêm sau chữ ký cá nhân",
    "khong_hop_le": "Không hợp lệ",
    "chua_kiem_tra_duoc": "Chưa kiểm tra được",
    "khong_co_chu_ky": "Không có chữ ký",
}
