"""The command `vanthu`.

Only the module of the command that is asked for is imported: a server's libraries take seconds
to load, and `vanthu verify` needs few of them.
"""

import argparse
import importlib
import sys
from typing import Final

COMMANDS: Final = {
    "commune": "máy xã: giữ sổ, cấp số, phục vụ giao diện / the commune node",
    "province": "máy tỉnh: giữ nhật ký, chuyển văn bản / the province hub",
    "doctor": "khám máy xã, không thay đổi gì / examine a commune node",
    "backup": "sao lưu máy xã, cả khi đang chạy / back a commune node up",
    "restore": "khôi phục máy xã từ bản sao lưu / restore a commune node",
    "rebuild": "dựng lại các bảng từ nhật ký / make all tables again from the journal",
    "verify": "kiểm tra chữ ký số của một tệp PDF / check the signatures of a PDF",
}
"""Every command, each in a module of its name under vanthu_server.cli."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code (2 for arguments that cannot be read)."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="vanthu",
        description="Văn thư xã: văn phòng văn bản làm việc cả khi mất mạng. / "
        "An offline-first document office for communes.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    wanted = given[0] if given else ""
    for name, text in COMMANDS.items():
        if name == wanted:
            importlib.import_module(f"vanthu_server.cli.{name}").add_parser(commands)
        else:
            commands.add_parser(name, help=text)
    args = parser.parse_args(given)
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
