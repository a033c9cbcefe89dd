"""The command vanthu-signer: reads the command line and builds the objects of each action."""

import argparse
import io
import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from vanthu_signer.channel import Channel, check_address, open_client, pair
from vanthu_signer.desk import Desk, Surroundings
from vanthu_signer.doctor import examine
from vanthu_signer.home import (
    Home,
    Pairing,
    TokenChoice,
    default_folder,
    default_module_list,
)
from vanthu_signer.keys import create_key, load_key
from vanthu_signer.log import LogEntry, SigningLog, check_log, read_log
from vanthu_signer.pkcs11_token import Pkcs11Token, check_module
from vanthu_signer.pkcs12_token import Pkcs12Token
from vanthu_signer.problem import SignerProblem
from vanthu_signer.service import open_token, open_tokens, serve
from vanthu_signer.terminal import Terminal
from vanthu_signer.token import Token
from vanthu_sync.agent_wire import CERTIFICATES_MAX, CertificateOffer, PairRequest

_SEED_BYTES = 32


def main(arguments: list[str] | None = None) -> int:
    """Run one action; 0 when it succeeded, 1 with a code and the next step when not."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    chosen = command_line().parse_args(arguments)
    terminal = Terminal(sys.stdin, sys.stdout)
    try:
        return int(chosen.action(chosen, Home(chosen.home), terminal))
    except SignerProblem as problem:
        terminal.say(f"{problem.code}: {problem.text} {problem.next_step}")
        return 1
    except KeyboardInterrupt:
        terminal.say("Đã dừng.")
        return 0


def command_line() -> argparse.ArgumentParser:
    """The parser of the command, help in Vietnamese and English."""
    parser = argparse.ArgumentParser(
        prog="vanthu-signer",
        description="Ký số tại máy có thiết bị ký / signs on the PC that holds the token",
    )
    parser.add_argument(
        "--home", type=Path, default=default_folder(), help="thư mục riêng / private folder"
    )
    parser.add_argument(
        "--modules",
        type=Path,
        default=default_module_list(),
        help="tệp danh sách trình điều khiển / administrator's list of PKCS #11 drivers",
    )
    actions = parser.add_subparsers(required=True, metavar="pair|run|doctor|log")
    _pair_options(actions.add_parser("pair", help="ghép nối với máy xã / pair with a node"))
    for name, action, text in (
        ("run", _run, "chờ và ký từng văn bản / wait for jobs and sign, asking each time"),
        ("doctor", _doctor, "kiểm tra thiết bị, máy xã, nhật ký / find what is wrong"),
        ("log", _log, "xem và kiểm tra nhật ký / show and check the log"),
    ):
        actions.add_parser(name, help=text).set_defaults(action=action)
    return parser


def _pair_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--node", required=True, metavar="URL", help="địa chỉ máy xã / node")
    parser.add_argument("--code", required=True, help="mã ghép nối 6 chữ số / pairing code")
    parser.add_argument("--name", required=True, help="tên máy này / name of this PC")
    parser.add_argument("--ca", type=Path, help="chứng thư gốc của cơ quan / office authority")
    parser.add_argument(
        "--p12", type=Path, action="append", default=[], help="khóa thử nghiệm / test key file"
    )
    parser.add_argument(
        "--pkcs11",
        nargs=3,
        action="append",
        default=[],
        metavar=("DRIVER", "LABEL", "SERIAL"),
        help="thiết bị ký / token: driver path, label, serial",
    )
    parser.set_defaults(action=_pair)


def _pair(chosen: argparse.Namespace, home: Home, terminal: Terminal) -> int:
    address = check_address(chosen.node)
    choices = tuple(
        TokenChoice(kind="pkcs12", path=str(path.resolve())) for path in chosen.p12
    ) + tuple(
        TokenChoice(kind="pkcs11", path=path, label=label, serial=serial)
        for path, label, serial in chosen.pkcs11
    )
    offers = [
        offer for token in _tokens(choices, chosen.modules) for offer in _offers(terminal, token)
    ]
    if not 0 < len(offers) <= CERTIFICATES_MAX:
        raise SignerProblem("SG31", f"{len(offers)} chứng thư, cần từ 1 đến {CERTIFICATES_MAX}")
    log = SigningLog(home.log)
    key = load_key(home.key) if home.key.exists() else create_key(home.key, os.urandom(_SEED_BYTES))
    with open_client(address, chosen.ca) as client:
        reply = pair(client, PairRequest(chosen.code, key.public, chosen.name, tuple(offers)))
    home.store_pairing(
        Pairing(
            node_url=address,
            node_name=reply.node_name,
            node_key=reply.node_key,
            agent_id=reply.agent_id,
            ca_file=str(chosen.ca.resolve()) if chosen.ca else None,
            tokens=choices,
        )
    )
    log.append(LogEntry(event="paired", note=reply.node_key.hex()), datetime.now(UTC))
    terminal.say(f"Đã ghép nối với {reply.node_name}. Chạy `vanthu-signer run` để chờ việc.")
    return 0


def _offers(terminal: Terminal, token: Token) -> list[CertificateOffer]:
    """What the token can sign with; only a test key must be opened to know."""
    certificates = (
        open_token(terminal, token).certificates if token.test_key else token.certificates()
    )
    return [
        CertificateOffer(item.der, token.label, token.serial, token.test_key)
        for item in certificates
    ]


def _tokens(choices: tuple[TokenChoice, ...], listing: Path) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for choice in choices:
        path = Path(choice.path)
        if choice.kind == "pkcs12":
            tokens.append(Pkcs12Token(path))
        else:
            check_module(path, listing)
            tokens.append(Pkcs11Token(module=path, label=choice.label, serial=choice.serial))
    return tuple(tokens)


def _channel(home: Home, pairing: Pairing) -> Channel:
    ca_file = Path(pairing.ca_file) if pairing.ca_file else None
    return Channel(
        open_client(pairing.node_url, ca_file),
        agent_id=pairing.agent_id,
        key=load_key(home.key),
        node_key=pairing.node_key,
        next_sequence=home.next_sequence,
    )


def _run(chosen: argparse.Namespace, home: Home, terminal: Terminal) -> int:
    pairing = home.pairing()
    log = SigningLog(home.log)
    opened = open_tokens(terminal, _tokens(pairing.tokens, chosen.modules))
    chance = random.SystemRandom().random
    surroundings = Surroundings(
        now=lambda: datetime.now(UTC),
        pages_folder=home.pages,
        server=f"{pairing.node_name}, {pairing.node_url}",
        chance=chance,
    )
    with _channel(home, pairing) as channel:
        desk = Desk(
            channel=channel, terminal=terminal, log=log, tokens=opened, surroundings=surroundings
        )
        terminal.say(f"Đang chờ việc từ {pairing.node_name}. Nhấn Ctrl-C để dừng.")
        serve(channel, desk, terminal, pause=time.sleep, chance=chance)
    terminal.say("Không còn người trả lời: đã dừng.")
    return 0


def _doctor(chosen: argparse.Namespace, home: Home, terminal: Terminal) -> int:
    pairing = home.pairing()
    with _channel(home, pairing) as channel:
        findings = examine(
            home,
            lambda: _tokens(pairing.tokens, chosen.modules),
            lambda: channel,
            datetime.now(UTC),
        )
    for finding in findings:
        terminal.say(f"{'✓' if finding.good else '✗'} {finding.text}")
    return 0 if all(finding.good for finding in findings) else 1


def _log(chosen: argparse.Namespace, home: Home, terminal: Terminal) -> int:
    del chosen
    chain = check_log(home.log)
    for line in read_log(home.log):
        entry = line.entry
        terminal.say(
            f"{line.n} {line.at} {entry.event} {entry.job} {entry.field} {entry.certificate} "
            f"{entry.after} {entry.code} {entry.note}".rstrip()
        )
    terminal.say(f"{chain.count} dòng, chuỗi nguyên vẹn.")
    return 0
