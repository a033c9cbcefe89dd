"""What the story left, counted from stores and files by nobody who took part in it.

Reads the SQLite files of the two nodes, the hub's dump, and the issued PDFs (through the command
`vanthu verify`, with the trust folder). Nothing here talks to a running process.
"""

import base64
import hashlib
import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

EXPECTED: Final = {
    "registered": 355,
    "duplicates": 0,
    "gaps": 0,
    "out_of_order": 0,
    "reconciled": 355,
    "signatures_valid": 2,
    "accepted_elsewhere": 1,
}
"""What must hold: five regulations and 350 documents, two signatures, one acceptance."""


@dataclass(frozen=True)
class Evidence:
    """Where the traces lie."""

    sender: Path
    receiver: Path
    hub_dump: Path
    trust: Path
    wire_bytes: dict[str, int]
    replies_lost: int
    folder: Path

    def issued_files(self) -> tuple[Path, ...]:
        """The main files of what the sender issued."""
        sql = (
            "select sha256 from file join outgoing on outgoing.id = document"
            " where outgoing.state = 'da_phat_hanh' and kind = 'main'"
        )
        hashes = [str(row[0]) for row in _rows(self.sender, sql)]
        return tuple(self.sender / "blobs" / each[:2] / each[2:4] / each for each in hashes)


@dataclass(frozen=True)
class Counted:
    """The story's last line."""

    found: dict[str, int]
    status_back: bool

    def held(self) -> bool:
        """Whether all is as it must be."""
        return self.found == EXPECTED and self.status_back

    def line(self, *, seconds: float) -> str:
        """The JSON object of the last line."""
        return json.dumps({**self.found, "seconds": seconds}, separators=(",", ":"))


def count(evidence: Evidence) -> Counted:
    """Count everything."""
    numbers = _numbers(evidence.sender)
    found = {
        "registered": sum(len(series) for series in numbers.values()),
        "duplicates": sum(len(series) - len(set(series)) for series in numbers.values()),
        "gaps": sum(_gaps(series) for series in numbers.values()),
        "out_of_order": sum(_inversions(series) for series in numbers.values()),
        "reconciled": _reconciled(evidence),
        "signatures_valid": sum(_valid(evidence, path) for path in evidence.issued_files()),
        "accepted_elsewhere": _accepted(evidence),
    }
    return Counted(found=found, status_back=_status_back(evidence))


def _numbers(data: Path) -> dict[tuple[str, int], list[int]]:
    """Arrival numbers by register, in the order in which the journal has them."""
    numbers: dict[tuple[str, int], list[int]] = {}
    sql = "select organ, body from journal where kind = 'incoming.registered' order by seq"
    for organ, body in _rows(data, sql):
        entry = msgspec.json.decode(body)
        numbers.setdefault((organ, entry["year"]), []).append(entry["number"])
    return numbers


def _gaps(series: list[int]) -> int:
    return max(series) - len(set(series))


def _inversions(series: list[int]) -> int:
    return sum(later <= earlier for earlier, later in pairwise(series))


def _reconciled(evidence: Evidence) -> int:
    """Entries that the hub holds with the same hash and the same text."""
    held = {}
    for line in evidence.hub_dump.read_bytes().splitlines():
        event = msgspec.json.decode(line)
        held[event["hash"]] = event
    sql = (
        "select hash, nonce, body_hash, body from journal"
        " where kind = 'incoming.registered' order by seq"
    )
    return sum(
        _same(held.get(row[0]), nonce=row[1], body_hash=row[2], body=row[3])
        for row in _rows(evidence.sender, sql)
    )


def _same(event: Any, *, nonce: bytes, body_hash: str, body: bytes) -> bool:  # noqa: ANN401 - JSON
    if event is None:
        return False
    sent = base64.b64decode(event["nonce"]), base64.b64decode(event["body"])
    return sent == (nonce, body) and hashlib.sha256(nonce + body).hexdigest() == body_hash


def _valid(evidence: Evidence, path: Path) -> int:
    command = [sys.executable, "-m", "vanthu_server", "verify", str(path)]
    done = subprocess.run(
        [*command, "--trust", str(evidence.trust), "--json"], capture_output=True, check=False
    )
    report = msgspec.json.decode(done.stdout)
    if done.returncode != 0:
        return 0
    return sum(row["verdict"] == "valid" for row in report["signatures"])


def _accepted(evidence: Evidence) -> int:
    """Documents of the sender that stand in the receiver's register."""
    sql = (
        "select count(*) from incoming join inbox on inbox.id = incoming.message"
        " where inbox.state = 'accepted'"
    )
    return int(_rows(evidence.receiver, sql)[0][0])


def _status_back(evidence: Evidence) -> bool:
    sql = "select count(*) from delivery where organ <> '' and status = '03'"
    return int(_rows(evidence.sender, sql)[0][0]) == 1


def _rows(data: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{data / 'vanthu.sqlite'}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
