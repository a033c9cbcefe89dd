"""A slow wire that is cut again and again at the same places, and counts what passed.

Bytes go up in small pieces at a rate; after each of `cuts` bytes the connection that carries them
ends at both sides. What the wire took from the sender before a cut it still delivers: a link loses
what is on the way, and little is on the way of a slow one.
"""

import socket
import threading
import time
from typing import Final
from urllib.parse import urlsplit

PIECE_BYTES: Final = 4 * 1024
BYTES_PER_SECOND: Final = 256 * 1024


class CutWire:
    """A wire in front of `address`; `cuts` are counts of bytes up, growing."""

    def __init__(self, address: str, *, cuts: list[int]) -> None:
        parts = urlsplit(address)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._left = list(cuts)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE_BYTES)
        self.bytes_up = 0
        self.cuts_done = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where to connect instead."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            for work in (self._up, self._down):
                threading.Thread(target=work, args=(near, far), daemon=True).start()

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        with near, far:
            try:
                while data := near.recv(PIECE_BYTES):
                    time.sleep(len(data) / BYTES_PER_SECOND)
                    far.sendall(data)
                    if self._is_cut_after(len(data)):
                        break
            except OSError:
                pass  # the other side ended it
            for end in (near, far):
                _end(end)

    def _down(self, near: socket.socket, far: socket.socket) -> None:
        try:
            while data := far.recv(PIECE_BYTES):
                near.sendall(data)
        except OSError:
            pass  # cut
        _end(near)

    def _is_cut_after(self, count: int) -> bool:
        with self._lock:
            self.bytes_up += count
            if not self._left or self.bytes_up < self._left[0]:
                return False
            self._left = [each for each in self._left if each > self.bytes_up]
            self.cuts_done += 1
            return True


def _end(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is down already
