"""Headers of safety on every answer; an answer that sets its own keeps it."""

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from vanthu_server.http.headers import HEADERS, WithHeaders


async def plain(_: Request) -> Response:
    return PlainTextResponse("a")


async def own(_: Request) -> Response:
    return PlainTextResponse("a", headers={"Cache-Control": "public"})


async def test_every_answer_has_them_and_an_own_one_stays() -> None:
    app = Starlette(
        routes=[Route("/plain", plain), Route("/own", own)], middleware=[Middleware(WithHeaders)]
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://a.test"
    ) as client:
        replies = [await client.get(path) for path in ("/plain", "/own", "/missing")]

    for reply in replies:
        assert set(HEADERS) <= set(reply.headers)
    assert replies[1].headers["cache-control"] == "public"
    assert "default-src 'self'" in replies[0].headers["content-security-policy"]
    assert "unsafe" not in replies[0].headers["content-security-policy"]
