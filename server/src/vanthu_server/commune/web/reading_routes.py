"""The lists and documents that people see."""

import re
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from vanthu_server.blobs.store import BlobStore, BlobUnknown
from vanthu_server.commune.domain.query import IncomingQuery, OutgoingQuery
from vanthu_server.commune.services.library import Library
from vanthu_server.commune.services.preview import Preview
from vanthu_server.commune.services.reading import outgoing_for
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.reply import json_reply
from vanthu_server.http.threads import Threads
from vanthu_sync import limits
from vanthu_sync.errors import Refused
from vanthu_sync.operations import is_operation_id
from vanthu_sync.wire import FileRef

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""What a browser shows by itself; everything else is saved, never run."""

MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,100}")
"""What another organ's envelope says of a file goes into a header only if it has this form."""

ROWS_USUAL = 50


class ReadingRoutes:
    """GET routes of an organ."""

    def __init__(
        self,
        library: Library,
        *,
        gate: Gate,
        threads: Threads,
        blobs: BlobStore,
        preview: Preview,
    ) -> None:
        self._library = library
        self._gate = gate
        self._threads = threads
        self._blobs = blobs
        self._preview = preview

    def routes(self) -> list[Route]:
        """Return the routes."""
        organ = "/api/organs/{organ}"
        return [
            Route(f"{organ}/incoming", self.incoming_page),
            Route(f"{organ}/incoming/{{id}}", self.incoming),
            Route(f"{organ}/outgoing", self.outgoing_page),
            Route(f"{organ}/outgoing/{{id}}", self.outgoing),
            Route(f"{organ}/outgoing/{{id}}/preview", self.preview),
            Route(f"{organ}/inbox", self.inbox),
            Route(f"{organ}/inbox/{{id:path}}", self.inbox_item),
            Route(f"{organ}/people", self.people),
            Route(f"{organ}/documents/{{id:path}}/files/{{sha256}}", self.file),
        ]

    async def incoming_page(self, request: Request) -> Response:
        """?q=&year=&before=&limit= → IncomingPage."""
        _, organ = await self._gate.reader(request)
        query = IncomingQuery(
            search=request.query_params.get("q", ""),
            year=_number(request, "year"),
            before=_number(request, "before"),
            limit=_limit(request),
        )
        return json_reply(
            await self._threads.run(lambda: self._library.incoming_page(organ, query))
        )

    async def incoming(self, request: Request) -> Response:
        """→ IncomingDocument."""
        _, organ = await self._gate.reader(request)
        document = request.path_params["id"]
        return json_reply(await self._threads.run(lambda: self._library.incoming(organ, document)))

    async def outgoing_page(self, request: Request) -> Response:
        """?q=&state=&limit= → OutgoingPage."""
        _, organ = await self._gate.reader(request)
        query = OutgoingQuery(
            search=request.query_params.get("q", ""),
            state=request.query_params.get("state", ""),
            limit=_limit(request),
        )
        return json_reply(
            await self._threads.run(lambda: self._library.outgoing_page(organ, query))
        )

    async def outgoing(self, request: Request) -> Response:
        """→ OutgoingDocument with the commands that this person may give."""
        person, organ = await self._gate.reader(request)
        document = request.path_params["id"]
        found = await self._threads.run(lambda: self._library.outgoing(organ, document))
        return json_reply(outgoing_for(person, found, organ))

    async def preview(self, request: Request) -> Response:
        """→ the newest file, or the draft as it would be typeset."""
        _, organ = await self._gate.reader(request)
        document = request.path_params["id"]
        found = await self._threads.run(lambda: self._library.outgoing(organ, document))
        content = await self._threads.run(lambda: self._preview.content(found, organ))
        return Response(content, media_type="application/pdf")

    async def inbox(self, request: Request) -> Response:
        """→ InboxPage, for văn thư (R-IN-02)."""
        _, organ = await self._gate.reader(request, "read.inbox")
        return json_reply(await self._threads.run(lambda: self._library.inbox(organ)))

    async def inbox_item(self, request: Request) -> Response:
        """→ InboxItem, for văn thư."""
        _, organ = await self._gate.reader(request, "read.inbox")
        message = request.path_params["id"]
        return json_reply(await self._threads.run(lambda: self._library.inbox_item(organ, message)))

    async def people(self, request: Request) -> Response:
        """?role= → People."""
        _, organ = await self._gate.reader(request)
        role = request.query_params.get("role", "")
        return json_reply(await self._threads.run(lambda: self._library.people(organ, role)))

    async def file(self, request: Request) -> Response:
        """→ the file, for those who may see its document; a message's, for văn thư (R-IN-02)."""
        document, sha256 = request.path_params["id"], request.path_params["sha256"]
        right = "read" if is_operation_id(document) else "read.inbox"
        _, organ = await self._gate.reader(request, right)
        found = await self._threads.run(lambda: self._library.file(organ, document, sha256))
        if found is None:
            raise Refused("NOT_FOUND")
        return _file(self._path(sha256), found)

    def _path(self, sha256: str) -> Path:
        try:
            return self._blobs.path(sha256)
        except BlobUnknown as error:
            raise Refused("FILES_NOT_HERE") from error


def _file(path: Path, found: FileRef) -> Response:
    """Return the file, or the ranges of it that are asked for (UP7)."""
    said = found.media_type
    media_type = said if MEDIA_TYPE.fullmatch(said) else "application/octet-stream"
    way = "inline" if media_type in INLINE else "attachment"
    disposition = f"{way}; filename*=UTF-8''{quote(found.name)}"
    headers = {
        "ETag": f'"{found.sha256}"',
        "Content-Disposition": disposition,
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    }
    return FileResponse(path, media_type=media_type, headers=headers)


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 15 else None  # noqa: PLR2004 - below 2^53


def _limit(request: Request) -> int:
    wanted = _number(request, "limit") or ROWS_USUAL
    return min(max(wanted, 1), limits.PAGE_ROWS_MAX)
