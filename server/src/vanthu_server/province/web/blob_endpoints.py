"""Files by hash: PUT whole, GET whole or from where a cut left off (Range, RFC 9110 14)."""

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from vanthu_server.blobs import BlobDiskFull, BlobWriter
from vanthu_server.http.request_body import check_announced
from vanthu_server.http.threads import Threads
from vanthu_server.province.services.blob_lane import BlobLane
from vanthu_server.province.web.peers import Peers
from vanthu_sync.errors import Refused
from vanthu_sync.limits import UPLOAD_BYTES_MAX


@dataclass(frozen=True)
class BlobEndpoints:
    """The endpoints under /link/blobs."""

    lane: BlobLane
    peers: Peers
    threads: Threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/link/blobs/{sha256}", self.put, methods=["PUT"]),
            Route("/link/blobs/{sha256}", self.get, methods=["GET", "HEAD"]),
        ]

    async def put(self, request: Request) -> Response:
        """PUT the file's bytes: 204 once they are durable, or were here already."""
        peer = await self.peers.of(request)
        check_announced(request, UPLOAD_BYTES_MAX)
        sha256 = request.path_params["sha256"]
        try:
            writer = await self.threads.run(partial(self.lane.begin, peer, sha256))
            if writer is not None:
                with writer:
                    await self._take(request, writer)
        except BlobDiskFull as error:
            raise Refused("HUB_DISK_FULL") from error
        return Response(status_code=204)

    async def get(self, request: Request) -> Response:
        """GET or HEAD the file, whole or a range of it."""
        peer = await self.peers.of(request)
        sha256 = request.path_params["sha256"]
        path = await self.threads.run(partial(self.lane.find, peer, sha256))
        return FileResponse(
            path, media_type="application/octet-stream", headers={"etag": f'"{sha256}"'}
        )

    async def _take(self, request: Request, writer: BlobWriter) -> None:
        async for chunk in request.stream():
            await self.threads.run(partial(self.lane.write, writer, chunk))
        await self.threads.run(partial(self.lane.finish, writer))
