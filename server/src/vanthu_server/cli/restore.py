"""`vanthu restore`: put a backup back, or try it out, and say what the next start will do."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vanthu_server.cli import backup_words as words
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.doctor import Finding, Level, examine
from vanthu_server.commune.storage.backup_manifest import BackupFailed, Manifest
from vanthu_server.commune.storage.backup_restore import Restored, drill, restore
from vanthu_sync.clock import VIETNAM, moment

OPENS: Final = {
    "REGISTERS_MAY_OPEN": "Lần chạy tới: mở sổ và cấp số ngay.",
    "DATABASE_BEHIND": (
        "Lần chạy tới: lấy lại phần thiếu từ bản ghi kèm rồi mở sổ; nếu là lần đầu trong ngày, "
        "văn thư xác nhận số cuối trên giấy."
    ),
    "FIRST_OF_DAY": (
        "Lần chạy tới: mở sổ; cấp số khi văn thư đã xác nhận số cuối trên giấy của hôm nay."
    ),
}
"""What a node does by itself at its next start, by the finding that says so."""

NOT_NOW: Final = "Lần chạy tới: chưa cấp số cho đến khi có người quyết định."


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `restore`."""
    parser = subparsers.add_parser(
        "restore",
        help="khôi phục máy xã từ bản sao lưu / restore a commune node",
        description=(
            "Khôi phục máy xã từ một bản sao lưu: kiểm tra từng tệp trước, để thư mục đang có sang "
            "một bên chứ không xóa, không đụng đến bản ghi kèm, rồi nói lần chạy tới sẽ ra sao. "
            "Mã thoát: 0 xong, 1 không làm được và không có gì thay đổi. / Restore a commune node "
            "from a backup; the folder that is there is set aside, the sidecar is never touched. "
            "Exit code: 0 done, 1 not possible and nothing was changed."
        ),
    )
    parser.add_argument(
        "--from",
        dest="backup",
        type=Path,
        required=True,
        metavar="BACKUP",
        help="thư mục vanthu-… của một bản sao lưu",
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu")
    parser.add_argument("--sidecar", type=Path, metavar="FILE", help="bản ghi kèm / the sidecar")
    parser.add_argument(
        "--check",
        action="store_true",
        help="chỉ khôi phục thử ở bên cạnh rồi xóa / only try it out beside",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore or try out; print what was done and what comes next."""
    config = NodeConfig(data=arguments.data, sidecar_file=arguments.sidecar)
    try:
        return (_drilled if arguments.check else _restored)(arguments.backup, config)
    except BackupFailed as failed:
        return words.stop(failed)


def _restored(backup: Path, config: NodeConfig) -> int:
    now = datetime.now(UTC)
    done = restore(backup, config, now=now, tell=words.tell)
    print(_told(done, config))
    _foresee(config, now)
    return 0


def _told(done: Restored, config: NodeConfig) -> str:
    lines = [f"Đã khôi phục vào {config.data}: {_held(done.manifest)}."]
    if done.aside is not None:
        lines.append(f"Thư mục trước đó vẫn còn ở {done.aside}.")
    if done.brought:
        lines.append(f"Đã lấy thêm {done.brought} tệp mới hơn từ thư mục trước đó.")
    return "\n".join(lines)


def _drilled(backup: Path, config: NodeConfig) -> int:
    with drill(backup, config, tell=words.tell) as (drilled, place):
        if drilled.changed:
            print(
                f"Nhật ký trong bản sao lưu liền mạch, nhưng bảng {', '.join(drilled.changed)} "
                "khác với nhật ký. Nếu phải dùng bản này, chạy «vanthu rebuild» sau khi khôi phục."
            )
            return 1
        print(f"Khôi phục thử được: {_held(drilled.manifest)}; nhật ký liền mạch, mọi bảng khớp.")
        _foresee(place, datetime.now(UTC))
    print("Dữ liệu đang dùng không thay đổi.")
    return 0


def _held(manifest: Manifest) -> str:
    return (
        f"«{manifest.node}», {manifest.seq} sự kiện, {len(manifest.blobs)} tệp, "
        f"sao lưu lúc {moment(manifest.made_at).astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    )


def _foresee(config: NodeConfig, now: datetime) -> None:
    """Say in words what the opening check will find (NB8 to NB10), and what else is to be done."""
    examination = examine(config, now)
    by_itself = [OPENS[each.code] for each in examination.findings if each.code in OPENS]
    print(by_itself[0] if by_itself else NOT_NOW)
    for finding in examination.findings:
        if finding.level != Level.GOOD:
            print(_line(finding))


def _line(finding: Finding) -> str:
    return f"- {finding.text} → {finding.next_step}" if finding.next_step else f"- {finding.text}"
