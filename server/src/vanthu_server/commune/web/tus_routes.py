"""/api/files: what is there already, and uploads in parts by tus 1.0.0 (PROTOCOL.md UP)."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.domain.partial import Standing
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.services.files_known import FilesAsked
from vanthu_server.commune.services.resuming import Resuming, Writing
from vanthu_server.commune.web import tus_message
from vanthu_server.commune.web.gate import Gate
from vanthu_server.commune.web.tus_message import Checksum
from vanthu_server.commune.web.upload_routes import require_uploader
from vanthu_server.commune.web.upload_turns import Turn, Turns
from vanthu_server.http.reply import json_reply, problem_reply
from vanthu_server.http.request_body import read_message
from vanthu_server.http.threads import Threads
from vanthu_sync import limits
from vanthu_sync.errors import Refused
from vanthu_sync.wire import AskFiles

Handler = Callable[[Request, Person], Awaitable[Response]]
OVERRIDE: Final = "x-http-method-override"


class TusRoutes:
    """The upload lane in parts."""

    def __init__(
        self, resuming: Resuming, *, asked: FilesAsked, gate: Gate, threads: Threads
    ) -> None:
        self._resuming = resuming
        self._asked = asked
        self._gate = gate
        self._threads = threads
        self._turns = Turns()

    def routes(self) -> list[Route]:
        """Return the routes."""
        begin: dict[str, Handler] = {"OPTIONS": self.offered, "POST": self.begin}
        one: dict[str, Handler] = {
            "OPTIONS": self.offered,
            "HEAD": self.where,
            "GET": self.where,
            "PATCH": self.add,
            "DELETE": self.drop,
        }
        return [
            Route("/api/files/known", self.known, methods=["POST"]),
            Route("/api/files", partial(self._speak, begin), methods=list(begin)),
            Route("/api/files/{upload}", partial(self._speak, one), methods=[*one, "POST"]),
        ]

    async def known(self, request: Request) -> Response:
        """AskFiles → FilesKnown."""
        person, _ = await self._gate.person(request)
        require_uploader(person)
        asked = await read_message(request, AskFiles)
        return json_reply(await self._threads.run(lambda: self._asked.answer(person, asked)))

    async def offered(self, _: Request, _person: Person) -> Response:
        """→ what of tus is spoken here."""
        return Response(status_code=204, headers=tus_message.OFFERED)

    async def begin(self, request: Request, person: Person) -> Response:
        """Length and metadata → 201 with the upload's address."""
        said = tus_message.announced(request.headers)
        standing = await self._threads.run(
            lambda: self._resuming.begin(
                person.account,
                length=said.length,
                name=said.name,
                declared_type=said.declared_type,
                sha256=said.sha256,
                metadata=said.metadata,
            )
        )
        place = {"Location": f"/api/files/{standing.partial.id}"}
        return Response(status_code=201, headers=place | self._told(standing))

    async def where(self, request: Request, person: Person) -> Response:
        """→ the offset that is on the disk; a refused file's refusal."""
        upload = str(request.path_params["upload"])
        async with self._turns.take(upload):
            standing = await self._settled(person, upload)
        return Response(status_code=200, headers=self._told(standing))

    async def add(self, request: Request, person: Person) -> Response:
        """A part → 204 with the new offset; the last one, when the file was taken in."""
        upload = str(request.path_params["upload"])
        offset = tus_message.offset(request.headers)
        async with self._turns.take(upload) as turn:
            turn.require()
            standing = await self._settled(person, upload)
            if offset != standing.offset:
                raise Refused("UPLOAD_OFFSET", detail=f"{standing.offset}")
            if not standing.whole:
                await self._receive(request, standing, turn)
            standing = await self._settled(person, upload)
        return Response(status_code=204, headers=self._told(standing))

    async def drop(self, request: Request, person: Person) -> Response:
        """→ 204; the upload is forgotten."""
        upload = str(request.path_params["upload"])
        async with self._turns.take(upload):
            standing = await self._threads.run(lambda: self._resuming.find(person.account, upload))
            await self._threads.run(lambda: self._resuming.drop(standing))
        return Response(status_code=204)

    async def _speak(self, handlers: dict[str, Handler], request: Request) -> Response:
        try:
            person, _ = await self._gate.person(request)
            require_uploader(person)
            handler = handlers[_method(request, handlers)]
            if request.method != "OPTIONS":
                tus_message.require_version(request.headers)
            reply = await handler(request, person)
        except Refused as refused:
            reply = problem_reply(refused)
            if refused.code == "TUS_VERSION":
                reply.headers["Tus-Version"] = tus_message.VERSION
            if request.method == "PATCH":  # a browser would send the rest of the part in vain
                reply.headers["Connection"] = "close"
        reply.headers["Tus-Resumable"] = tus_message.VERSION
        return reply

    async def _settled(self, person: Person, upload: str) -> Standing:
        def look() -> Standing:
            return self._resuming.settle(self._resuming.find(person.account, upload))

        return await self._threads.run(look)

    async def _receive(self, request: Request, standing: Standing, turn: Turn) -> None:
        """Add the part's bytes; what arrived before a cut, or before a later request, counts."""
        checksum = tus_message.checksum(request.headers)
        left = standing.partial.length - standing.offset
        with self._resuming.writing(standing) as writing:
            part = _Part(self._resuming, writing, left=left, checksum=checksum)
            try:
                with turn.reading():
                    await self._read(request, part)
            except (ClientDisconnect, Refused):
                await self._threads.run(part.keep)
                raise
            await self._threads.run(part.keep if turn.is_over else part.finish)
        turn.require()

    async def _read(self, request: Request, part: "_Part") -> None:
        async for data in request.stream():
            if part.take(data):
                await self._threads.run(part.save)

    def _told(self, standing: Standing) -> dict[str, str]:
        return tus_message.told(standing, expires=self._resuming.expires_at(standing))


