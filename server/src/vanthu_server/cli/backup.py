"""`vanthu backup`: a copy of a commune node that can be restored, taken while it works."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from vanthu_server.cli import backup_words as words
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.backup import Kept, back_up, drop_older
from vanthu_server.commune.storage.backup_manifest import BackupFailed


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `backup`."""
    parser = subparsers.add_parser(
        "backup",
        help="sao lưu máy xã, cả khi đang chạy / back a commune node up",
        description=(
            "Sao lưu máy xã, cả khi nó đang làm việc: mỗi lần một thư mục, tệp đã có thì không sao "
            "lại. Bản ghi kèm không nằm trong bản sao lưu và phải giữ riêng. Mã thoát: 0 xong, "
            "1 không làm được và không để lại gì dở dang. / Back a commune node up while it works; "
            "the sidecar is not part of it. Exit code: 0 done, 1 not possible and nothing is left."
        ),
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER", help="nơi giữ các bản sao lưu, ổ khác"
    )
    parser.add_argument(
        "--keep",
        type=_count,
        metavar="N",
        help="chỉ giữ N bản mới nhất của máy xã này / keep the newest N only",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Back up into a new folder of `arguments.to`, then drop older ones as asked."""
    config = NodeConfig(data=arguments.data)
    try:
        kept = back_up(config, arguments.to, now=datetime.now(UTC), tell=words.tell)
        _warn(config, arguments.to, kept)
        dropped: tuple[str, ...] = ()
        if arguments.keep is not None:
            dropped = drop_older(arguments.to, kept.manifest.journal, keep=arguments.keep)
    except BackupFailed as failed:
        return words.stop(failed)
    for name in dropped:
        print(f"Đã bỏ bản cũ {name}.")
    print(_told(kept))
    return 0


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _warn(config: NodeConfig, shelf: Path, kept: Kept) -> None:
    if shelf.stat().st_dev == config.data.stat().st_dev:
        print(
            "Lưu ý: nơi sao lưu nằm cùng ổ đĩa với dữ liệu, hỏng ổ là mất cả hai. "
            "Nên sao thêm ra ổ khác hoặc USB.",
            file=sys.stderr,
        )
    for sha256 in kept.manifest.damaged:
        print(
            f"Lưu ý: tệp {sha256} trên máy xã đã hỏng nên không sao được. "
            "Giữ các bản sao lưu cũ và báo cán bộ CNTT.",
            file=sys.stderr,
        )


def _told(kept: Kept) -> str:
    held = kept.manifest
    fresh = words.size(sum(blob.size for blob in kept.fresh))
    new = f"{len(kept.fresh)} tệp mới, {fresh}" if kept.fresh else "không có tệp mới"
    return (
        f"Đã sao lưu «{held.node}» đến sự kiện {held.seq} vào {kept.folder}: "
        f"{len(held.files) + len(held.blobs)} tệp, {words.size(held.size)}, "
        f"{new}. Bản ghi kèm giữ riêng."
    )
