"""What a device is told when something is refused or fails: problem details, always."""

import logging
from collections.abc import Callable
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from vanthu_server.http.reply import problem_reply
from vanthu_sync.errors import Refused

LOG: Final = logging.getLogger("vanthu.commune")
Handler = Callable[[Request, Exception], Response]


def fault_handlers() -> dict[type[Exception], Handler]:
    """Return Starlette's exception handlers."""
    return {
        Refused: _refused,
        HTTPException: _missing,
        ClientDisconnect: _gone,
        Exception: _failed,
    }


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem_reply(error)


def _missing(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem_reply(Refused("NOT_FOUND", detail=str(error.detail)))


def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # the client hung up: nobody reads this, nothing was kept


def _failed(_: Request, error: Exception) -> Response:
    LOG.error("a request failed", exc_info=error)
    return problem_reply(Refused("STORAGE_FAILED"))
