"""Answers in JSON, and problem details (RFC 9457)."""

import msgspec
from starlette.responses import Response

from vanthu_server.province.services.receive_journal import HeadRefused
from vanthu_sync.errors import Refused, problem
from vanthu_sync.journal import Head
from vanthu_sync.wire import Problem


class HeadProblem(Problem, frozen=True, kw_only=True):
    """A refused batch: `head` is where the hub stands, so that the node goes on from there."""

    head: Head


def json_reply(message: msgspec.Struct, *, status: int = 200) -> Response:
    """Return `message` as JSON."""
    return Response(msgspec.json.encode(message), status, media_type="application/json")


def problem_reply(refused: Refused) -> Response:
    """Return the problem details of `refused`, with the head held where it carries one."""
    told = problem(refused)
    if isinstance(refused, HeadRefused):
        told = HeadProblem(**msgspec.structs.asdict(told), head=refused.head)
    return Response(msgspec.json.encode(told), told.status, media_type="application/problem+json")
