"""Our own side: real `vanthu province run` and `vanthu commune run`, node ↔ hub over the link.

The week is written once, with the hub away: each document by `incoming.registered`, then three
`document.attached`, each with a file of its own. (Acts that set fields would weigh less: a file's
hash cannot be compressed.) The hub has the files already and the node has none: they have a lane
of their own, and this counts the data. Every link then begins with the same two folders, the
node's with its week and the hub's freshly paired.
"""

import os
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from tools.link.certificates import Tls
from tools.link.link import Link, began_at, octets, open_link, wait_until_still
from tools.link.profile import OPEN
from tools.peers.packed import packed_bytes
from tools.peers.peer import PORT, Spent
from tools.peers.week import ACTS
from tools.sample_communes import DONG_THANH
from tools.story import entry_of
from tools.world.commune import PASSWORD, Commune
from tools.world.device import Device, Json, until
from tools.world.process import Process, vanthu
from tools.world.province import Province
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.registering import Entry, enter
from vanthu_server.province.app import open_database
from vanthu_server.province.storage.own_postgres import OwnPostgres
from vanthu_server.samples.week import week_intake
from vanthu_sync import wire
from vanthu_sync.body import FileEntry
from vanthu_sync.clock import vietnam_day
from vanthu_sync.events import DocumentAttached
from vanthu_sync.journal import Event

ORGAN: Final = DONG_THANH.organs[0].id
PATIENCE: Final = 600.0
REQUEST: Final = re.compile(r'"(?:GET|POST|PUT|PATCH|HEAD|DELETE) /\S* HTTP/')
IDLE_ROUNDS: Final = 1
"""Idle is counted over this many of the node's own rounds; each is like the last."""


@dataclass(frozen=True, kw_only=True)
class Ours:
    """Our side; see `tools.peers.peer.Side`. `folder` is prepared by `prepare`."""

    folder: Path
    tls: Tls
    name: str = "ours"

    def prepare(self) -> int:
        """Write the week and leave both folders as each link finds them.

        Return the bytes of the batches that the node will send.
        """
        os.environ["SSL_CERT_FILE"] = str(self.tls.authority)  # the node's child processes read it
        link = open_link(OPEN, seed=0)
        province, commune = Province(self._at("hub")), Commune(DONG_THANH, self._at("node"))
        province.set_up(PASSWORD)
        hub = self._run_hub(link)
        try:
            code = province.pair_code(commune.sample.name)
            with link.near():
                commune.set_up(trust=self.tls.authority.parent, pictures={})
                host, port = link.reach(PORT)
                commune.pair(f"https://{host}:{port}", code)
        finally:
            hub.stop()
            link.close()
        week = _write_week(commune)
        _make_known(province, week.files)
        for name in ("hub", "node"):
            _copy(self._at(name), self._at(f"{name}-kept"))
        return week.packed

    def begin(self, link: Link) -> "OurRun":
        """Start hub and node on a link of its own, from the folders that were kept."""
        for name in ("hub", "node"):
            shutil.rmtree(self._at(name))
            _copy(self._at(f"{name}-kept"), self._at(name))
        hub = self._run_hub(link)
        commune = Commune(DONG_THANH, self._at("node"))
        try:
            with link.near():
                commune.start()
                device = commune.device("lan", organ=ORGAN)
        except BaseException:
            commune.stop()
            hub.stop()
            raise
        return OurRun(link=link, hub=hub, hub_log=self._log, commune=commune, device=device)

    @property
    def _log(self) -> Path:
        return self._at("hub-access.log")

    def _at(self, name: str) -> Path:
        return self.folder / name

    def _run_hub(self, link: Link) -> Process:
        place = ["--data", str(self._at("hub") / "data"), "--host", link.host]
        tls = ["--tls-cert", str(self.tls.certificate), "--tls-key", str(self.tls.key)]
        words = ["province", "run", *place, "--port", str(PORT), *tls, "--verbose"]
        self._log.unlink(missing_ok=True)
        with link.far():
            hub = Process(vanthu(*words), log=self._log)
        hub.address()
        return hub


