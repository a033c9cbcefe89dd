"""Followers and branches: how a machine joins the holder, and goes over to the next one."""

import argparse
import platform
from typing import Final

import msgspec

from vanthu_server.commune.link.site_client import join
from vanthu_server.commune.node import Node
from vanthu_server.http import listening as web
from vanthu_sync.site_wire import Join, Joined

TEXT: Final = "theo máy giữ sổ mới, địa chỉ mới / go over to another holder"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `rejoin`."""
    parser.add_argument("--url", required=True, help="https://… của máy giữ sổ")
    parser.add_argument("--code", default="", help="mã của máy đã tiếp quản; đổi địa chỉ thì bỏ")


def join_holder(node: Node, args: argparse.Namespace) -> None:
    """`run --follow`, `run --branch`: join on an empty folder; one that is in use stays what it is.

    Raises Refused, ConfigWrong.
    """
    url = args.follow or args.branch
    if not url or node.holders.standing() != "owner" or node.ledger.head().seq:
        return
    name = args.name or platform.node()
    node.become(_joined(node, args, url, name, branch=bool(args.branch)), url=url, name=name)


def rejoin(node: Node, args: argparse.Namespace) -> int:
    """Follow the holder at another address; with a code another machine. Raises Refused."""
    part = node.sites.holder()
    if part.standing == "owner":
        raise web.ConfigWrong("Máy này đang giữ sổ, không theo máy nào.")
    if args.code:
        joined = _joined(node, args, args.url, node.name, branch=part.standing == "branch")
        node.come_back(joined, url=args.url)
    else:
        node.holders.keep(msgspec.structs.replace(part, owner_url=args.url))
    print(f"Từ nay máy này theo máy giữ sổ ở {args.url}.")
    return 0


def _joined(node: Node, args: argparse.Namespace, url: str, name: str, *, branch: bool) -> Joined:
    joined = join(url, Join(code=args.code, name=name, key=node.key.public))
    if (joined.kind == "branch") != branch:
        raise web.ConfigWrong("Mã này dành cho loại máy khác; tạo mã mới ở máy giữ sổ.")
    return joined
