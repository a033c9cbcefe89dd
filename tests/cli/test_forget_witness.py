"""`vanthu commune forget-witness`: registers that a witness closed which is gone for good."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.couriers import settle
from tests.commune.letters import FakeHub
from tests.commune.node import PASSWORD, HandClock, Office, copied_today, entry, hand_world
from tests.commune.stores import assert_whole, journal
from tools.world.process import ProcessFailed, run, vanthu
from vanthu_server.__main__ import main
from vanthu_server.commune.config import NodeConfig
from vanthu_server.platform.lock import FolderLock
from vanthu_sync import journal as chain
from vanthu_sync.clock import instant
from vanthu_sync.journal import Draft

REASON = "Máy tỉnh cũ đã thanh lý"


@pytest.fixture
def today(furnished_today: NodeConfig, tmp_path: Path, portal: BlockingPortal) -> Iterator[Office]:
    """An office of the present day, so that a command of its own process fits in."""
    world = replace(hand_world(seed=7), clock=HandClock(datetime.now(UTC)))
    served = Office(copied_today(furnished_today, tmp_path), portal, world=world)
    yield served
    served.close()


def closed_by_a_hub_that_is_gone(office: Office, hub: FakeHub) -> None:
    """Number 1 is here, an event of a clone at the hub, and the hub is never heard again."""
    settle(office.courier(hub))
    draft = Draft(kind="node.recovered", organ="", policy="", actor="", op="", body={}, epoch=1)
    at = instant(office.clock.now())
    hub.events.append(chain.append(hub.head, draft, nonce=bytes(16), at=at))
    office.person("vanthu").register("một")
    office.courier(hub).round()
    assert office.node.door.opened.cause == "fork"
    peer = office.node.hub.peer()
    assert peer is not None
    office.node.hub.keep(msgspec.structs.replace(peer, url=f"http://127.0.0.1:{free_port()}"))
    office.close()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def act(office: Office, *words: str, password: str = PASSWORD) -> str:
    """Run the command in a process of its own; raises ProcessFailed."""
    command = vanthu("commune", "forget-witness", "--data", str(office.config.data), *words)
    return run(command, answers=f"{password}\n")


def test_nb21_a_fork_with_a_hub_that_is_gone_is_done_without_and_the_paper_is_asked(
    today: Office,
) -> None:
    """R-IN-15: closed for ever until an officer says so; then no number is given twice."""
    hub = FakeHub()
    closed_by_a_hub_that_is_gone(today, hub)
    today.reopen()
    assert today.person("vanthu").refused("incoming.register", entry())["code"] == "NODE_NOT_OPEN"
    assert "forget-witness" in today.node.opening_state().next_step
    today.close()
    assert "hub  «máy tỉnh»  sự kiện" in act(today, "--list")
    assert "LÀM ĐÓNG SỔ: Hai bản dữ liệu khác nhau." in act(today, "--list")

    told = act(today, "máy tỉnh", "--account", "quantri", "--reason", REASON)

    assert "Xem số cuối cùng đã đóng dấu trên giấy" in told
    last = journal(today.config)[-1]
    assert (last.header.kind, last.header.actor) == ("witness.forgotten", "quantri")
    assert (last.content["witness"], last.content["reason"]) == ("hub", REASON)
    assert (last.content["seq"], last.content["head"]) == (hub.head.seq, hub.head.hash)
    today.reopen()
    clerk = today.person("vanthu")
    assert today.node.door.opened.question == "paper_lost"
    assert clerk.refused("incoming.register", entry())["code"] == "NODE_NOT_OPEN"
    assert clerk.answer_paper(3)["stamping"]
    assert clerk.register("bốn")["number"] == 4
    today.reopen()
    assert today.person("vanthu").numbers() == [1, 4]
    assert_whole(today.config)
    assert "không ghi nhớ nơi nào" in told_by(today, "--list")


def told_by(office: Office, *words: str) -> str:
    """Run the command on a node that is closed for it."""
    office.close()
    return act(office, *words)


def test_i8_a_hub_that_was_given_up_and_comes_back_closes_the_registers_again(
    today: Office,
) -> None:
    hub = FakeHub()
    closed_by_a_hub_that_is_gone(today, hub)
    act(today, "hub", "--account", "chutich", "--reason", REASON)
    today.reopen()
    assert today.person("vanthu").answer_paper(1)["stamping"]

    today.courier(hub).round()

    assert today.node.door.opened.cause == "fork"
    assert today.person("vanthu").refused("incoming.register", entry())["code"] == "NODE_NOT_OPEN"


@pytest.mark.parametrize(
    ("name", "account", "password", "said"),
    [
        ("hub", "quantri", "sai mật khẩu", "mật khẩu không đúng"),
        ("hub", "vanthu", PASSWORD, "không có quyền"),
        ("máy nào đó", "quantri", PASSWORD, "Chạy lại với --list"),
    ],
)
def test_nb21_a_witness_is_not_done_without_by_the_way(
    today: Office, name: str, account: str, password: str, said: str
) -> None:
    closed_by_a_hub_that_is_gone(today, FakeHub())
    held = journal(today.config)

    with pytest.raises(ProcessFailed, match=f"(?s)→ 1\n.*{said}"):
        act(today, name, "--account", account, "--reason", REASON, password=password)

    assert journal(today.config) == held
    today.reopen()
    assert today.node.door.opened.cause == "fork"


def test_place_reason_and_account_are_asked_for(
    today: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ("--data", str(today.config.data))

    assert main(["commune", "forget-witness", *folder, "hub", "--account", "quantri"]) == 2

    assert "--reason và --account" in capsys.readouterr().err


def test_a_node_at_work_is_stopped_first(today: Office, capsys: pytest.CaptureFixture[str]) -> None:
    lock = FolderLock(today.config.lock)
    try:
        code = main(["commune", "forget-witness", "--data", str(today.config.data), "--list"])
    finally:
        lock.release()

    assert code == 1
    assert "đang được một máy xã khác dùng" in capsys.readouterr().err
