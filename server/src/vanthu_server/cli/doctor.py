"""`vanthu doctor`: is this commune node fit to work, and if not, what comes next."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.doctor import Examination, Finding, Level, examine

MARKS: Final = {Level.GOOD: "tốt", Level.WARNING: "lưu ý", Level.FAULT: "LỖI"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `doctor`."""
    parser = subparsers.add_parser(
        "doctor",
        help="khám máy xã, không thay đổi gì / examine a commune node",
        description=(
            "Khám máy xã: sổ có mở được không, chuỗi nhật ký, bản ghi kèm, ổ đĩa, máy tỉnh, quy "
            "chế. Không thay đổi gì, chạy được khi máy xã đang làm việc. Mã thoát: 0 làm việc "
            "được, 1 có lỗi. / Examine a commune node; nothing is changed. Exit code: 0 fit for "
            "work, 1 faults."
        ),
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu")
    parser.add_argument("--sidecar", type=Path, metavar="FILE", help="bản ghi kèm / the sidecar")
    parser.add_argument("--json", action="store_true", help="in JSON / print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Examine the node now, print what was found; 0 unless there is a fault."""
    config = NodeConfig(data=arguments.data, sidecar_file=arguments.sidecar)
    examination = examine(config, datetime.now(UTC))
    print(_told(examination, as_json=arguments.json))
    return 0 if examination.healthy else 1


def _told(examination: Examination, *, as_json: bool) -> str:
    if as_json:
        return msgspec.json.encode(examination).decode()
    return "\n".join(_line(finding) for finding in examination.findings)


def _line(finding: Finding) -> str:
    said = f"[{MARKS[finding.level]}] {finding.code}: {finding.text}"
    return f"{said}\n    → {finding.next_step}" if finding.next_step else said