@dataclass(frozen=True, kw_only=True)
class OurRun:
    """Hub and node on one link; see `tools.peers.peer.Running`."""

    link: Link
    hub: Process
    hub_log: Path
    commune: Commune
    device: Device

    def week(self) -> Spent:
        """Wait for the week: seconds from the first packet until the node has the receipt."""
        self._until_all_is_there()
        seconds = time.monotonic() - began_at(self.link)
        after = wait_until_still(self.link)
        return Spent(octets=after, requests=self._requests(), seconds=seconds)

    def one(self) -> Spent:
        """Register one document more, at once after another so that the connection is warm."""
        self._register("Tài liệu làm ấm đường truyền")
        self._until_all_is_there()
        before, asked = wait_until_still(self.link, seconds=0.8), self._requests()
        began = time.monotonic()
        self._register("V/v rà soát số liệu hộ nghèo, hộ cận nghèo cuối năm 2026")
        self._until_all_is_there()
        seconds = time.monotonic() - began
        after = wait_until_still(self.link, since=before)
        return Spent(octets=after - before, requests=self._requests() - asked, seconds=seconds)

    def idle(self) -> Spent:
        """Watch the node's own rounds with nothing to send; the mean of one."""
        first = self._next_round()
        before, began = octets(self.link), time.monotonic()
        last = first
        for _ in range(IDLE_ROUNDS):
            last = self._next_round()
        seconds = (time.monotonic() - began) / IDLE_ROUNDS
        spent = octets(self.link) - before
        return Spent(
            octets=round(spent / IDLE_ROUNDS),
            requests=(last - first) / IDLE_ROUNDS,
            seconds=seconds,
        )

    def stop(self) -> None:
        """End node and hub."""
        self.device.close()
        self.commune.stop()
        self.hub.stop()

    def _next_round(self) -> int:
        """Wait for the next request and until it is answered; return how many there were."""
        asked = self._requests()
        until(lambda: self._requests() > asked, "the node's next round", seconds=PATIENCE)
        wait_until_still(self.link, seconds=1.0)
        return self._requests()

    def _register(self, subject: str) -> None:
        with self.link.near():
            fields = {**entry_of(week_intake()[0]), "subject": subject, "code_number": subject[:9]}
            self.device.give("incoming.register", {"fields": fields, "duplicate_ok": True})

    def _until_all_is_there(self) -> None:
        def done() -> bool:
            hub: Json = self.device.get("state")["hub"]
            return bool(hub["hub_head"] == hub["node_head"])

        with self.link.near():
            until(done, "the week at the hub", seconds=PATIENCE)

    def _requests(self) -> int:
        return len(REQUEST.findall(self.hub_log.read_text(encoding="utf-8")))


def _copy(source: Path, target: Path) -> None:
    """Copy a folder with its owners: PostgreSQL does not run as root."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def _make_known(province: Province, files: list[FileEntry]) -> None:
    """Tell a hub that does not run that it has files: its receipts name those that it lacks."""
    with OwnPostgres(province.data / "postgres") as own:
        database = open_database(own.url)
        try:
            with database.begin() as tables:
                for file in files:
                    tables.blobs.add(file.sha256, size=file.size, at=datetime.now(UTC))
        finally:
            database.close()


@dataclass(frozen=True)
class _Written:
    """A week in a journal: the files that its acts name, its bytes as packed batches."""

    files: list[FileEntry]
    packed: int


def _write_week(commune: Commune) -> _Written:
    """Write the week's documents and acts into the journal of a node that does not run."""
    files: list[FileEntry] = []
    node = Node(NodeConfig(data=commune.data, sidecar_file=commune.sidecar))
    node.open()
    try:
        before = node.ledger.exposed
        for number, document in enumerate(week_intake()):
            fields = msgspec.convert(entry_of(document), wire.IncomingFields)
            entry = Entry(fields=fields, duplicate_ok=True, not_secret=True)
            made = _give(node, partial(_enter, entry))
            for act in range(len(ACTS)):
                files.append(_file(f"quet-{number}-{act}.pdf"))
                _give(node, partial(_attach, made, files[-1]))
        events = node.hub.events(after=before, limit=10_000)
        return _Written(files, packed_bytes(node, events))
    finally:
        node.close()


def _give(node: Node, handle: Callable[[Desk], Event]) -> str:
    """Do one command of the clerk; return its operation id."""
    op = secrets.token_hex(16)
    with node.ledger.write() as unit:
        person = unit.person("lan")
        assert person is not None
        now = node.clock.now()
        desk = Desk(
            unit=unit,
            person=person,
            organ=ORGAN,
            op=op,
            fingerprint=secrets.token_hex(8),
            now=now,
            policy=node.policies.version(DONG_THANH.policy, vietnam_day(now)),
            require_stamping=node.door.require_stamping,
        )
        handle(desk)
    return op


def _enter(entry: Entry, desk: Desk) -> Event:
    return enter(desk, entry)


def _attach(document: str, file: FileEntry, desk: Desk) -> Event:
    return desk.record(DocumentAttached(id=document, files=(file,)))


def _file(name: str) -> FileEntry:
    sha256 = secrets.token_hex(32)
    return FileEntry(sha256=sha256, name=name, size=431_007, media_type="application/pdf")
