"""A peer as two processes: a server at the far end, a client at the near that is told its acts."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.link.certificates import Tls
from tools.link.link import Link, began_at, octets, wait_until_still
from tools.peers.install import SOURCE, kinto, pouch
from tools.peers.peer import PORT, Spent
from tools.world.process import Process

PATIENCE: Final = 900.0
"""Seconds: a peer that needs longer for a week at 64 kbit/s is not measured."""

PLAIN_PORT: Final = 18888
"""Where Kinto listens on the far end's own loopback, behind the TLS in front of it."""


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """One scripted peer on one link; see `tools.peers.peer.Running`."""

    link: Link
    servers: tuple[Process, ...]
    client: Process

    def week(self) -> Spent:
        """Send the week: seconds from the first packet until the server has all of it."""
        requests = self._told("week")
        seconds = time.monotonic() - began_at(self.link)
        return Spent(octets=wait_until_still(self.link), requests=requests, seconds=seconds)

    def one(self) -> Spent:
        """Send one document more."""
        return self._spent("one")

    def idle(self) -> Spent:
        """Sync with nothing to send."""
        return self._spent("idle")

    def stop(self) -> None:
        """End its processes."""
        for process in (self.client, *self.servers):
            process.stop()

    def _spent(self, act: str) -> Spent:
        before, began = octets(self.link), time.monotonic()
        requests = self._told(act)
        seconds = time.monotonic() - began
        after = wait_until_still(self.link)
        return Spent(octets=after - before, requests=requests, seconds=seconds)

    def _told(self, act: str) -> int:
        self.client.say(act)
        return int(self.client.line("done", seconds=PATIENCE).split()[1])


@dataclass(frozen=True, kw_only=True)
class Pouch:
    """PouchDB → PouchDB Server; see `tools.peers.peer.Side`.

    It sends of each document the last content and the ids of its earlier ones: three acts on a
    document cost it hardly more than none, and nobody can read them later.
    """

    folder: Path
    week: Path
    tls: Tls
    name: str = "pouchdb"

    def begin(self, link: Link) -> Scripted:
        """Start it on a link of its own."""
        place = pouch()
        listen = [link.host, str(PORT), str(self.tls.certificate), str(self.tls.key)]
        with link.far():
            words = ["node", str(place / "server.mjs"), *listen]
            server = Process(words, log=self.folder / "pouch-server.log")
        server.line("ready")
        host, port = link.reach(PORT)
        with link.near():
            address = f"https://{host}:{port}"
            client = Process(
                ["node", str(place / "client.mjs"), address, str(self.week)],
                log=self.folder / "pouch-client.log",
                environment={"NODE_EXTRA_CA_CERTS": str(self.tls.authority)},
            )
        client.line("ready")
        return Scripted(link=link, servers=(server,), client=client)


@dataclass(frozen=True, kw_only=True)
class Kinto:
    """A bare client → Kinto in memory; see `tools.peers.peer.Side`.

    It sends the last content of each record, as kinto.js does: three acts on a document cost it
    nothing, and nobody can read them later. Kinto compresses nothing by itself.
    """

    folder: Path
    week: Path
    tls: Tls
    name: str = "kinto"

    def begin(self, link: Link) -> Scripted:
        """Start it on a link of its own."""
        program = kinto() / "bin" / "kinto"
        settings = SOURCE / "kinto" / "kinto.ini"
        started = [str(program), "start", "--ini", str(settings), "--port", str(PLAIN_PORT)]
        files = [str(self.tls.certificate), str(self.tls.key)]
        front = [*_module("tls_front"), link.host, str(PORT), str(PLAIN_PORT), *files]
        with link.far():
            server = Process(started, log=self.folder / "kinto-server.log")
            before = Process(front, log=self.folder / "kinto-front.log")
        server.line("Serving on", seconds=PATIENCE)
        before.line("ready")
        host, port = link.reach(PORT)
        words = [host, str(port), str(self.tls.authority), str(self.week)]
        with link.near():
            client = Process(
                [*_module("kinto_client"), *words], log=self.folder / "kinto-client.log"
            )
        client.line("ready")
        return Scripted(link=link, servers=(before, server), client=client)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", f"tools.peers.{name}"]
