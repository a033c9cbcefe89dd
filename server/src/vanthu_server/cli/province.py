"""`vanthu province`: the hub and what an administrator does on its machine."""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from vanthu_server.cli.province_numbers import add_numbers
from vanthu_server.http.listening import ConfigWrong, add_arguments, listening
from vanthu_server.http.serving import serve
from vanthu_server.keys import KeyUnreadable, load_or_create
from vanthu_server.province import app
from vanthu_server.province.config import PORT, ProvinceConfig, database_url
from vanthu_server.province.domain.ports import StoreFailed
from vanthu_server.province.services.dump_journals import dump_journals
from vanthu_server.province.services.province_acts import OWNERS
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_server.province.storage.own_postgres import OwnPostgres
from vanthu_sync.errors import ERRORS, Refused
from vanthu_sync.vocabulary import Book

_AT_THE_MACHINE: Final = "quản trị máy tỉnh"
_FAILED: Final = 1
_WRONG_USE: Final = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `province` and its subcommands."""
    parser = subparsers.add_parser(
        "province",
        help="máy tỉnh / the province hub",
        description="Máy tỉnh: giữ nhật ký các xã, chuyển văn bản. / The province hub: keeps the "
        "communes' journals and routes documents.",
    )
    commands = parser.add_subparsers(dest="province_command", required=True, metavar="COMMAND")
    _add_run(commands)
    code = _add(commands, "pair-code", _pair_code, "tạo mã ghép một máy xã / make a pairing code")
    code.add_argument(
        "--commune", required=True, metavar="NAME", help="tên xã / name of the commune"
    )
    _add_holding(commands)
    add_numbers(partial(_add, commands), _database)
    account = commands.add_parser(
        "account", help="tài khoản trang tỉnh / accounts of the province page"
    )
    accounts = account.add_subparsers(dest="account_command", required=True, metavar="COMMAND")
    adding = _add(
        accounts,
        "add",
        _account_add,
        "thêm tài khoản hoặc đặt lại mật khẩu (đọc từ bàn phím hoặc stdin) / "
        "add an account or set its password (read from the prompt or stdin)",
    )
    adding.add_argument("name", metavar="NAME", help="tên đăng nhập / login name")
    _add(
        commands,
        "dump",
        _dump,
        "in mọi nhật ký, mỗi sự kiện một dòng JSON / print all journals as canonical JSON lines",
    )


def run(args: argparse.Namespace) -> int:
    """Do what `args` ask and return the exit code: 0 done, 1 failed, 2 wrong arguments."""
    command: Callable[[argparse.Namespace], int] = args.province_run
    try:
        return command(args)
    except Refused as refused:
        text = ERRORS[refused.code]
        _say(f"{refused.code}: {refused.detail or text.title} {text.next_step}")
    except ConfigWrong as error:
        _say(str(error))
        return _WRONG_USE
    except StoreFailed as error:
        _say(f"Không dùng được cơ sở dữ liệu: {error.__cause__ or error}")
        _say("Kiểm tra --database và máy chủ PostgreSQL rồi chạy lại.")
    except KeyUnreadable as error:
        _say(f"Tệp khóa của máy tỉnh bị hỏng: {error}. Khôi phục từ bản sao lưu rồi chạy lại.")
    except OSError as error:
        _say(f"Không mở được: {error}. Kiểm tra thư mục --data, ổ đĩa và cổng rồi chạy lại.")
    return _FAILED


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "run", _run, "chạy máy tỉnh / run the hub")
    parser.add_argument("--name", default="Máy tỉnh", help="tên máy tỉnh / name of the hub")
    add_arguments(parser, port=PORT)


def _add_holding(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    code = _add(
        commands,
        "take-over-code",
        _take_over_code,
        "tạo mã cho một máy mới tiếp quản sổ của một xã / "
        "make a code by which a new machine takes a journal over",
    )
    _add_journal(code)
    saying = _add(
        commands,
        "delegate",
        _delegate,
        "giao nơi cấp số của một sổ / say who numbers a book",
    )
    _add_journal(saying)
    saying.add_argument(
        "--organ", required=True, metavar="ID", help="mã nội bộ của cơ quan / the organ's id"
    )
    saying.add_argument("--book", required=True, choices=[str(book) for book in Book])
    saying.add_argument("--year", required=True, type=int, help="năm của sổ / the book's year")
    saying.add_argument("--owner", required=True, choices=sorted(OWNERS))


def _add_journal(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--journal", required=True, metavar="ID", help="nhật ký của máy xã / the node's journal"
    )


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu / data folder"
    )
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="PostgreSQL có sẵn; không có thì tự chạy trong DIR/postgres / "
        "an existing PostgreSQL; without it one runs in DIR/postgres",
    )
    parser.set_defaults(run=run, province_run=command)
    return parser


def _run(args: argparse.Namespace) -> int:
    place = listening(args)
    with _database_url(args) as url:
        config = ProvinceConfig(
            data=args.data, database_url=url, hub_name=args.name, is_secure=place.has_tls
        )
        hub = app.build(config)
        serve(hub, place, ready=lambda at: print(f"Máy tỉnh sẵn sàng: {at}", flush=True))
    return 0


def _pair_code(args: argparse.Namespace) -> int:
    with _database(args) as database:
        print(app.pair_codes(database, app.present_world()).make(args.commune))
    return 0


def _take_over_code(args: argparse.Namespace) -> int:
    with _database(args) as database:
        codes = app.pair_codes(database, app.present_world())
        print(codes.make_for_take_over(args.journal))
    return 0


def _delegate(args: argparse.Namespace) -> int:
    config = ProvinceConfig(data=args.data, database_url="")
    with _database(args) as database:
        _require_organ(database, args)
        delegate = app.delegate(database, app.present_world(), load_or_create(config.key_file))
        delegate(args.organ, args.book, args.year, owner=args.owner, by=_AT_THE_MACHINE)
    _say("Đã ký và gửi vào hộp thư của cơ quan; máy xã nhận khi có mạng.")
    return 0


def _require_organ(database: PostgresDatabase, args: argparse.Namespace) -> None:
    with database.begin() as tables:
        owner = tables.pairings.owners([args.organ]).get(args.organ)
    if owner != args.journal:
        raise Refused("NOT_FOUND", detail="Nhật ký này không có cơ quan đó.")


def _account_add(args: argparse.Namespace) -> int:
    if sys.stdin.isatty():
        password = getpass.getpass("Mật khẩu: ")
        if getpass.getpass("Nhập lại: ") != password:
            raise Refused("FIELDS_INVALID", detail="Hai lần nhập mật khẩu khác nhau.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    with _database(args) as database:
        app.accounts(database, app.present_world()).add(args.name, password)
    _say(f"Đã lưu tài khoản {args.name}.")
    return 0


def _dump(args: argparse.Namespace) -> int:
    with _database(args) as database:
        for line in dump_journals(database):
            sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    return 0


@contextmanager
def _database_url(args: argparse.Namespace) -> Iterator[str]:
    url = database_url(args)
    if url:
        yield url
        return
    with OwnPostgres(args.data / "postgres") as own:
        yield own.url


@contextmanager
def _database(args: argparse.Namespace) -> Iterator[PostgresDatabase]:
    with _database_url(args) as url:
        database = app.open_database(url)
        try:
            yield database
        finally:
            database.close()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
