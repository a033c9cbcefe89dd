"""PUT /api/uploads/{name}: a file streams in and is examined before it is kept."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.services.uploading import Receiving, Uploading
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.reply import json_reply
from vanthu_server.http.threads import Threads
from vanthu_sync import limits
from vanthu_sync.errors import Refused
from vanthu_sync.wire import Uploaded


class UploadRoutes:
    """The upload lane."""

    def __init__(self, uploading: Uploading, *, gate: Gate, threads: Threads) -> None:
        self._uploading = uploading
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [Route("/api/uploads/{name:path}", self.receive, methods=["PUT"])]

    async def receive(self, request: Request) -> Response:
        """Raw body → 201 Uploaded; what is refused leaves nothing behind."""
        person, _ = await self._gate.person(request)
        require_uploader(person)
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limits.UPLOAD_BYTES_MAX:
            raise Refused("UPLOAD_TOO_LARGE")
        name = str(request.path_params["name"])
        declared = request.headers.get("content-type")
        with self._uploading.receive(name, declared) as receiving:
            async for chunk in request.stream():
                receiving.feed(chunk)
            uploaded = await self._finish(receiving, person)
        return json_reply(uploaded, status=201)

    async def _finish(self, receiving: Receiving, person: Person) -> Uploaded:
        return await self._threads.run(
            lambda: self._uploading.finish(receiving, account=person.account)
        )


def require_uploader(person: Person) -> None:
    """Raise Refused(RIGHT_MISSING) unless the person may upload in one of their organs."""
    if not any(rights.may(person, "upload", organ) for organ in person.roles):
        raise Refused("RIGHT_MISSING")
