"""A wire between two real processes: it counts bytes, can be cut, and can lose replies.

TCP on loopback. `cut` ends every connection and refuses new ones until `mend`. With
`lose_one_reply_in` set, a seeded choice ends a connection after the request went through and
before any byte of its reply comes back: the server did the work, the client does not know.
"""

import random
import selectors
import socket
import threading
from typing import Final

CHUNK: Final = 64 * 1024


class Relay:
    """A relay in front of one address."""

    def __init__(
        self, target: tuple[str, int], *, seed: int = 0, lose_one_reply_in: int = 0
    ) -> None:
        self._target = target
        self._chance = random.Random(seed)
        self._lose = lose_one_reply_in
        self._cut = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.bytes_up = 0
        self.bytes_down = 0
        self.replies_lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where to connect instead of the target."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def aim(self, target: tuple[str, int]) -> None:
        """Point at another address: the server came back elsewhere."""
        self._target = target

    def cut(self) -> None:
        """Take the wire away."""
        self._cut.set()
        with self._lock:
            for end in self._open:
                _shut(end)

    def mend(self) -> None:
        """Give the wire back."""
        self._cut.clear()

    def close(self) -> None:
        """Stop listening and end every connection."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._cut.is_set():
                near.close()
                continue
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=10)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        with self._lock:
            self._open |= {near, far}
        try:
            self._pump(near, far)
        except OSError:
            pass  # one side hung up: the other learns it below
        finally:
            with self._lock:
                self._open -= {near, far}
            near.close()
            far.close()

    def _pump(self, near: socket.socket, far: socket.socket) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ)
            ready.register(far, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(CHUNK)  # type: ignore[union-attr]  # sockets only
                    if not data:
                        return
                    if key.fileobj is near:
                        self.bytes_up += len(data)
                        far.sendall(data)
                    elif self._loses():
                        self.replies_lost += 1
                        return
                    else:
                        self.bytes_down += len(data)
                        near.sendall(data)

    def _loses(self) -> bool:
        return self._lose > 0 and self._chance.randrange(self._lose) == 0


def _shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is down already
