"""A link inside the process, where namespaces are not permitted: a TCP proxy with the same profile.

Two connections of loopback with a line between. It sees no packets: what it carries is counted as
segments with their IP and TCP headers, a lost segment is a stall of one round trip and more, and
during a cut nothing moves. Its bytes are an estimate and say so (`kind`).
"""

import selectors
import socket
import threading
import time
from collections import deque
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Final

from tools.link.profile import Profile
from tools.link.way import Passed, Way

IN_FRONT: Final = "127.0.0.2"
"""Where the near end finds the far one: an address that the links of one test share in turn."""

SEGMENT: Final = 1348
"""Bytes of content in a packet of 1,400: IP 20, TCP 20, its time stamps 12."""

HEADERS: Final = 52
TIMEOUT_MIN: Final = 0.2
"""The least that Linux waits before it sends a segment again."""

STOP_SECONDS: Final = 10.0
WINDOW: Final = 64
"""Segments on their way at once, one direction of one connection."""

_TICK: Final = 0.02


class ProxyLink:
    """One link of proxies; see `tools.link.link.Link`."""

    kind = "proxy"
    host = "127.0.0.1"

    def __init__(self, profile: Profile, *, seed: int) -> None:
        self._profile = profile
        self._opened_at = time.monotonic()
        self._cut = threading.Event()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._ways = (Way(profile, seed=2 * seed), Way(profile, seed=2 * seed + 1))
        self._listeners: dict[int, socket.socket] = {}
        self._threads: list[threading.Thread] = []

    def near(self) -> AbstractContextManager[None]:
        """Both ends are this machine."""
        return nullcontext()

    def far(self) -> AbstractContextManager[None]:
        """Both ends are this machine."""
        return nullcontext()

    def reach(self, port: int) -> tuple[str, int]:
        """Return the proxy's address in front of a port: another loopback, the same port."""
        if port not in self._listeners:
            self._listeners[port] = socket.create_server((IN_FRONT, port))
            self._start(self._accept, self._listeners[port], port)
        return IN_FRONT, port

    def passed(self) -> tuple[Passed, Passed]:
        """Return what passed so far, up and down; bytes of segments with headers, estimated."""
        with self._lock:
            return self._ways[0].passed, self._ways[1].passed

    def cut(self) -> None:
        """Let nothing move from now on."""
        self._cut.set()

    def mend(self) -> None:
        """Move again."""
        self._cut.clear()

    def close(self) -> None:
        """Stop listening and end every connection."""
        if self._closing.is_set():
            return
        self._closing.set()
        for listener in self._listeners.values():
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for thread in self._threads:
            thread.join(timeout=STOP_SECONDS)

    def _start(self, work: object, *arguments: object) -> None:
        assert callable(work)
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket, port: int) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            self._start(self._serve, near, port)

    def _serve(self, near: socket.socket, port: int) -> None:
        with near:
            try:
                far = socket.create_connection((self.host, port))
            except OSError:
                return
            with far:
                self._carry((_Lane(near, far, self._ways[0]), _Lane(far, near, self._ways[1])))

    def _carry(self, lanes: "tuple[_Lane, _Lane]") -> None:
        try:
            while not self._closing.is_set() and not all(lane.is_done for lane in lanes):
                with selectors.DefaultSelector() as ready:
                    for lane in lanes:
                        if not lane.has_ended and len(lane.waiting) < WINDOW:
                            ready.register(lane.source, selectors.EVENT_READ, lane)
                    found = [key.data for key, _ in ready.select(_TICK)]
                for lane in found:
                    self._take(lane)
                for lane in lanes:
                    self._give(lane)
        except OSError:
            return  # one side hung up hard: the other is closed with this connection

    def _take(self, lane: "_Lane") -> None:
        content = lane.source.recv(SEGMENT)
        lane.has_ended = not content
        penalty = max(TIMEOUT_MIN, self._profile.round_trip)
        with self._lock:
            at = lane.way.stalled(len(content) + HEADERS, now=time.monotonic(), penalty=penalty)
        lane.waiting.append((at, content))

    def _give(self, lane: "_Lane") -> None:
        if self._cut.is_set() or self._profile.is_cut(time.monotonic() - self._opened_at):
            return
        while lane.waiting and lane.waiting[0][0] <= time.monotonic():
            content = lane.waiting.popleft()[1]
            if content:
                lane.target.sendall(content)
            else:
                lane.target.shutdown(socket.SHUT_WR)


@dataclass
class _Lane:
    """One direction of one connection; an empty content is its end."""

    source: socket.socket
    target: socket.socket
    way: Way
    waiting: deque[tuple[float, bytes]] = field(default_factory=deque)
    has_ended: bool = False

    @property
    def is_done(self) -> bool:
        return self.has_ended and not self.waiting
