"""Devices: the code that lets one in, its enrolment, the list (PROTOCOL.md DV)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.services.devices import Devices
from vanthu_server.commune.web.gate import Gate, require_own_page
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_message
from vanthu_server.http.threads import Threads
from vanthu_sync import wire


class DeviceRoutes:
    """The routes of devices; a device is taken from by `command_routes`."""

    def __init__(self, devices: Devices, *, gate: Gate, threads: Threads) -> None:
        self._devices = devices
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        organ = "/api/organs/{organ}"
        return [
            Route(f"{organ}/device-code", self.code, methods=["POST"]),
            Route(f"{organ}/devices", self.all, methods=["GET"]),
            Route("/api/devices/enrol", self.enrol, methods=["POST"]),
            Route("/api/devices/{device}", self.standing, methods=["GET"]),
        ]

    async def code(self, request: Request) -> Response:
        """→ EnrolCode."""
        person, organ = await self._gate.reader(request, "device.enrol")
        return json_reply(
            await self._threads.run(lambda: self._devices.new_code(organ, account=person.account))
        )

    async def all(self, request: Request) -> Response:
        """→ Devices."""
        _, organ = await self._gate.reader(request, "device.read")
        return json_reply(await self._threads.run(lambda: self._devices.all(organ)))

    async def enrol(self, request: Request) -> Response:
        """EnrolDevice → Enrolled; nobody need be logged in: the code is a person's word."""
        require_own_page(request)
        wanted = await read_message(request, wire.EnrolDevice)
        return json_reply(await self._threads.run(lambda: self._devices.enrol(wanted)))

    async def standing(self, request: Request) -> Response:
        """→ 204, or why nothing is taken of the device; asked before anybody logs in (DV5)."""
        device = str(request.path_params["device"])
        await self._threads.run(lambda: self._devices.standing(device))
        return Response(status_code=204)
