"""The channel of followers and branches (PROTOCOL.md NB28, NB29)."""

import base64
import binascii
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from vanthu_server.blobs.store import BlobMismatch, BlobStore, BlobTooLarge
from vanthu_server.commune.services.sites.holder import SiteDesk
from vanthu_server.commune.services.sites.joining import Joining
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.limits import SMALL_REQUEST_BYTES_MAX
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_bytes, read_message
from vanthu_server.http.threads import Threads
from vanthu_sync import limits, site_wire, wire
from vanthu_sync.errors import UNREADABLE, Refused

SITE_HEADER = "vanthu-site"
SYNC_BYTES_MAX = 4 * limits.BATCH_BYTES_MAX
"""Two packed stretches of events in base64, with room."""

T = TypeVar("T")


class SiteRoutes:
    """The routes under /site, and the code that lets a machine in."""

    def __init__(
        self,
        joining: Joining,
        *,
        desk: SiteDesk,
        blobs: BlobStore,
        gate: Gate,
        threads: Threads,
    ) -> None:
        self._joining = joining
        self._desk = desk
        self._blobs = blobs
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/organs/{organ}/site-code", self.code, methods=["POST"]),
            Route("/site/join", self.join, methods=["POST"]),
            Route("/site/sync", self.sync, methods=["POST"]),
            Route("/site/file", self.file, methods=["POST"]),
            Route("/site/file", self.receive, methods=["PUT"]),
        ]

    async def code(self, request: Request) -> Response:
        """NewSite → SiteCode; without a body, for a follower."""
        _, organ = await self._gate.reader(request, "site.code")
        body = await read_bytes(request, SMALL_REQUEST_BYTES_MAX)
        wanted = _decoded(body, wire.NewSite) if body else wire.NewSite()
        return json_reply(
            await self._threads.run(lambda: self._joining.new_code(wanted, organ=organ))
        )

    async def join(self, request: Request) -> Response:
        """Join → Joined."""
        wanted = await read_message(request, site_wire.Join)
        return json_reply(await self._threads.run(lambda: self._joining.join(wanted)))

    async def sync(self, request: Request) -> Response:
        """Sealed Sync → sealed Answer."""
        sealed = _decoded(await read_bytes(request, SYNC_BYTES_MAX), site_wire.Sealed)

        def answer() -> site_wire.Sealed:
            payload = self._joining.opened(sealed)
            wanted = _decoded(payload, site_wire.Sync)
            try:
                found = self._desk.sync(sealed.site, wanted)
            except site_wire.EventsUnreadable as error:
                raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error
            return self._joining.sealed(sealed, msgspec.json.encode(found))

        return json_reply(await self._threads.run(answer))

    async def file(self, request: Request) -> Response:
        """Sealed FileWanted → the content of a file."""
        sealed = _decoded(await read_bytes(request, SMALL_REQUEST_BYTES_MAX), site_wire.Sealed)
        sha256 = await self._threads.run(lambda: self._named(sealed))
        if not self._blobs.has(sha256):
            raise Refused("NOT_FOUND", detail=sha256)
        return FileResponse(self._blobs.path(sha256), media_type="application/octet-stream")

    async def receive(self, request: Request) -> Response:
        """Raw content of a file whose sealed FileWanted is in the header → 204."""
        try:
            header = base64.b64decode(request.headers.get(SITE_HEADER, ""), validate=True)
        except binascii.Error as error:
            raise Refused("REQUEST_UNREADABLE") from error
        sealed = _decoded(header, site_wire.Sealed)
        sha256 = await self._threads.run(lambda: self._named(sealed))
        try:
            with self._blobs.begin(size_max=limits.UPLOAD_BYTES_MAX, expected=sha256) as writer:
                async for chunk in request.stream():
                    writer.write(chunk)
                await self._threads.run(writer.commit)
        except (BlobMismatch, BlobTooLarge) as error:
            raise Refused("BLOB_MISMATCH", detail=sha256) from error
        return Response(status_code=204)

    def _named(self, sealed: site_wire.Sealed) -> str:
        payload = self._joining.opened(sealed)
        return _decoded(payload, site_wire.FileWanted).sha256


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except UNREADABLE as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error
