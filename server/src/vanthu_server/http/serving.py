"""Serving an app until it is told to stop."""

import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette

from vanthu_server.http.listening import Listening

_STOP_SECONDS_MAX: Final = 3
"""A peer that waits for work is cut off then; it asks again by itself."""


class _Announcing(uvicorn.Server):
    """Says where it serves once it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then call `ready` with the address."""
        await super().startup(sockets)
        if not self.started:
            return
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        scheme = "https" if self.config.is_ssl else "http"
        self._ready(f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}")


def serve(app: Starlette, listening: Listening, ready: Callable[[str], None]) -> None:
    """Serve `app` until SIGINT, SIGTERM or Ctrl-C; `ready` gets the address.

    Raises OSError when the address cannot be used.
    """
    config = uvicorn.Config(
        app,
        host=listening.host,
        port=listening.port,
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
        proxy_headers=listening.is_behind_proxy,
        server_header=False,
        log_config=None,
        access_log=listening.is_verbose,
        timeout_graceful_shutdown=_STOP_SECONDS_MAX,
    )
    if listening.is_verbose:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stop)  # uvicorn stops by itself, then raises the signal once more
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    place = (listening.host, listening.port)
    with socket.create_server(place, family=family, backlog=config.backlog) as listener:
        try:
            _Announcing(config, ready).run(sockets=[listener])
        except KeyboardInterrupt:
            return


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
