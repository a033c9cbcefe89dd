"""Why a signature or a document has its verdict: one table of codes, never reused.

Exact texts are for people; programs read the codes. The gravest reason decides the verdict.
"""

from typing import Final, Literal

import msgspec

Severity = Literal["invalid", "undetermined", "notice"]

REASONS: Final[dict[str, tuple[Severity, str]]] = {
    "DIGEST_MISMATCH": ("invalid", "Nội dung đã bị sửa sau khi ký"),
    "SIGNATURE_FORGED": ("invalid", "Chữ ký không do khóa của chứng thư này tạo ra"),
    "COVERAGE_BROKEN": ("invalid", "Chữ ký không bao trọn phần văn bản mà nó phải bao"),
    "CHAIN_UNTRUSTED": ("invalid", "Chứng thư không do cơ quan chứng thực được tin cậy cấp"),
    "CERT_REVOKED": ("invalid", "Chứng thư đã bị thu hồi"),
    "CERT_USAGE": ("invalid", "Chứng thư không được cấp để ký văn bản"),
    "CERT_NOT_VALID_AT_SIGNING": ("invalid", "Chứng thư không có hiệu lực vào lúc ký"),
    "CHANGED_AFTER_LAST_SIGNATURE": ("invalid", "Văn bản bị thay đổi sau chữ ký cuối cùng"),
    "CHANGED_AFTER_SIGNATURE": ("invalid", "Sau chữ ký này có thay đổi không được phép"),
    "SIGNATURE_MISSING": ("invalid", "Thiếu chữ ký phải có theo sổ"),
    "SIGNATURE_UNEXPECTED": ("invalid", "Có chữ ký không có trong sổ"),
    "SIGNER_WRONG": ("invalid", "Ô này do chứng thư khác ký, không phải chứng thư đã ghi trong sổ"),
    "VALUE_DIFFERS": ("invalid", "Số hoặc ngày trong tệp khác với sổ"),
    "APPEARANCE_DIFFERS": ("invalid", "Chữ hiển thị của số hoặc ngày khác với lúc cấp số"),
    "NEED_APPEARANCES": ("invalid", "Tệp yêu cầu trình xem vẽ lại biểu mẫu, có thể hiện chữ khác"),
    "STRAY_BYTES": ("invalid", "Tệp có phần dữ liệu không thuộc văn bản"),
    "STRAY_BYTES_FOREIGN": ("notice", "Tệp có phần dữ liệu không thuộc văn bản"),
    "TRUST_STORE_EMPTY": ("undetermined", "Chưa có chứng thư gốc nào được tin cậy"),
    "TRUST_STORE_BROKEN": ("undetermined", "Không đọc được kho chứng thư tin cậy"),
    "NO_REVOCATION_DATA": ("undetermined", "Không có danh sách thu hồi để kiểm tra chứng thư"),
    "REVOCATION_NOT_CHECKED": ("notice", "Chưa kiểm tra thu hồi (chính sách cho phép bỏ qua)"),
    "CERT_EXPIRED_NO_TIMESTAMP": (
        "undetermined",
        "Chứng thư đã hết hạn và chữ ký không có dấu thời gian để chứng minh ký lúc còn hạn",
    ),
    "CERT_NOT_YET_VALID": ("undetermined", "Chứng thư chưa đến ngày có hiệu lực theo giờ máy này"),
    "CERT_CHECK_FAILED": ("undetermined", "Không kiểm tra được chuỗi chứng thư"),
    "SIGNING_TIME_IN_FUTURE": ("undetermined", "Thời gian ký sau giờ hiện tại của máy này"),
    "TIMESTAMP_UNTRUSTED": ("undetermined", "Không kiểm tra được dấu thời gian"),
    "NO_TIMESTAMP": ("notice", "Không có dấu thời gian: thời gian ký do máy người ký ghi"),
    "ADDITIONS_AFTER_SIGNATURE": (
        "notice",
        "Có nội dung thêm sau chữ ký này, được chữ ký cơ quan hợp lệ bao trùm",
    ),
    "ADDITIONS_NOT_COVERED": (
        "undetermined",
        "Có nội dung thêm sau chữ ký này, chưa có chữ ký cơ quan hợp lệ bao trùm",
    ),
    "FIELD_TEXT_DIFFERS": ("undetermined", "Chữ nhìn thấy khác với giá trị của ô"),
    "FILE_UNREADABLE": ("undetermined", "Không mở được tệp"),
    "PDF_ENCRYPTED": ("undetermined", "Tệp PDF có mật khẩu"),
    "PDF_BROKEN": ("undetermined", "Tệp PDF hỏng hoặc không đọc được"),
    "PDF_TOO_LARGE": ("undetermined", "Tệp lớn quá giới hạn kiểm tra"),
    "TOO_MANY_SIGNATURES": ("undetermined", "Tệp có quá nhiều chữ ký"),
    "CHECK_FAILED": ("undetermined", "Bộ kiểm tra gặp lỗi"),
    "CHECK_TIMEOUT": ("undetermined", "Kiểm tra quá lâu nên đã dừng"),
    "POLICY_SIGNATURE_MISSING": ("undetermined", "Thiếu chữ ký mà quy chế yêu cầu"),
    "POLICY_TIMESTAMP_MISSING": ("undetermined", "Quy chế yêu cầu dấu thời gian"),
}

NEXT_STEPS: Final[dict[Severity, str]] = {
    "invalid": "Không tiếp nhận như văn bản đã ký; báo nơi gửi theo quy chế.",
    "undetermined": "Khắc phục nguyên nhân rồi kiểm tra lại; chưa coi là hợp lệ.",
    "notice": "",
}


class Reason(msgspec.Struct, frozen=True):
    """One finding: a code of REASONS, its severity, and a Vietnamese sentence."""

    code: str
    severity: Severity
    text: str


def reason(code: str, detail: str = "") -> Reason:
    """Return the reason of that code, its sentence completed by `detail`."""
    severity, text = REASONS[code]
    return Reason(code, severity, f"{text}: {detail}." if detail else f"{text}.")


def gravest(reasons: tuple[Reason, ...]) -> Severity:
    """Return the gravest severity; "notice" where there is none."""
    found = {item.severity for item in reasons}
    if "invalid" in found:
        return "invalid"
    return "undetermined" if "undetermined" in found else "notice"
