"""POST /api/commands: what people do, each command in a transaction of its own."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.services.command import CommandDesk
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_bytes
from vanthu_server.http.threads import Threads
from vanthu_sync import limits, wire
from vanthu_sync.errors import UNREADABLE, Refused


class CommandRoutes:
    """The one route by which documents change."""

    def __init__(self, desk: CommandDesk, *, gate: Gate, threads: Threads) -> None:
        self._desk = desk
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [Route("/api/commands", self.execute, methods=["POST"])]

    async def execute(self, request: Request) -> Response:
        """Commands → Results, in their order; one refused does not stop the next."""
        person, _ = await self._gate.person(request)
        commands = _commands(await read_bytes(request, limits.COMMAND_BYTES_MAX * 4))
        results = await self._threads.run(
            lambda: tuple(self._desk.execute(person, command) for command in commands)
        )
        return json_reply(wire.Results(v=wire.WIRE_VERSION, results=results))


def _commands(body: bytes) -> tuple[wire.Command, ...]:
    try:
        message = msgspec.json.decode(body, type=wire.Commands)
    except UNREADABLE as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error
    if len(message.commands) > limits.COMMANDS_PER_REQUEST_MAX:
        raise Refused("REQUEST_TOO_LARGE")
    if any(len(bytes(each.payload)) > limits.COMMAND_BYTES_MAX for each in message.commands):
        raise Refused("REQUEST_TOO_LARGE")
    return message.commands
