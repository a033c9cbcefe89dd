"""Answers in JSON, and problem details (RFC 9457)."""

import msgspec
from starlette.responses import Response

from vanthu_sync.errors import Refused, problem


def json_reply(message: msgspec.Struct, *, status: int = 200) -> Response:
    """Return `message` as JSON."""
    return Response(msgspec.json.encode(message), status, media_type="application/json")


def problem_reply(refused: Refused) -> Response:
    """Return the problem details of `refused`; what it tells a program stands in `data`."""
    told = msgspec.structs.asdict(problem(refused))
    if refused.data is not None:
        told["data"] = refused.data
    return Response(
        msgspec.json.encode(told), told["status"], media_type="application/problem+json"
    )
