"""A clone, a take-over, a machine made from nothing: real nodes, and the province as a process.

NB21, NB25, NB26, NB18, LK7, LK9 from end to end: who holds the registers is one and the same for
both machines, the hub and the person at the province.
"""

import base64
import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import PASSWORD, UBND, Office, copied_today, entry, present_world
from tests.commune.stores import assert_whole, journal
from tools.world.process import run, vanthu
from tools.world.province import ACCOUNT, Province
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.ports import NODE
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_server.commune.node import Node, World
from vanthu_server.commune.services.courier import Courier, Trouble
from vanthu_server.commune.services.hub_session import pair
from vanthu_server.commune.services.passwords import require_strength
from vanthu_server.keys.node_key import load_or_create
from vanthu_sync.clock import vietnam_day
from vanthu_sync.register_events import SiteJoined

pytestmark = pytest.mark.xdist_group("two-machines")

AT_THE_PROVINCE = "mật khẩu của tỉnh"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """The hub as a process; it knows nothing yet."""
    place = Province(tmp_path / "province")
    place.start()
    place.set_up(AT_THE_PROVINCE)
    yield place
    place.stop()


class Machine:
    """An office PC with a data folder, whose courier does a round when it is told to."""

    def __init__(self, config: NodeConfig, portal: BlockingPortal, *, machine: str) -> None:
        self.config = config
        self.world: World = dataclasses.replace(present_world(), machine=lambda _: machine)
        self.office = Office(config, portal, world=self.world)
        self.courier: Courier = self.office.node.courier()

    def pair(self, province: Province, code: str) -> None:
        """Pair, as `vanthu commune pair-hub` does."""
        node, hub = self.office.node, HubClient(province.address)
        try:
            peer = pair(
                hub,
                code=code,
                url=province.address,
                identity=msgspec.structs.replace(node.identity(), name="Máy văn thư"),
                key=node.key,
                organs=node.library.organs(),
            )
        finally:
            hub.close()
        node.hub.keep(peer)

    def settle(self) -> str:
        """Do rounds until there is nothing more to do; return the code of what went wrong."""
        self.courier.try_now()
        while self.courier.round() or self.courier.trouble == Trouble(failures=1):
            pass  # a session that ended is opened again
        problem = self.courier.trouble.problem
        return "" if problem is None else problem.code

    def close(self) -> None:
        """Stop the program."""
        self.courier.close()
        self.office.close()

    def restart(self) -> None:
        """Restart the program."""
        self.courier.close()
        self.office.reopen()
        self.courier = self.office.node.courier()

    def opening(self) -> dict[str, Any]:
        """What the door of the registers says."""
        told: dict[str, Any] = self.office.person("vanthu").http.get("/api/opening").json()
        return told

    def take_over(self, last: int) -> None:
        """Clerk and leader take over; `last` is the last arrival number on paper."""
        paper = [
            {
                "organ": each["organ"],
                "book": each["book"],
                "year": each["year"],
                "number": last if (each["organ"], each["book"]) == (UBND, "den") else each["mark"],
            }
            for each in self.opening()["registers"]
        ]
        said = {
            "reason": "Máy kia hỏng nguồn",
            "clerk": "vanthu",
            "clerk_password": PASSWORD,
            "leader": "chutich",
            "leader_password": PASSWORD,
            "paper": paper,
            "day": vietnam_day(self.world.clock.now()).isoformat(),
        }
        reply = self.office.client().post("/api/take-over", json=said)
        assert reply.status_code == 200, reply.text

    def numbers(self) -> list[int]:
        return self.office.person("vanthu").numbers()

    def register(self, subject: str) -> int:
        number: int = self.office.person("vanthu").register(subject)["number"]
        return number

    def refusal(self) -> str:
        """The code with which a registration is refused."""
        clerk = self.office.person("vanthu")
        return str(clerk.refused("incoming.register", entry("không được vào sổ"))["code"])


