"""The PWA's files: compressed ahead, hashed names for ever, the page itself always asked for."""

import mimetypes
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from vanthu_sync.errors import Refused

STATIC: Final = Path(__file__).parent / "static"
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_FIRST: Final = "no-cache"

mimetypes.add_type("application/manifest+json", ".webmanifest")


class Screens:
    """Serves the built PWA; every path that is no file is the app itself."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder.resolve()

    def routes(self) -> list[BaseRoute]:
        """Return the routes; they come last."""
        return [Route("/{path:path}", self.file, methods=["GET", "HEAD"])]

    async def file(self, request: Request) -> Response:
        """Return an asset, or the page."""
        path = str(request.path_params["path"])
        if path.startswith(("api/", "agent/")):
            raise Refused("NOT_FOUND")
        asset = self._asset(path) or self._folder / "index.html"
        if not asset.is_file():
            raise Refused("NOT_FOUND", detail="Chưa dựng giao diện: chạy make setup.")
        return _compressed(request, asset)

    def _asset(self, path: str) -> Path | None:
        try:
            asset = (self._folder / path).resolve()
            return asset if asset.is_relative_to(self._folder) and asset.is_file() else None
        except (OSError, ValueError):  # a name that no file can have
            return None


def _compressed(request: Request, asset: Path) -> Response:
    accepted = request.headers.get("accept-encoding", "")
    media_type = mimetypes.guess_type(asset.name)[0] or "application/octet-stream"
    lasting = asset.parent.name == "assets"
    headers = {"Cache-Control": FOR_EVER if lasting else ASK_FIRST, "Vary": "Accept-Encoding"}
    for encoding, suffix in ENCODINGS:
        packed = asset.with_name(asset.name + suffix)
        if encoding in accepted and packed.is_file():
            headers["Content-Encoding"] = encoding
            return FileResponse(packed, media_type=media_type, headers=headers)
    return FileResponse(asset, media_type=media_type, headers=headers)
