"""`make demo`: a province, two communes and a signer agent with test keys, to click through.

Everything lies in a folder of its own that is gone afterwards; nothing listens beyond loopback.
The agent's questions appear in this terminal; type "ký" or "không" and Enter. Ctrl-C stops all.
"""

import argparse
import signal
import socket
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Final

from tools.sample_communes import DONG_THANH, TAN_LAP
from tools.story import (
    UBND,
    answer_fields,
    entry_of,
    pair_agent,
    pictures,
    register_regulation,
    say,
)
from tools.test_pki import make_test_pki
from tools.world.agent import PASSPHRASE, Agent
from tools.world.commune import PASSWORD, Commune
from tools.world.province import ACCOUNT, Province
from vanthu_server.samples.regulation import regulations
from vanthu_server.samples.week import typeset_cover, week_intake

PROVINCE_PORT: Final = 8440
COMMUNE_PORTS: Final = (8450, 8451)
SAMPLES: Final = 24
"""Documents registered before you look: enough to fill a screen and to search in."""


def main(arguments: list[str] | None = None) -> int:
    """Start all, print where it is, and wait for Ctrl-C; 0 after a clean stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--once", action="store_true", help="start, print, and stop again: a check that it works"
    )
    chosen = parser.parse_args(arguments)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _interrupt)
    with ExitStack() as running:
        try:
            begin(running)
            if not chosen.once:
                threading.Event().wait()
        except KeyboardInterrupt:
            say("stopping ...")
    return 0


def begin(running: ExitStack) -> None:
    """Start the world in a temporary folder; what is started is stopped with `running`."""
    name = tempfile.TemporaryDirectory(prefix="vanthu-demo-", ignore_cleanup_errors=True)
    folder = Path(running.enter_context(name))
    keys = folder / "keys"
    say("test keys, marked THỬ NGHIỆM ...")
    make_test_pki(keys, passphrase=PASSPHRASE)
    say("the province with a PostgreSQL of its own ...")
    province = Province(folder / "province")
    province.set_up(PASSWORD)
    province.start(port=free_port(PROVINCE_PORT))
    running.callback(province.stop)
    communes = []
    for sample, port in zip((DONG_THANH, TAN_LAP), COMMUNE_PORTS, strict=True):
        say(f"{sample.name} ...")
        commune = Commune(sample, folder / f"commune-{port}")
        commune.set_up(trust=keys / "trust", pictures=pictures(commune))
        commune.pair(province.address, province.pair_code(sample.name))
        commune.start(port=free_port(port))
        running.callback(commune.stop)
        communes.append(commune)
    agent = Agent(folder / "agent")
    pair_agent(communes[0], agent, (keys / "leader.p12", keys / "organ.p12"))
    running.callback(agent.stop)
    fill(communes[0])
    agent.converse(sys.stdin, sys.stdout)
    print(welcome(province, communes), flush=True)


def fill(commune: Commune) -> None:
    """Register sample documents and leave a draft for the leader to sign."""
    say(f"register five regulations and {SAMPLES} documents ...")
    clerk = commune.device("lan", organ=UBND)
    for regulation in regulations():
        register_regulation(clerk, regulation)
    for index, document in enumerate(week_intake()[-SAMPLES:]):
        files = [clerk.upload(f"quet-{index}.pdf", typeset_cover(document))]
        clerk.give("incoming.register", {"fields": entry_of(document), "files": files})
    draft = clerk.give("outgoing.draft", {"fields": answer_fields(clerk)})
    clerk.give("outgoing.submit", {"id": draft["id"]})
    clerk.close()


def welcome(province: Province, communes: list[Commune]) -> str:
    """Return what to open and whom to be."""
    lines = ["", "Văn thư xã đang chạy. Nhấn Ctrl-C để dừng.", ""]
    lines += [f"  Máy tỉnh                {province.address}   {ACCOUNT} / {PASSWORD}"]
    for commune in communes:
        lines.append(f"  {commune.sample.name:<22}  {commune.address}")
        lines += [
            f"      {person.account:<10} / {PASSWORD}   {person.name}, {person.position}"
            for organ in commune.sample.organs
            for person in organ.people
        ]
    lines += [
        "",
        "Thử: đăng nhập «lan», bấm F2 để vào sổ; hoặc «truong», mở Văn bản đi, bấm Ký số,",
        "rồi trả lời câu hỏi của máy ký ngay tại đây («ký» hoặc «không»).",
        "",
    ]
    return "\n".join(lines)


def free_port(wanted: int) -> int:
    """Return `wanted`, or 0 for any free port where another program has it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
    return wanted


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
