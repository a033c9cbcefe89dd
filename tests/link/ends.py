"""The two ends of a link in a test: a server that echoes at the far end, a caller at the near."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tools.link.link import Link

PATIENCE: Final = 60.0
"""Seconds: no link of a test is that slow, however loaded the machine is."""


@contextmanager
def echo(link: Link) -> Iterator[tuple[str, int]]:
    """Serve at the far end; yield where the near end finds it."""
    with link.far():
        listener = socket.create_server((link.host, 0))
    threading.Thread(target=_serve, args=(listener,), daemon=True).start()
    try:
        yield link.reach(listener.getsockname()[1])
    finally:
        listener.close()


def _serve(listener: socket.socket) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_echo, args=(caller,), daemon=True).start()


def _echo(caller: socket.socket) -> None:
    with caller:
        try:
            while content := caller.recv(65536):
                caller.sendall(content)
        except OSError:
            return  # the test took the link away


def call(link: Link, place: tuple[str, int], *, seconds: float = PATIENCE) -> socket.socket:
    """Return a connection from the near end."""
    with link.near():
        return socket.create_connection(place, timeout=seconds)


def exchanged(connection: socket.socket, content: bytes) -> bytes:
    """Send `content` and return as many bytes of what comes back."""
    sender = threading.Thread(target=connection.sendall, args=(content,), daemon=True)
    sender.start()
    parts, missing = [], len(content)
    while missing:
        part = connection.recv(min(missing, 65536))
        assert part, "the connection ended early"
        parts.append(part)
        missing -= len(part)
    sender.join(timeout=PATIENCE)
    return b"".join(parts)
