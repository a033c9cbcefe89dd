"""Bodies are read up to a limit and not a byte further."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.http.reply import json_reply, problem_reply
from vanthu_server.http.request_body import read_bytes, read_form, read_message
from vanthu_sync.errors import Refused
from vanthu_sync.wire import LogIn, Notice

LIMIT = 1000


async def echo(request: Request) -> Response:
    return Response(await read_bytes(request, LIMIT))


async def message(request: Request) -> Response:
    return json_reply(await read_message(request, LogIn), status=201)


async def form(request: Request) -> Response:
    return json_reply(LogIn(account=str(await read_form(request)), password=""))


def refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem_reply(error)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(
        routes=[
            Route(f"/{each.__name__}", each, methods=["POST"]) for each in (echo, message, form)
        ],
        exception_handlers={Refused: refused},
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://a.test"
    ) as found:
        yield found


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 100


async def test_a_body_within_the_limit_is_read_whole(client: httpx.AsyncClient) -> None:
    reply = await client.post("/echo", content=b"x" * LIMIT)

    assert reply.content == b"x" * LIMIT


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit_is_refused(client: httpx.AsyncClient, announced: bool) -> None:  # noqa: FBT001 - a case
    content = b"x" * (LIMIT + 1) if announced else chunks(11)

    reply = await client.post("/echo", content=content)

    assert (reply.status_code, reply.json()["code"]) == (413, "REQUEST_TOO_LARGE")


async def test_a_message_is_read_into_its_type(client: httpx.AsyncClient) -> None:
    reply = await client.post("/message", json={"account": "a", "password": "b", "more": 1})

    assert (reply.status_code, reply.json()) == (201, {"account": "a", "password": "b"})


@pytest.mark.parametrize("content", [b"", b"null", b'{"account":"a"}', b"\xff", b"[" * 50_000])
async def test_what_is_no_message_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    reply = await client.post("/message", content=content)

    assert reply.json()["code"] == "REQUEST_UNREADABLE"


async def test_a_form_is_read_and_a_strange_one_refused(client: httpx.AsyncClient) -> None:
    good = await client.post("/form", data={"a": "Đ", "b": "2"})
    many = await client.post("/form", content="&".join(f"a{n}=1" for n in range(30)))
    broken = await client.post("/form", content=b"a=%ff")

    assert good.json()["account"] == "{'a': 'Đ', 'b': '2'}"
    assert {reply.json()["code"] for reply in (many, broken)} == {"REQUEST_UNREADABLE"}


def test_a_refusal_tells_program_and_person() -> None:
    notice = Notice(code="FIELD_REQUIRED", text="Chưa nhập.", field="subject")
    reply = problem_reply(
        Refused("FIELDS_INVALID", fields=(notice,), data=LogIn(account="a", password=""))
    )

    assert reply.media_type == "application/problem+json"
    assert reply.status_code == 422
    assert b'"data":{"account":"a"' in bytes(reply.body)