@pytest.fixture
def first(furnished_today: NodeConfig, portal: BlockingPortal, tmp_path: Path) -> Iterator[Machine]:
    """The office's PC."""
    made = Machine(copied_today(furnished_today, tmp_path / "first"), portal, machine="máy một")
    yield made
    made.close()


def imaged(machine: Machine, portal: BlockingPortal, folder: Path, *, name: str) -> Machine:
    """Return a machine with a copy of everything that lies on the disk of another."""
    machine.close()
    config = NodeConfig(data=folder / "data")
    shutil.copytree(machine.config.data, config.data)
    shutil.copytree(machine.config.sidecar.parent, config.sidecar.parent)
    machine.restart()
    return Machine(config, portal, machine=name)


def commune_of(client: httpx.Client, journal_name: str) -> dict[str, Any]:
    """What the province page says of a commune."""
    rows: list[dict[str, Any]] = client.get("/api/overview").json()["communes"]
    return next(row for row in rows if row["journal"] == journal_name)


@pytest.fixture
def page(province: Province) -> Iterator[httpx.Client]:
    """A person at the province, logged in."""
    with httpx.Client(base_url=province.address) as client:
        form = {"account": ACCOUNT, "password": AT_THE_PROVINCE}
        assert client.post("/login", data=form).status_code == 303
        yield client


def test_nb21_i8_a_clone_gets_what_it_lacks_and_two_branches_are_seen_on_both_sides(
    province: Province,
    page: httpx.Client,
    first: Machine,
    portal: BlockingPortal,
    tmp_path: Path,
) -> None:
    """R-IN-15: a disk image that takes sidecar and machine along, found at its first contact."""
    first.pair(province, province.pair_code("Xã Nhân Bản"))
    assert [first.register(each) for each in ("một", "hai")] == [1, 2]
    assert first.settle() == ""
    clone = imaged(first, portal, tmp_path / "clone", name="máy một")
    try:
        assert [first.register(each) for each in ("ba", "bốn")] == [3, 4]
        assert first.settle() == ""

        assert clone.settle() == ""
        assert clone.office.node.door.opened.recovered == 2
        assert clone.numbers() == [1, 2, 3, 4]
        assert clone.office.person("vanthu").answer_paper(4)["stamping"]
        assert clone.settle() == ""
        assert clone.register("năm của bản sao") == 5
        assert clone.settle() == ""

        assert first.register("năm của máy một") == 5
        assert first.settle() == "SECOND_NODE"
        first.restart()
        assert first.settle() == "JOURNAL_FORK"
        assert first.opening()["cause"] == "fork"
        assert first.refusal() == "NODE_NOT_OPEN"
        told = commune_of(page, clone.office.node.ledger.journal() or "")
        facts = {warned["kind"]: warned["facts"] for warned in told["warnings"]}
        assert set(facts) == {"second_node", "journal_fork"}
        ours, theirs = journal(first.config)[-1].hash, journal(clone.config)
        assert facts["journal_fork"]["refused"] == ours
        place = int(facts["journal_fork"]["event"])
        assert facts["journal_fork"]["held"] == theirs[place - 1].hash
        text = page.get("/").text
        assert ours in text
        assert facts["journal_fork"]["held"] in text
    finally:
        clone.close()
    assert_whole(clone.config)


