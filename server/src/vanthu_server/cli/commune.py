"""`vanthu commune …`: set a node up, run it, pair it, look after its people."""

import argparse
import getpass
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from asn1crypto import x509
from sqlalchemy.exc import SQLAlchemyError

from vanthu_server.cli import forget_witness as forgetting
from vanthu_server.cli import sites
from vanthu_server.cli.office_file import OfficeFile, OfficeOrgan, OfficePerson, read_office
from vanthu_server.commune.app import build
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.opening_texts import TEXTS
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.hub_session import pair
from vanthu_server.commune.services.leases import ORDERS
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_server.commune.services.passwords import require_strength
from vanthu_server.commune.services.resuming import KEPT_FOR
from vanthu_server.http import listening as web
from vanthu_server.http.serving import serve
from vanthu_server.keys.node_key import KeyUnreadable
from vanthu_server.platform.lock import FileBusy, FileLock, FolderBusy, FolderLock
from vanthu_server.verification.expected import certificate_subject, serial_hex
from vanthu_sync.errors import Refused, problem
from vanthu_sync.events import OrganAdded
from vanthu_sync.wire import NewSite

PORT: Final = 8450

TRUSTED: Final = frozenset({".pem", ".crt", ".cer", ".crl"})
"""Endings of certificates and revocation lists."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `commune` and its acts."""
    parser = subparsers.add_parser(
        "commune",
        help="máy xã / the commune node",
        description="Máy xã: giữ sổ, cấp số, phục vụ giao diện. / The commune node.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="VIỆC")
    _run_parser(acts)
    _organ_parser(acts)
    _account_parser(acts)
    hub = _act(acts, "pair-hub", "ghép với máy tỉnh / pair with the hub", pair_hub)
    hub.add_argument("--url", required=True, help="https://… của máy tỉnh")
    hub.add_argument("--code", required=True, help="mã ghép do tỉnh cấp")
    forgetting.add_arguments(_act(acts, "forget-witness", forgetting.TEXT, forget_witness))
    _act(acts, "agent-code", "tạo mã ghép máy ký / a code for a signer agent", agent_code)
    _act(acts, "certificates", "chứng thư của các máy ký / certificates", certificates)
    bind = _act(acts, "bind", "gắn chứng thư với người ký hoặc con dấu / bind", bind_certificate)
    bind.add_argument("--serial", required=True, help="số sê-ri (hex)")
    bind.add_argument("--organ", required=True, help="mã nội bộ của cơ quan")
    bind.add_argument("--account", default="", help="tài khoản người ký; bỏ trống: con dấu")
    trust = _act(acts, "trust", "thêm chứng thư tin cậy / add trusted certificates", add_trust)
    trust.add_argument("folder", type=Path)
    picture = _act(acts, "picture", "ảnh con dấu hoặc chữ ký / a picture", add_picture)
    picture.add_argument("--holder", required=True, help="tài khoản hoặc mã cơ quan")
    picture.add_argument("png", type=Path)


def _run_parser(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run_act = _act(acts, "run", "chạy máy xã / run the node", run_node)
    role = run_act.add_mutually_exclusive_group()
    role.add_argument("--follow", metavar="URL", help="theo dõi máy giữ sổ / be its follower")
    role.add_argument("--branch", metavar="URL", help="cơ sở thứ hai của máy giữ sổ / a branch")
    run_act.add_argument("--code", default="", help="mã do máy giữ sổ cấp, chỉ cần lần đầu")
    run_act.add_argument("--name", default="", help="tên máy này, chỉ cần lần đầu")
    code = _act(acts, "site-code", "mã cho máy theo dõi hoặc cơ sở / a code", site_code)
    code.add_argument("--kind", choices=["follower", "branch"], default="follower")
    code.add_argument("--organ", default="", help="cơ quan có cơ sở đó (--kind branch)")
    code.add_argument("--order", default="", choices=["", *sorted(ORDERS)])
    code.add_argument("--block", type=int, default=0, help="số lượng mỗi lần giao; 0: giao tay")
    web.add_arguments(run_act, port=PORT)
    sites.add_arguments(_act(acts, "rejoin", sites.TEXT, rejoin))


def _organ_parser(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    setup = _act(acts, "setup", "lập máy xã mới / a new node", set_up)
    wanted = setup.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--name", help="tên máy xã")
    wanted.add_argument(
        "--office", type=Path, metavar="FILE", help="cơ quan và người trong một tệp TOML"
    )
    organ = _act(acts, "organ", "thêm cơ quan / add an organ", add_organ)
    organ.add_argument("--id", required=True, help="mã nội bộ, ví dụ ubnd-dong-thanh")
    organ.add_argument("--code", required=True, help="mã định danh (QĐ 20/2020)")
    organ.add_argument("--name", required=True)
    organ.add_argument("--parent", default="", help="cơ quan chủ quản")
    organ.add_argument("--place", default="", help="địa danh ghi trên văn bản")
    organ.add_argument("--abbreviation", default="UBND")
    organ.add_argument("--policy", default="nd30-2020", help="quy chế áp dụng")


def _account_parser(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    account = _act(acts, "account", "thêm người hoặc đặt lại mật khẩu / accounts", add_account)
    account.add_argument("account", help="tên đăng nhập")
    account.add_argument("--name", required=True, help="họ và tên")
    account.add_argument("--position", default="", help="chức vụ")
    account.add_argument("--organ", required=True)
    account.add_argument(
        "--role",
        action="append",
        required=True,
        choices=["van_thu", "lanh_dao", "chuyen_vien", "quan_tri"],
    )


def _act(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=text, description=text)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu")
    parser.add_argument(
        "--sidecar",
        type=Path,
        metavar="FILE",
        help="bản ghi kèm, nên đặt ở ổ khác / the sidecar, best on another disk",
    )
    parser.set_defaults(run=lambda args: _guarded(run, args))
    return parser


def _guarded(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    try:
        return run(args)
    except FileBusy as error:
        print(f"Bản ghi kèm {error} đang được một máy xã khác dùng.", file=sys.stderr)
        print("Mỗi máy xã cần bản ghi kèm riêng: xem lại --sidecar.", file=sys.stderr)
        return 1
    except FolderBusy:
        print("Thư mục đang được một máy xã khác dùng; dừng nó trước.", file=sys.stderr)
        return 1
    except web.ConfigWrong as error:
        print(str(error), file=sys.stderr)
        return 2
    except (OSError, sqlite3.Error, SQLAlchemyError, KeyUnreadable) as error:
        print(f"Không mở được máy xã: {error}", file=sys.stderr)
        print(f"Chạy «vanthu doctor --data {args.data}» để xem nguyên nhân.", file=sys.stderr)
        return 1
    except Refused as refused:
        told = problem(refused)
        notices = "".join(f"\n- {notice.text}" for notice in told.fields)
        print(f"{told.title} {told.detail}{notices}\n{told.next_step}", file=sys.stderr)
        return 1


def _config(args: argparse.Namespace) -> NodeConfig:
    config = NodeConfig(data=args.data, sidecar_file=args.sidecar)
    joins = args.act == "run" and (args.follow or args.branch)
    if args.act != "setup" and not joins and not config.database.is_file():
        raise web.ConfigWrong(
            f"Không có máy xã ở {config.data}. Xem lại --data, hoặc lập máy mới bằng "
            "«vanthu commune setup»."
        )
    return config


@contextmanager
def _alone(config: NodeConfig) -> Iterator[None]:
    """Hold data folder and sidecar: neither is ever worked on by two nodes."""
    folder = FolderLock(config.lock)
    try:
        sidecar = FileLock(config.sidecar)
        try:
            yield
        finally:
            sidecar.release()
    finally:
        folder.release()


@contextmanager
def _node(args: argparse.Namespace) -> Iterator[Node]:
    config = _config(args)
    with _alone(config):
        node = Node(config)
        node.open()
        try:
            yield node
        finally:
            node.close()


def _setup(node: Node) -> OfficeSetup:
    return OfficeSetup(node.ledger, clock=node.clock, policies=node.policies)


def run_node(args: argparse.Namespace) -> int:
    """`run`: serve until told to stop."""
    where = web.listening(args)
    config = _config(args)
    with _alone(config):
        node = Node(config)
        sites.join_holder(node, args)
        opened = node.open()
        node.blob_store.sweep()
        node.partial_files.sweep(before=node.clock.now() - KEPT_FOR)
        if opened.cause:
            said = TEXTS[opened.cause]
            print(f"{said.title}. {said.text}\n{said.next_step}", file=sys.stderr)
        if opened.recovered:
            print(f"Đã lấy lại {opened.recovered} sự kiện.", file=sys.stderr)
        serve(build(node, secure=where.has_tls), where, _announce)
    return 0


def rejoin(args: argparse.Namespace) -> int:
    """`rejoin`: go over to the machine that took the registers over, or to a new address."""
    with _node(args) as node:
        return sites.rejoin(node, args)


def _announce(address: str) -> None:
    print(f"Máy xã sẵn sàng: {address}", flush=True)


def set_up(args: argparse.Namespace) -> int:
    """`setup`: name the node and begin its journal; with an office file add all that is in it."""
    office = read_office(args.office) if args.office else OfficeFile(name=args.name)
    people = [(organ, person) for organ in office.organ for person in organ.person]
    passwords = {person.account: _password(person.account) for _, person in people}
    for password in passwords.values():
        require_strength(password)
    with _node(args) as node:
        setup = _setup(node)
        setup.start(name=office.name, key=node.key.public)
        node.confirm_today()
        for organ in office.organ:
            setup.add_organ(_organ(organ))
        for organ, person in people:
            _add_person(node, setup, organ.id, person, passwords[person.account])
    print(f"Đã lập máy xã «{office.name}»: {len(office.organ)} cơ quan, {len(people)} người.")
    return 0


def _organ(organ: OfficeOrgan) -> OrganAdded:
    known = msgspec.structs.asdict(organ)
    return OrganAdded(**{name: value for name, value in known.items() if name != "person"})


def _add_person(
    node: Node, setup: OfficeSetup, organ: str, person: OfficePerson, password: str
) -> None:
    setup.add_person(
        NewPerson(
            account=person.account,
            name=person.name,
            position=person.position,
            organ=organ,
            roles=person.roles,
        )
    )
    node.sessions().set_password(person.account, password, check=require_strength)


def add_organ(args: argparse.Namespace) -> int:
    """`organ`: add an organ with this year's registers."""
    with _node(args) as node:
        _setup(node).add_organ(
            OrganAdded(
                id=args.id,
                code=args.code,
                name=args.name,
                parent=args.parent,
                place=args.place,
                abbreviation=args.abbreviation,
                policy=args.policy,
            )
        )
    print(f"Đã thêm {args.name}.")
    return 0


def add_account(args: argparse.Namespace) -> int:
    """`account`: add a person; the password is asked for, never an argument."""
    password = _password(args.account)
    require_strength(password)
    person = OfficePerson(
        account=args.account, name=args.name, position=args.position, roles=tuple(args.role)
    )
    with _node(args) as node:
        _add_person(node, _setup(node), args.organ, person, password)
    print(f"Đã thêm {args.name} ({args.account}).")
    return 0


def _password(account: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Mật khẩu của {account}: ")
    return sys.stdin.readline().rstrip("\r\n")


def pair_hub(args: argparse.Namespace) -> int:
    """`pair-hub`: pin the hub's key with a one-time code."""
    with _node(args) as node:
        client = HubClient(args.url)
        peer = pair(
            client,
            code=args.code,
            url=args.url,
            identity=node.identity(),
            key=node.key,
            organs=node.library.organs(),
        )
        client.close()
        node.hub.keep(peer)
    print(f"Đã ghép với {peer.name}.")
    return 0


def agent_code(args: argparse.Namespace) -> int:
    """`agent-code`: print a one-time code."""
    with _node(args) as node:
        print(node.agents().new_code())
    return 0


def site_code(args: argparse.Namespace) -> int:
    """`site-code`: print a one-time code for a follower or branch."""
    wanted = NewSite(kind=args.kind, order=args.order, block=args.block)
    with _node(args) as node:
        print(node.joining().new_code(wanted, organ=args.organ).code)
    return 0


def forget_witness(args: argparse.Namespace) -> int:
    """`forget-witness`: do without a witness that is gone for good, or list them."""
    if args.list:
        with _node(args) as node:
            return forgetting.listed(node)
    forgetting.require_all(args)
    password = _password(args.account)
    with _node(args) as node:
        return forgetting.forget(node, args, password=password)


def certificates(args: argparse.Namespace) -> int:
    """`certificates`: list what the paired agents can sign with."""
    with _node(args) as node:
        for agent, offer in node.agents().offered():
            certificate = x509.Certificate.load(offer.der)
            mark = " [khóa thử nghiệm]" if offer.test_key else ""
            subject = certificate_subject(certificate)
            print(f"{serial_hex(certificate)}  {agent.name}  {subject}{mark}")
    return 0


def bind_certificate(args: argparse.Namespace) -> int:
    """`bind`: say whose certificate this is."""
    with _node(args) as node:
        role = "person" if args.account else "organ"
        bound = node.agents().binding(
            args.serial, holder=args.account or args.organ, role=role, organ=args.organ
        )
        _setup(node).bind_certificate(bound)
    print(f"Đã gắn chứng thư {args.serial}.")
    return 0


def add_trust(args: argparse.Namespace) -> int:
    """`trust`: copy roots, intermediates and CRLs into the node's trust folder."""
    found = [path for path in sorted(args.folder.rglob("*")) if path.suffix.lower() in TRUSTED]
    if not found:
        raise web.ConfigWrong(f"Không có chứng thư nào trong {args.folder}.")
    with _node(args) as node:
        for path in found:
            name = "-".join(path.relative_to(args.folder).parts)
            shutil.copyfile(path, node.config.trust / name)
            print(f"Đã thêm {name}.")
    return 0


def add_picture(args: argparse.Namespace) -> int:
    """`picture`: keep the picture of a seal or a handwriting."""
    with _node(args) as node:
        shutil.copyfile(args.png, node.config.pictures / f"{args.holder}.png")
    print(f"Đã lưu ảnh của {args.holder}.")
    return 0
