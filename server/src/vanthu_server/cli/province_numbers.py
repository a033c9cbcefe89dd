"""`vanthu province numbers` and `number`: what waits for the province's numbers, and giving one.

For the province's own system: JSON on stdout, the same as `GET /api/numbers`.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

import msgspec

from vanthu_server.keys import load_or_create
from vanthu_server.province import app
from vanthu_server.province.config import ProvinceConfig
from vanthu_server.province.domain.numbers import GivenNumber
from vanthu_server.province.services.give_number import GiveNumber
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_sync.clock import moment

BY: Final = "quản trị máy tỉnh"

Open = Callable[[argparse.Namespace], AbstractContextManager[PostgresDatabase]]
Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_numbers(add: Add, database: Open) -> None:
    """Add both commands; `database` opens the hub's."""

    def waiting(args: argparse.Namespace) -> int:
        with database(args) as opened:
            _say(_give(opened, args).waiting(args.organ))
        return 0

    def give(args: argparse.Namespace) -> int:
        with database(args) as opened:
            given = _give(opened, args)(args.organ, args.slip, number=args.number, by=BY)
        known = {name: getattr(given, name) for name in GivenNumber.__struct_fields__}
        _say(GivenNumber(**{**known, "signed_at": moment(given.signed_at)}))
        return 0

    listing = add("numbers", waiting, "in các văn bản chờ số của tỉnh / print what waits as JSON")
    listing.add_argument("--organ", default="", metavar="ID", help="một cơ quan / one organ's id")
    giving = add("number", give, "cấp số cho một mã tạm / give a number to what waits")
    giving.add_argument("--organ", required=True, metavar="ID", help="mã nội bộ của cơ quan")
    giving.add_argument("--slip", required=True, metavar="CODE", help="mã tiếp nhận tạm / the slip")
    giving.add_argument(
        "--number", type=int, metavar="N", help="không ghi thì lấy số tiếp theo / else the next"
    )


def _give(database: PostgresDatabase, args: argparse.Namespace) -> GiveNumber:
    key = load_or_create(ProvinceConfig(data=args.data, database_url="").key_file)
    return app.give_number(database, app.present_world(), key)


def _say(answer: msgspec.Struct) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()
