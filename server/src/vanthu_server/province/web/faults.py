"""What people and nodes are told when something is refused or fails.

Under /link and /api an answer is problem details; elsewhere it is a page with the same words.
"""

import logging
from collections.abc import Callable
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from vanthu_server.http.reply import problem_reply
from vanthu_server.province.domain.ports import StoreFailed
from vanthu_server.province.web.pages import Pages
from vanthu_sync.errors import Refused

LOG: Final = logging.getLogger("vanthu.province")
Handler = Callable[[Request, Exception], Response]


def fault_handlers(pages: Pages) -> dict[type[Exception], Handler]:
    """Return Starlette's exception handlers."""

    def tell(request: Request, refused: Refused) -> Response:
        if request.url.path.startswith(("/link/", "/api/")):
            return problem_reply(refused)
        return pages.problem(refused)

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return tell(request, error)

    def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return tell(request, Refused("NOT_FOUND"))

    def unstored(request: Request, error: Exception) -> Response:
        LOG.error("the database failed", exc_info=error)
        return tell(request, Refused("HUB_FAILED"))

    def failed(request: Request, error: Exception) -> Response:
        del error  # Starlette raises it again for the server's log
        return tell(request, Refused("HUB_FAILED"))

    def gone(request: Request, error: Exception) -> Response:
        del request, error  # the client hung up: nobody reads this, nothing was kept
        return Response(status_code=400)

    return {
        Refused: refused,
        HTTPException: missing,
        StoreFailed: unstored,
        ClientDisconnect: gone,
        Exception: failed,
    }
