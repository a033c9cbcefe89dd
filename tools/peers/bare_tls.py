"""The least that a link asks of anybody: one TLS connection, so many bytes up, one byte back."""

import os
import socket
import ssl
import threading
import time
from typing import Final

from tools.link.certificates import Tls
from tools.link.link import Link, began_at
from tools.peers.peer import PORT

PATIENCE: Final = 600.0
CHUNK: Final = 64 * 1024


def upload_seconds(link: Link, tls: Tls, *, size: int) -> float:
    """Return the seconds from the first packet until the far end has `size` bytes and said so."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.certificate, tls.key)
    with link.far():
        listener = socket.create_server((link.host, PORT))
    server = threading.Thread(target=_serve, args=(listener, context, size), daemon=True)
    server.start()
    trust = ssl.create_default_context(cafile=str(tls.authority))
    host, port = link.reach(PORT)
    try:
        with link.near():
            plain = socket.create_connection((host, port), timeout=PATIENCE)
        with plain, trust.wrap_socket(plain, server_hostname=host) as secure:
            secure.sendall(os.urandom(size))
            secure.recv(1)
            return time.monotonic() - began_at(link)
    finally:
        server.join(timeout=PATIENCE)
        listener.close()


def _serve(listener: socket.socket, context: ssl.SSLContext, size: int) -> None:
    plain, _ = listener.accept()
    with context.wrap_socket(plain, server_side=True) as secure:
        missing = size
        while missing:
            part = secure.recv(min(missing, CHUNK))
            if not part:
                return  # the caller gave up, and says why
            missing -= len(part)
        secure.sendall(b"x")
