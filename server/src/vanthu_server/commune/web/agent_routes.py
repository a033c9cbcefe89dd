"""The signer agents' channel (signer-agent/PROTOCOL.md SG1-SG5)."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.services.agents import Agents
from vanthu_server.commune.services.signing_jobs import SigningDesk
from vanthu_server.http.limits import SMALL_REQUEST_BYTES_MAX
from vanthu_server.http.reply import json_reply, problem_reply
from vanthu_server.http.request_body import read_bytes
from vanthu_server.http.threads import Threads
from vanthu_sync import agent_wire
from vanthu_sync.errors import UNREADABLE, Refused

POLL_SECONDS: Final = 0.25
"""How often a waiting agent's question is looked at again: less than a person notices."""

T = TypeVar("T")
Answer = Callable[[str, Request, bytes], Awaitable[Response]]


class AgentRoutes:
    """The routes under /agent; every reply but the pairing's is signed by the node."""

    def __init__(self, agents: Agents, *, desk: SigningDesk, threads: Threads) -> None:
        self._agents = agents
        self._desk = desk
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        job = "/agent/jobs/{job}"
        return [
            Route("/agent/pair", self.pair, methods=["POST"]),
            Route("/agent/jobs", self._known(self._jobs), methods=["GET"]),
            Route(f"{job}/prepared", self._known(self._prepared), methods=["GET"]),
            Route(f"{job}/asked", self._known(self._asked), methods=["POST"]),
            Route(f"{job}/signature", self._known(self._signature), methods=["POST"]),
            Route(f"{job}/refused", self._known(self._refused), methods=["POST"]),
        ]

    async def pair(self, request: Request) -> Response:
        """PairRequest → PairReply."""
        body = await read_bytes(request, SMALL_REQUEST_BYTES_MAX)
        wanted = _decoded(body, agent_wire.PairRequest)
        return json_reply(await self._threads.run(lambda: self._agents.pair(wanted)))

    def _known(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            body = await read_bytes(request, SMALL_REQUEST_BYTES_MAX)
            target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            header = request.headers.get("authorization", "")
            agent, sequence = await self._threads.run(
                lambda: self._agents.authenticate(
                    header, method=request.method, target=target, body=body
                )
            )
            try:
                reply = await answer(agent, request, body)
            except Refused as refused:
                reply = problem_reply(refused)
            reply.headers[agent_wire.NODE_SIGNATURE_HEADER] = self._agents.reply_signature(
                sequence=sequence, status=reply.status_code, body=bytes(reply.body)
            )
            return reply

        return serve

    async def _jobs(self, agent: str, request: Request, _: bytes) -> Response:
        wait = min(_seconds(request), agent_wire.WAIT_SECONDS_MAX)
        until = time.monotonic() + wait
        while True:
            jobs = await self._threads.run(lambda: self._desk.work(agent))
            if jobs or time.monotonic() >= until:
                return json_reply(agent_wire.JobList(jobs=jobs))
            await asyncio.sleep(POLL_SECONDS)

    async def _prepared(self, agent: str, request: Request, _: bytes) -> Response:
        job = request.path_params["job"]
        content = await self._threads.run(lambda: self._desk.prepared(agent, job))
        return Response(content, media_type="application/pdf")

    async def _asked(self, agent: str, request: Request, _: bytes) -> Response:
        job = request.path_params["job"]
        await self._threads.run(lambda: self._desk.asked(agent, job))
        return Response(status_code=204)

    async def _signature(self, agent: str, request: Request, body: bytes) -> Response:
        job = request.path_params["job"]
        submission = _decoded(body, agent_wire.SignatureSubmission)
        await self._threads.run(lambda: self._desk.signed(agent, job, submission))
        return Response(status_code=204)

    async def _refused(self, agent: str, request: Request, body: bytes) -> Response:
        job = request.path_params["job"]
        refusal = _decoded(body, agent_wire.Refusal)
        await self._threads.run(lambda: self._desk.refused(agent, job, refusal))
        return Response(status_code=204)


def _seconds(request: Request) -> int:
    text = request.query_params.get("wait", "0")
    return int(text) if text.isdecimal() and len(text) <= 3 else 0  # noqa: PLR2004 - 999 s at most


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except UNREADABLE as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error
