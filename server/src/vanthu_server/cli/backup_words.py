"""What `vanthu backup` and `vanthu restore` say: progress, sizes, and why they stopped."""

import sys
from typing import Final

from vanthu_server.commune.storage.backup import Stage
from vanthu_server.commune.storage.backup_manifest import BackupFailed, Fault

FAILURES: Final[dict[Fault, tuple[str, str]]] = {
    Fault.NO_NODE: ("Không có máy xã ở {detail}.", "Xem lại đường dẫn sau --data."),
    Fault.SHELF_INSIDE: (
        "Nơi sao lưu {detail} nằm trong chính thư mục dữ liệu.",
        "Chọn nơi khác sau --to, tốt nhất là ổ USB hoặc ổ mạng.",
    ),
    Fault.SHELF_BUSY: (
        "Một lần sao lưu khác đang ghi vào {detail}.",
        "Chờ lần đó xong rồi chạy lại.",
    ),
    Fault.NODE_RUNS: (
        "Máy xã đang chạy trên thư mục {detail}.",
        "Chưa có gì thay đổi. Dừng máy xã rồi chạy lại.",
    ),
    Fault.DISK_FULL: (
        "Ổ đĩa đã đầy ({detail}); phần đang ghi dở đã được bỏ.",
        "Các bản sao lưu trước và dữ liệu vẫn nguyên. Giải phóng ổ đĩa rồi chạy lại.",
    ),
    Fault.INPUT_OUTPUT: (
        "Không đọc hoặc không ghi được: {detail}.",
        "Phần đang ghi dở đã được bỏ. Xem ổ đĩa có bị rút hay chỉ cho đọc không rồi chạy lại.",
    ),
    Fault.DATABASE_UNREADABLE: (
        "Cơ sở dữ liệu bị hỏng: {detail}.",
        "Giữ nguyên thư mục dữ liệu và mọi bản sao lưu cũ; báo cán bộ CNTT.",
    ),
    Fault.CHAIN_BROKEN: (
        "Nhật ký không liền mạch ở sự kiện {detail}.",
        "Giữ nguyên mọi bản sao lưu cũ; chạy «vanthu doctor» và báo tỉnh.",
    ),
    Fault.NO_BACKUP: (
        "{detail} không phải một bản sao lưu hoàn chỉnh.",
        "Chọn một thư mục «vanthu-…» có tệp manifest.json.",
    ),
    Fault.NEWER_FORMAT: (
        "Bản sao lưu {detail} do chương trình mới hơn tạo ra.",
        "Cập nhật Văn thư xã trên máy này rồi chạy lại.",
    ),
    Fault.FILE_MISSING: (
        "Bản sao lưu thiếu tệp {detail}.",
        "Chưa có gì thay đổi. Chép cả thư mục «blobs» nằm cạnh bản sao lưu, hoặc dùng bản khác.",
    ),
    Fault.FILE_CHANGED: (
        "Tệp {detail} trong bản sao lưu đã bị hỏng hoặc bị sửa.",
        "Chưa có gì thay đổi. Dùng bản sao lưu khác.",
    ),
}
"""Cause and next step of each fault."""

STAGES: Final = {
    Stage.DATABASE: "Đang sao cơ sở dữ liệu…",
    Stage.BLOBS: "Đang sao tệp",
    Stage.VERIFY: "Đang kiểm tra bản sao lưu",
    Stage.COPY: "Đang chép tệp",
    Stage.REBUILD: "Đang dựng lại các bảng từ nhật ký…",
}

LINES_PER_STAGE: Final = 10
"""Enough to see that it goes on, also where the output is kept in a log."""


def tell(stage: Stage, done: int, of: int) -> None:
    """Print progress to stderr: some lines a stage."""
    if of <= 1:
        line = STAGES[stage] if done < of else ""
    else:
        step = max(1, of // LINES_PER_STAGE)
        line = f"{STAGES[stage]} {done}/{of}" if done % step == 0 or done == of else ""
    if line:
        print(line, file=sys.stderr, flush=True)


def stop(failed: BackupFailed) -> int:
    """Print cause and next step; return the exit code 1."""
    cause, next_step = FAILURES[failed.fault]
    print(f"{cause.format(detail=failed.detail)}\n{next_step}", file=sys.stderr)
    return 1


def size(count: int) -> str:
    """Return a number of bytes as people write it: 12,3 MB."""
    for unit, bytes_per_unit in (("GB", 1024**3), ("MB", 1024**2)):
        if count >= bytes_per_unit:
            return f"{count / bytes_per_unit:.1f} {unit}".replace(".", ",")
    return f"{count / 1024:.0f} KB"
