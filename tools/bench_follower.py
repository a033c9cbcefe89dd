"""`make bench`: a follower takes over (target 11: at most 5 minutes, people included).

A holder with many entries runs as a process; a follower joins it over loopback and copies the whole
journal. Then the holder is killed, clerk and leader take over at the follower, and the next number
is given. The seconds are the machine's part: what people need to fetch each other is not in them.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx

from tools.world.process import Process, vanthu
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_server.commune.services.passwords import require_strength
from vanthu_sync import wire

ORGAN: Final = "ubnd"
PASSWORD: Final = "mat-khau-do-dac"  # noqa: S105 - of a bench that is thrown away
WAIT_SECONDS: Final = 600.0
TAKE_OVER_TARGET: Final = 300
"""Seconds (numbering-and-sync 5, target 11), the people included."""

Prepare = Callable[[Path], Node]
Stamp = Callable[[Node, wire.IncomingFields], None]


def take_over(
    folder: Path, fields: list[wire.IncomingFields], *, prepare: Prepare, stamp: Stamp
) -> dict[str, float]:
    """Return seconds: `copied` (the first copy), `taken_over` (kill to the next number)."""
    _holder_folder(folder / "holder", fields, prepare=prepare, stamp=stamp)
    holder = _run(folder, "holder")
    address = holder.address()
    clerk = _client(address)
    clerk.post("/api/session", json={"account": "lan", "password": PASSWORD}).raise_for_status()
    code = clerk.post(f"/api/organs/{ORGAN}/site-code").json()["code"]
    began = time.monotonic()
    follower = _run(folder, "follower", "--follow", address, "--code", code, "--name", "Máy hai")
    here = _client(follower.address())
    _until(lambda: _has(here, len(fields)))
    copied = time.monotonic() - began
    holder.kill()
    began = time.monotonic()
    asked = here.get("/api/opening").json()
    paper = [
        {"organ": each["organ"], "book": each["book"], "year": each["year"], "number": each["mark"]}
        for each in asked["registers"]
    ]
    words = {"clerk_password": PASSWORD, "leader_password": PASSWORD, "reason": "Máy hỏng"}
    people = {"clerk": "lan", "leader": "binh", "paper": paper, "day": asked["today"]}
    here.post("/api/take-over", json={**words, **people}).raise_for_status()
    given = _register(here)
    taken = time.monotonic() - began
    follower.stop()
    if given != len(fields) + 1:
        raise RuntimeError(f"the next number is {given}, not {len(fields) + 1}")
    return {"copied": copied, "taken_over": taken}


def _holder_folder(
    folder: Path, fields: list[wire.IncomingFields], *, prepare: Prepare, stamp: Stamp
) -> None:
    node = prepare(folder)
    setup = OfficeSetup(node.ledger, clock=node.clock, policies=node.policies)
    setup.add_person(NewPerson(account="binh", name="Bình", organ=ORGAN, roles=("lanh_dao",)))
    for account in ("lan", "binh"):
        node.sessions().set_password(account, PASSWORD, check=require_strength)
    for each in fields:
        stamp(node, each)
    node.close()


def _run(folder: Path, name: str, *part: str) -> Process:
    config = NodeConfig(data=folder / name)
    log = folder / f"{name}.log"
    words = ["--data", str(config.data), "--port", "0", *part]
    return Process([*vanthu("commune", "run"), *words], log=log)


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"X-Vanthu": "1"}, timeout=WAIT_SECONDS)


def _has(here: httpx.Client, count: int) -> bool:
    reply = here.post("/api/session", json={"account": "lan", "password": PASSWORD})
    if reply.status_code != httpx.codes.OK:
        return False
    return bool(here.get(f"/api/organs/{ORGAN}/incoming").json()["total"] == count)


def _register(here: httpx.Client) -> int:
    entry = {"fields": {"subject": "Sau tiếp quản", "organ_name": "Sở Nội vụ"}}
    command = {"op": "a" * 32, "kind": "incoming.register", "organ": ORGAN, "payload": entry}
    answer = here.post("/api/commands", json={"v": 1, "commands": [command]}).json()
    return int(answer["results"][0]["data"]["number"])


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not done():
        if time.monotonic() > end:
            raise RuntimeError("the follower never had the whole journal")
        time.sleep(0.5)
