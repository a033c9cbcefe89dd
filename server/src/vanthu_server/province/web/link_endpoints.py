"""The link for nodes: pairing, sessions, journal, inbox, directory (PROTOCOL.md, LK)."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_bytes, read_message
from vanthu_server.http.threads import Threads
from vanthu_server.province.domain.limits import INBOX_WAIT_SECONDS_MAX
from vanthu_server.province.services.hand_back import HandBack
from vanthu_server.province.services.inbox import ReadInbox
from vanthu_server.province.services.node_sessions import NodeSessions
from vanthu_server.province.services.pairing import PairNode
from vanthu_server.province.services.receive_journal import ReceiveJournal
from vanthu_server.province.web.peers import Peers
from vanthu_sync.errors import Refused
from vanthu_sync.limits import BATCH_BYTES_MAX
from vanthu_sync.link import Hello, OpenSession, PairRequest

CURSOR_MAX: Final = 2**63 - 1
_LOOK_AGAIN_SECONDS: Final = 1.0


@dataclass(frozen=True)
class LinkEndpoints:
    """The endpoints under /link but those of files."""

    pair_node: PairNode
    sessions: NodeSessions
    receive_journal: ReceiveJournal
    hand_back: HandBack
    read_inbox: ReadInbox
    peers: Peers
    threads: Threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/link/pair", self.pair, methods=["POST"]),
            Route("/link/hello", self.hello, methods=["POST"]),
            Route("/link/session", self.session, methods=["POST"]),
            Route("/link/journal", self.journal, methods=["POST"]),
            Route("/link/journal", self.page, methods=["GET"]),
            Route("/link/inbox", self.inbox, methods=["GET"]),
            Route("/link/directory", self.directory, methods=["GET"]),
        ]

    async def pair(self, request: Request) -> Response:
        """POST PairRequest: PairAnswer."""
        message = await read_message(request, PairRequest)
        return json_reply(await self.threads.run(partial(self.pair_node, message)))

    async def hello(self, request: Request) -> Response:
        """POST Hello: HelloAnswer."""
        message = await read_message(request, Hello)
        return json_reply(await self.threads.run(partial(self.sessions.hello, message)))

    async def session(self, request: Request) -> Response:
        """POST OpenSession: Session."""
        message = await read_message(request, OpenSession)
        return json_reply(await self.threads.run(partial(self.sessions.open, message)))

    async def journal(self, request: Request) -> Response:
        """POST a packed Batch: Receipt."""
        peer = await self.peers.or_guest(request)
        data = await read_bytes(request, BATCH_BYTES_MAX)
        return json_reply(await self.threads.run(partial(self.receive_journal, peer, data)))

    async def page(self, request: Request) -> Response:
        """GET ?after=<seq>: a packed Page."""
        peer = await self.peers.or_guest(request)
        after = _number(request, "after", most=CURSOR_MAX)
        packed = await self.threads.run(partial(self.hand_back, peer, after=after))
        return Response(packed, media_type="application/zlib")

    async def inbox(self, request: Request) -> Response:
        """GET ?after=<cursor>&wait=<seconds>: Inbox, at once or when something comes."""
        peer = await self.peers.of(request)
        after = _number(request, "after", most=CURSOR_MAX)
        wait_seconds = _number(request, "wait", most=INBOX_WAIT_SECONDS_MAX)
        until = anyio.current_time() + wait_seconds
        while True:
            inbox = await self.threads.run(partial(self.read_inbox.inbox, peer, after=after))
            is_over = anyio.current_time() + _LOOK_AGAIN_SECONDS > until
            if inbox.messages or is_over or await request.is_disconnected():
                return json_reply(inbox)
            await anyio.sleep(_LOOK_AGAIN_SECONDS)

    async def directory(self, request: Request) -> Response:
        """GET: DirectoryAnswer."""
        await self.peers.of(request)
        return json_reply(await self.threads.run(self.read_inbox.directory))


def _number(request: Request, name: str, *, most: int) -> int:
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)):
        raise Refused("REQUEST_UNREADABLE", detail=f"«{name}» phải là số không âm.", field=name)
    return min(int(text), most)
