"""The state of the node: registers, the province, what waits."""

from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.domain.ports import Clock
from vanthu_server.commune.services.courier import Courier
from vanthu_server.commune.services.library import Library
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.reply import json_reply
from vanthu_server.http.threads import Threads
from vanthu_sync import wire
from vanthu_sync.clock import instant, vietnam_day

AGENT_SEEN = timedelta(minutes=1)
"""An agent that asked for work within this time is at its place."""


class StateRoutes:
    """State and directory, and «Gửi ngay»."""

    def __init__(  # noqa: PLR0913 - the state is made of many parts
        self,
        exposed: Callable[[], int],
        *,
        library: Library,
        courier: Courier,
        wake: Callable[[], None],
        agents_since: Callable[[datetime], tuple[str, ...]],
        peer: Callable[[], HubPeer | None],
        gate: Gate,
        threads: Threads,
        clock: Clock,
        node_name: str,
        opening: Callable[[], wire.OpeningState],
    ) -> None:
        self._exposed = exposed
        self._library = library
        self._courier = courier
        self._wake = wake
        self._agents_since = agents_since
        self._peer = peer
        self._gate = gate
        self._threads = threads
        self._clock = clock
        self._node_name = node_name
        self._opening = opening

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/organs/{organ}/state", self.state),
            Route("/api/organs/{organ}/hub-now", self.hub_now, methods=["POST"]),
            Route("/api/directory", self.directory),
        ]

    async def state(self, request: Request) -> Response:
        """→ NodeState."""
        _, organ = await self._gate.reader(request, "read.state")
        return json_reply(await self._threads.run(lambda: self._state(organ)))

    async def hub_now(self, request: Request) -> Response:
        """«Gửi ngay»: the next round begins at once → 202."""
        await self._gate.reader(request, "read.state")
        self._courier.try_now()
        self._wake()
        return Response(status_code=202)

    async def directory(self, request: Request) -> Response:
        """→ Directory, as the province sent it last."""
        await self._gate.person(request)
        peer = await self._threads.run(self._peer)
        if peer is None:
            return json_reply(wire.Directory(organs=(), as_of=None))
        organs = tuple(
            wire.OrganRef(id=organ.id, code=organ.code, name=organ.name) for organ in peer.directory
        )
        as_of = None if peer.directory_at is None else instant(peer.directory_at)
        return json_reply(wire.Directory(organs=organs, as_of=as_of))

    def _state(self, organ: str) -> wire.NodeState:
        now, opening = self._clock.now(), self._opening()
        return wire.NodeState(
            node_name=self._node_name,
            now=instant(now),
            today=vietnam_day(now),
            registers=tuple(
                wire.RegisterState(
                    book=register.book,
                    year=register.year,
                    mark=register.mark,
                    owner=register.owner,
                    node_name=self._node_name,
                    status=register.status,
                    epoch=register.epoch,
                )
                for register in self._library.registers(organ)
            ),
            hub=self._courier.state(exposed=self._exposed()),
            inbox_waiting=self._library.inbox_waiting(organ),
            agents=self._agents_since(now - AGENT_SEEN),
            opening=opening,
            notices=_notices(opening),
        )


def _notices(opening: wire.OpeningState) -> tuple[wire.Notice, ...]:
    if opening.writing or opening.standing == "follower":
        return ()
    text = f"{opening.title}. {opening.text} {opening.next_step}"
    return (wire.Notice(code="NODE_NOT_OPEN", text=text),)
