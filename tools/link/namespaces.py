"""A link of the kernel's own TCP: two network namespaces, two TUN devices, a shaper between.

Bytes are those of IP packets. A packet that is lost, or meets a cut, is lost without a word, as
by radio; TCP above finds out by itself.
"""

import os
import select
import sys
import threading
import time
from collections import deque
from contextlib import AbstractContextManager
from typing import Final

from tools.link import spaces
from tools.link.profile import Profile
from tools.link.way import Passed, Way

NEAR: Final = "10.9.0.1"
FAR: Final = "10.9.0.2"
STOP_SECONDS: Final = 10.0
_PACKET_MAX: Final = 2048


def permitted() -> bool:
    """Tell whether this machine lets us make a link of this kind."""
    if sys.platform != "linux":
        return False
    try:
        space = spaces.new_space()
    except OSError:
        return False
    try:
        os.close(spaces.tun(space, "probe", NEAR))
    except OSError:
        return False
    finally:
        os.close(space)
    return True


class NamespaceLink:
    """One link with its two namespaces; see `tools.link.link.Link`."""

    kind = "namespaces"
    host = FAR

    def __init__(self, profile: Profile, *, seed: int) -> None:
        self._profile = profile
        self._cut = threading.Event()
        self._opened_at = time.monotonic()
        self._spaces = (spaces.new_space(), spaces.new_space())
        self._devices = (
            spaces.tun(self._spaces[0], "xa", NEAR),
            spaces.tun(self._spaces[1], "tinh", FAR),
        )
        self._ways = (Way(profile, seed=2 * seed), Way(profile, seed=2 * seed + 1))
        self._stop = os.pipe()
        self._is_closed = False
        near, far = self._devices
        self._threads = tuple(
            threading.Thread(target=self._carry, args=ends, daemon=True)
            for ends in ((near, far, self._ways[0]), (far, near, self._ways[1]))
        )
        for thread in self._threads:
            thread.start()

    def near(self) -> AbstractContextManager[None]:
        """Stand at the near end: sockets and processes that this thread makes are there."""
        return spaces.inside(self._spaces[0])

    def far(self) -> AbstractContextManager[None]:
        """Stand at the far end."""
        return spaces.inside(self._spaces[1])

    def reach(self, port: int) -> tuple[str, int]:
        """Return where the near end finds a server at the far end."""
        return FAR, port

    def passed(self) -> tuple[Passed, Passed]:
        """Return what passed so far, up and down; bytes of IP packets."""
        return self._ways[0].passed, self._ways[1].passed

    def cut(self) -> None:
        """Lose every packet from now on."""
        self._cut.set()

    def mend(self) -> None:
        """Carry packets again."""
        self._cut.clear()

    def close(self) -> None:
        """Take the devices away; a process that is left sits in an empty namespace."""
        if self._is_closed:
            return
        self._is_closed = True
        os.write(self._stop[1], b"x")
        for thread in self._threads:
            thread.join(timeout=STOP_SECONDS)
        for descriptor in (*self._stop, *self._devices, *self._spaces):
            os.close(descriptor)

    def _carry(self, source: int, target: int, way: Way) -> None:
        waiting: deque[tuple[float, bytes]] = deque()  # the delay is constant: in order
        while True:
            pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
            ready = select.select([source, self._stop[0]], [], [], pause)[0]
            if self._stop[0] in ready:
                return
            if source in ready:
                self._take(source, way, waiting)
            while waiting and waiting[0][0] <= time.monotonic():
                _give(target, waiting.popleft()[1])

    def _take(self, source: int, way: Way, waiting: deque[tuple[float, bytes]]) -> None:
        packet = os.read(source, _PACKET_MAX)
        now = time.monotonic()
        if packet[0] >> 4 != 4:  # noqa: PLR2004 - IPv6 asks for neighbours that are not there
            return
        is_cut = self._cut.is_set() or self._profile.is_cut(now - self._opened_at)
        at = way.arrival(len(packet), now=now, is_cut=is_cut)
        if at is not None:
            waiting.append((at, packet))


def _give(target: int, packet: bytes) -> None:
    try:
        os.write(target, packet)
    except OSError:
        return  # the device's queue is full: one more packet lost