class _Part:
    """The bytes of one PATCH on their way to the disk."""

    def __init__(
        self, resuming: Resuming, writing: Writing, *, left: int, checksum: Checksum | None
    ) -> None:
        self._resuming = resuming
        self._writing = writing
        self._checksum = checksum
        self._left = left
        self._held = bytearray()

    def take(self, data: bytes) -> bool:
        """Hold bytes in memory; tell whether it is time to save them.

        Raises Refused(REQUEST_TOO_LARGE) beyond the length that was announced.
        """
        if len(data) > self._left:
            raise Refused("REQUEST_TOO_LARGE")
        self._left -= len(data)
        self._held += data
        return len(self._held) >= limits.UPLOAD_DURABLE_BYTES

    def save(self) -> None:
        """Write what is held; without a checksum it counts at once. Raises Refused(DISK_FULL)."""
        data = bytes(self._held)
        self._held.clear()
        self._writing.write(data)
        if self._checksum is None:
            self._resuming.record(self._writing)
        else:
            self._checksum.feed(data)

    def finish(self) -> None:
        """Save the rest of a whole part; raises Refused: UPLOAD_CHECKSUM, DISK_FULL."""
        self.save()
        if self._checksum is not None:
            self._checksum.require()
            self._resuming.record(self._writing)

    def keep(self) -> None:
        """Save what came of a part that was cut; with a checksum nothing of it counts."""
        if self._checksum is None and self._held:
            self.save()


def _method(request: Request, handlers: dict[str, Handler]) -> str:
    """Return what is asked for; a client that cannot send PATCH or DELETE says so in a POST."""
    said = request.headers.get(OVERRIDE, "") if request.method == "POST" else ""
    method = said.upper() or request.method
    if method not in handlers or (said and method not in ("PATCH", "DELETE")):
        raise Refused("NOT_FOUND")
    return method
