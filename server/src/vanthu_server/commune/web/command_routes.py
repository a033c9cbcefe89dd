"""POST /api/commands and /api/sync: what people do, each command in a transaction of its own."""

from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.services.command import CommandDesk
from vanthu_server.commune.services.devices import Devices
from vanthu_server.commune.services.syncing import SyncDesk
from vanthu_server.commune.web.gate import Gate, require_own_page
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_bytes
from vanthu_server.http.threads import Threads
from vanthu_sync import limits, wire
from vanthu_sync.errors import UNREADABLE, Refused

REQUEST_BYTES_MAX: Final = limits.COMMAND_BYTES_MAX * 4

DEVICE_HEADER: Final = "vanthu-device"
SIGNATURE_HEADER: Final = "vanthu-signature"

M = TypeVar("M", bound=wire.Wire)


class CommandRoutes:
    """The routes by which documents change."""

    def __init__(
        self,
        desk: CommandDesk,
        *,
        sync: SyncDesk,
        devices: Devices,
        gate: Gate,
        threads: Threads,
    ) -> None:
        self._desk = desk
        self._sync = sync
        self._devices = devices
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/commands", self.execute, methods=["POST"]),
            Route("/api/sync", self.sync, methods=["POST"]),
        ]

    async def execute(self, request: Request) -> Response:
        """Commands → Results, in their order; one refused does not stop the next."""
        person, _ = await self._gate.person(request)
        message = _message(await read_bytes(request, REQUEST_BYTES_MAX), wire.Commands)
        commands = _bounded(message.commands)
        results = await self._threads.run(
            lambda: tuple(self._desk.execute(person, command) for command in commands)
        )
        return json_reply(wire.Results(v=wire.WIRE_VERSION, results=results))

    async def sync(self, request: Request) -> Response:
        """Sync → Synced: commands up, changes down, in one round trip of a known device.

        A revoked one is told before anybody logs in: whoever found it may never (DV5).
        """
        require_own_page(request)
        device = request.headers.get(DEVICE_HEADER, "")
        if device:
            await self._threads.run(lambda: self._devices.standing(device))
        person, _ = await self._gate.person(request)
        body = await read_bytes(request, REQUEST_BYTES_MAX)
        signature = request.headers.get(SIGNATURE_HEADER, "")

        def answer() -> wire.Synced:
            self._devices.check(device, account=person.account, signature=signature, body=body)
            message = _message(body, wire.Sync)
            _bounded(message.commands)
            return self._sync.sync(person, message)

        return json_reply(await self._threads.run(answer))


def _message(body: bytes, kind: type[M]) -> M:
    try:
        return msgspec.json.decode(body, type=kind)
    except UNREADABLE as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error


def _bounded(commands: tuple[wire.Command, ...]) -> tuple[wire.Command, ...]:
    if len(commands) > limits.COMMANDS_PER_REQUEST_MAX:
        raise Refused("REQUEST_TOO_LARGE")
    if any(len(bytes(each.payload)) > limits.COMMAND_BYTES_MAX for each in commands):
        raise Refused("REQUEST_TOO_LARGE")
    return commands
