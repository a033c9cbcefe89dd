"""Texts of the errors about devices that are known by a key (PROTOCOL.md DV, ER)."""

from typing import Final

from vanthu_sync.error_text import ErrorText

DEVICE_ERRORS: Final[dict[str, ErrorText]] = {
    "DEVICE_UNKNOWN": ErrorText(
        403,
        "Máy xã chưa biết thiết bị này.",
        "Nhờ văn thư mở «Thiết bị», lấy mã 8 chữ số, rồi nhập mã đó trên thiết bị này.",
    ),
    "DEVICE_SIGNATURE_WRONG": ErrorText(
        403,
        "Chữ ký của thiết bị không khớp với nội dung gửi lên.",
        "Bấm «Gửi lại»; nếu vẫn vậy, nhờ văn thư lấy mã mới để ghi danh lại thiết bị này.",
    ),
    "DEVICE_REVOKED": ErrorText(
        403,
        "Thiết bị này đã bị thu hồi, không gửi và nhận văn bản được nữa.",
        "Đăng nhập để lưu việc chưa gửi ra tệp cứu hộ, rồi xóa dữ liệu trên thiết bị này.",
    ),
    "DEVICE_LOST": ErrorText(
        403,
        "Thiết bị này đã được báo mất; dữ liệu trên máy này bị xóa.",
        "Nếu đã tìm lại được máy, nhờ văn thư lấy mã mới để ghi danh lại.",
    ),
}
"""Every code with its HTTP status and texts."""
