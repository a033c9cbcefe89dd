"""`vanthu commune run --follow` and `--branch`: real processes, one killed (NB25, NB28, NB29)."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.commune.node import PASSWORD, UBND, Person, RealNode
from tests.commune.stores import assert_whole, journal
from tools.world.process import vanthu
from vanthu_server.commune.config import NodeConfig

SECONDS = 60.0


def until(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def code(clerk: Person, **site: object) -> str:
    reply = clerk.http.post(f"/api/organs/{UBND}/site-code", json=site)
    assert reply.status_code == 200, reply.text
    return str(reply.json()["code"])


@pytest.fixture
def second(real_node: RealNode, tmp_path: Path) -> Iterator[Callable[..., RealNode]]:
    """Starts a second machine of the running node."""
    started: list[RealNode] = []

    def start(part: str, digits: str, folder: str = "second") -> RealNode:
        words = [*vanthu("commune", "run"), part, real_node.address, "--code", digits]
        node = RealNode(
            NodeConfig(data=tmp_path / folder / "data"),
            command=lambda: [*words, "--name", "Máy phòng bên"],
        )
        node.config.data.parent.mkdir()
        started.append(node)
        return node.start()

    yield start
    for node in started:
        node.stop()


def opening(client: httpx.Client) -> dict[str, object]:
    told: dict[str, object] = client.get("/api/opening").json()
    return told


def test_nb25_nb28_a_follower_takes_over_from_a_killed_node_and_goes_on(
    real_node: RealNode, second: Callable[..., RealNode]
) -> None:
    """R-IN-15, R-IN-16: the power of the first PC is gone; the next number is the next number."""
    clerk = real_node.start().person("vanthu")
    follower = second("--follow", code(clerk))
    for name in ("một", "hai", "ba"):
        clerk.register(name)
    until(lambda: knows(follower, [1, 2, 3]), "the follower has three entries")
    real_node.kill()

    take_over(follower)

    assert follower.person("vanthu").register("bốn")["number"] == 4
    follower.stop()
    assert [event.header.epoch for event in journal(follower.config)][-1] == 2
    assert_whole(follower.config)


def knows(node: RealNode, numbers: list[int]) -> bool:
    reply = node.client().post("/api/session", json={"account": "vanthu", "password": PASSWORD})
    return reply.status_code == 200 and node.person("vanthu").numbers() == numbers


def take_over(follower: RealNode) -> None:
    """Clerk and leader take over; all that is on paper has reached the follower."""
    here = follower.person("vanthu").http
    asked = opening(here)
    assert asked["standing"] == "follower"
    paper = [
        {"organ": each["organ"], "book": each["book"], "year": each["year"], "number": each["mark"]}
        for each in asked["registers"]  # type: ignore[attr-defined]
    ]
    people = {"clerk": "vanthu", "leader": "chutich"}
    words = {"clerk_password": PASSWORD, "leader_password": PASSWORD}
    body = {"reason": "Mất nguồn", "paper": paper, "day": asked["today"], **people, **words}

    reply = here.post("/api/take-over", json=body)

    assert reply.json()["stamping"], reply.text


def test_nb25_nb29_a_branch_goes_over_to_the_machine_that_took_over(
    real_node: RealNode, second: Callable[..., RealNode]
) -> None:
    clerk = real_node.start().person("vanthu")
    heir = second("--follow", code(clerk), "heir")
    site = second("--branch", code(clerk, kind="branch", order="dung_tiep", block=5), "site")
    until(lambda: bool(clerk.read("holding")["leases"]), "the branch has its lease")
    until(lambda: knows(site, []), "the branch knows its people")

    def registered(op: str) -> bool:
        given = site.person("vanthu").give("incoming.register", ENTRY, op=op)
        return bool(given["outcome"] == "accepted")

    until(lambda: registered("a" * 32), "the branch gives a number")
    until(lambda: knows(heir, [1]), "the follower has the branch's entry")
    real_node.kill()
    take_over(heir)
    assert registered("b" * 32)
    site.stop()
    digits = code(heir.person("vanthu"), kind="branch", order="dung_tiep", block=5)
    again = [*vanthu("commune", "rejoin"), "--data", str(site.config.data), "--url", heir.address]
    wrong = subprocess.run([*again, "--code", "0"], capture_output=True, timeout=60, check=False)
    assert wrong.returncode == 1
    done = subprocess.run(
        [*again, "--code", digits], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert heir.address in done.stdout

    site.start()

    until(lambda: heir.person("vanthu").numbers() == [1, 2], "the new holder has both entries")
    site.stop()
    heir.stop()
    assert_whole(heir.config)


def test_nb29_a_branch_registers_and_the_holder_has_it(
    real_node: RealNode, second: Callable[..., RealNode]
) -> None:
    clerk = real_node.start().person("vanthu")
    site = second("--branch", code(clerk, kind="branch", order="dung_tiep", block=5))

    def leased() -> bool:
        held = clerk.read("holding")["leases"]
        reply = site.client().post("/api/session", json={"account": "vanthu", "password": PASSWORD})
        return bool(held) and reply.status_code == 200

    until(leased, "the branch has its lease")

    def registered() -> bool:
        given = site.person("vanthu").give("incoming.register", ENTRY, op="a" * 32)
        return bool(given["outcome"] == "accepted")

    until(registered, "the branch gives a number")

    until(lambda: clerk.numbers() == [1], "the entry is at the holder")
    site.stop()
    real_node.stop()
    assert_whole(real_node.config)


ENTRY = {"fields": {"subject": "Tại cơ sở 2", "organ_name": "Sở Nội vụ"}}


def test_a_wrong_code_joins_nothing(real_node: RealNode, tmp_path: Path) -> None:
    real_node.start()
    words = ["--data", str(tmp_path / "x"), "--follow", real_node.address, "--code", "00000000"]
    done = subprocess.run(
        [*vanthu("commune", "run"), *words], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert "Mã ghép không đúng" in done.stderr