def test_nb25_nb26_a_follower_takes_over_and_the_former_holder_stamps_nothing(
    province: Province,
    page: httpx.Client,
    first: Machine,
    portal: BlockingPortal,
    tmp_path: Path,
) -> None:
    """R-IN-15, R-IN-16: from the key in the journal to the approval at the province."""
    first.pair(province, province.pair_code("Xã Tiếp Quản"))
    key = load_or_create(tmp_path / "second.key")
    joined = SiteJoined(
        id="may-hai",
        name="Máy phòng họp",
        kind="follower",
        key=base64.b64encode(key.public).decode("ascii"),
    )
    with first.office.node.ledger.write() as unit:
        unit.record(joined, organ="", policy="", by=NODE)
    assert first.register("một") == 1
    assert first.settle() == ""
    second = imaged(first, portal, tmp_path / "second", name="máy hai")
    second.close()
    shutil.copyfile(tmp_path / "second.key", second.config.key)
    second.restart()
    try:
        assert second.opening()["cause"] == "other_machine"
        assert second.settle() == ""
        assert second.refusal() == "NODE_NOT_OPEN"
        assert first.register("hai, máy hai không biết") == 2

        second.take_over(2)
        assert second.register("ba") == 3
        assert second.settle() == ""

        assert first.settle() == "OWNER_CHANGED"
        assert first.refusal() == "OWNER_CHANGED"
        assert first.numbers() == [1, 2]
        told = commune_of(page, second.office.node.ledger.journal() or "")
        assert told["node_name"] == "Máy phòng họp"
        (warned,) = told["warnings"]
        assert warned["kind"] == "owner_changed"
        assert warned["facts"]["refused"] == journal(first.config)[-1].hash
        (over,) = told["take_overs"]
        assert (over["epoch"], over["reason"]) == (2, "Máy kia hỏng nguồn")

        approve_and_delegate(province, page, second)
    finally:
        second.close()
    assert_whole(second.config)


def approve_and_delegate(province: Province, page: httpx.Client, machine: Machine) -> None:
    """The province approves, and then takes the numbering of the incoming register."""
    name = machine.office.node.ledger.journal() or ""
    form = {"journal": name, "epoch": "2"}
    assert page.post("/take-overs/ratify", data=form).status_code == 303
    assert machine.settle() == ""
    clerk = machine.office.person("vanthu")
    (row,) = clerk.read("holding")["take_overs"]
    assert row["ratified_at"]
    year = vietnam_day(machine.world.clock.now()).year
    asked = ["--journal", name, "--organ", UBND, "--book", "den", "--year", str(year)]
    at = vanthu("province", "delegate", "--data", str(province.data))
    run([*at, *asked, "--owner", "province"])
    assert machine.settle() == ""
    slip = clerk.done("incoming.register", entry("chờ"))["slip"]
    assert machine.settle() == ""
    waiting = json.loads(run([*vanthu("province", "numbers", "--data", str(province.data))]))
    assert [each["slip"] for each in waiting["waiting"]] == [slip]
    number = vanthu("province", "number", "--data", str(province.data))
    given = run([*number, "--organ", UBND, "--slip", slip.lower()])
    assert json.loads(given)["number"] == 4
    assert machine.settle() == ""
    assert clerk.numbers()[-1] == 4
    run([*at, *asked, "--owner", "node"])
    assert machine.settle() == ""
    assert clerk.register("năm")["number"] == 5
    assert machine.settle() == ""


def test_lk7_lk6_a_machine_made_from_nothing_goes_on_from_what_the_hub_holds(
    province: Province, first: Machine, portal: BlockingPortal, tmp_path: Path
) -> None:
    """The office PC burnt down, and its sidecar with it."""
    first.pair(province, province.pair_code("Xã Dựng Lại"))
    assert [first.register(each) for each in ("một", "hai")] == [1, 2]
    assert first.settle() == ""
    name = first.office.node.ledger.journal() or ""
    at = vanthu("province", "take-over-code", "--data", str(province.data))
    code = run([*at, "--journal", name]).strip()
    config = NodeConfig(data=tmp_path / "new" / "data")
    empty = Node(config, present_world())
    empty.ledger.name(name)
    empty.close()
    new = Machine(config, portal, machine="máy mới")
    try:
        new.pair(province, code)
        assert new.settle() == ""
        assert journal(config) == journal(first.config)
        for account in ("vanthu", "chutich"):
            new.office.node.sessions().set_password(account, PASSWORD, check=require_strength)
        assert (new.opening()["cause"], new.opening()["question"]) == ("other_machine", "take_over")

        new.take_over(5)

        assert new.settle() == ""
        assert new.register("sáu") == 6
        assert new.settle() == ""
        assert first.settle() == "OWNER_CHANGED"
        assert first.refusal() == "OWNER_CHANGED"
    finally:
        new.close()
    assert_whole(config)
