"""`vanthu rebuild`: make all tables of a commune node again from its journal."""

import argparse
import sqlite3
import sys
from pathlib import Path

from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.rebuild import Rebuilt, rebuild
from vanthu_server.platform.lock import FolderBusy, FolderLock
from vanthu_sync.journal import ChainBroken


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `rebuild`."""
    parser = subparsers.add_parser(
        "rebuild",
        help="dựng lại các bảng từ nhật ký / make all tables again from the journal",
        description=(
            "Dựng lại mọi bảng của máy xã từ nhật ký; nhật ký, số và tệp không đổi. "
            "Mã thoát: 0 xong, 1 không làm được và không có gì thay đổi. / "
            "Make all tables of a commune node again from its journal. Exit code: 0 done, "
            "1 not possible and nothing was changed."
        ),
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Rebuild the node in `arguments.data` and say what was found."""
    config = NodeConfig(data=arguments.data)
    if not config.database.is_file():
        return _stop(f"Không có máy xã ở {config.data}.", "Xem lại đường dẫn sau --data.")
    try:
        lock = FolderLock(config.lock)
    except FolderBusy:
        return _stop("Máy xã đang chạy trên thư mục này.", "Dừng máy xã rồi chạy lại.")
    try:
        print(_told(rebuild(config.database)))
    except ChainBroken as broken:
        cause = f"Nhật ký không liền mạch ở sự kiện {broken.seq} ({broken.fault})."
        return _stop(cause, "Chưa có gì thay đổi; chạy «vanthu doctor» và báo tỉnh.")
    except sqlite3.Error as error:
        return _stop(f"Không ghi được cơ sở dữ liệu: {error}.", "Chưa có gì thay đổi; xem ổ đĩa.")
    finally:
        lock.release()
    return 0


def _told(rebuilt: Rebuilt) -> str:
    if not rebuilt.changed:
        return f"Đã dựng lại từ {rebuilt.events} sự kiện; mọi bảng như trước."
    return f"Đã dựng lại từ {rebuilt.events} sự kiện; có thay đổi: {', '.join(rebuilt.changed)}."


def _stop(cause: str, next_step: str) -> int:
    print(f"{cause}\n{next_step}", file=sys.stderr)
    return 1
