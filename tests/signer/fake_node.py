"""A node at the HTTP port: offers jobs, checks and signs as PROTOCOL.md says, or misbehaves."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import anyio
import msgspec
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.signing.prepare import Prepared
from vanthu_sync.agent_wire import (
    NODE_SIGNATURE_HEADER,
    JobList,
    PairReply,
    PairRequest,
    Refusal,
    SignatureSubmission,
    SigningJob,
    format_signature,
    parse_authorization,
    reply_signature_input,
    request_signature_input,
)

AGENT_ID = "00112233445566778899aabbccddeeff"
CODE = "123456"


@dataclass
class FakeNode:
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    paired: PairRequest | None = None
    jobs: dict[str, SigningJob] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    signatures: dict[str, SignatureSubmission] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    sequence: int = 0
    url: str = ""
    # How it misbehaves.
    reply_key: Ed25519PrivateKey | None = None
    unsigned: bool = False
    replay: Response | None = None
    prepared: Prepared | None = None
    statuses: list[int] = field(default_factory=list)
    answer_statuses: list[int] = field(default_factory=list)

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def offer(self, job: SigningJob, prepared: bytes) -> None:
        self.jobs[job.id] = job
        self.files[job.id] = prepared

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/agent/pair", self._pair, methods=["POST"]),
                Route("/agent/jobs", self._jobs),
                Route("/agent/jobs/{job}/prepared", self._prepared),
                Route("/agent/jobs/{job}/{leaf}", self._answer, methods=["POST"]),
            ]
        )

    async def _pair(self, request: Request) -> Response:
        wanted = msgspec.json.decode(await request.body(), type=PairRequest)
        if wanted.code != CODE:
            return Response(status_code=403)
        self.paired = wanted
        reply = PairReply(agent_id=AGENT_ID, node_key=self.public_key, node_name="Xã Đông Thạnh")
        return Response(msgspec.json.encode(reply))

    async def _jobs(self, request: Request) -> Response:
        waiting = JobList(tuple(self.jobs.values()))
        if not self.jobs:
            await anyio.sleep(0.05)
        return await self._signed(request, msgspec.json.encode(waiting))

    async def _prepared(self, request: Request) -> Response:
        return await self._signed(request, self.files[request.path_params["job"]])

    async def _answer(self, request: Request) -> Response:
        job, leaf, body = (
            request.path_params["job"],
            request.path_params["leaf"],
            await request.body(),
        )
        if leaf == "asked":
            self.asked.append(job)
        elif self.answer_statuses:
            return await self._signed(request, b"", self.answer_statuses.pop(0))
        elif leaf == "signature":
            self.signatures[job] = msgspec.json.decode(body, type=SignatureSubmission)
            self.jobs.pop(job, None)
        else:
            self.refusals[job] = msgspec.json.decode(body, type=Refusal)
            self.jobs.pop(job, None)
        return await self._signed(request, b"", 204)

    async def _signed(self, request: Request, body: bytes, status: int = 200) -> Response:
        sequence = self._check(request, await request.body())
        if self.replay is not None:
            return self.replay
        if self.statuses:
            status, body = self.statuses.pop(0), b""
        key = self.reply_key or self.key
        signed = reply_signature_input(sequence=sequence, status=status, body=body)
        headers = {NODE_SIGNATURE_HEADER: format_signature(key.sign(signed))}
        return Response(body, status, {} if self.unsigned else headers)

    def _check(self, request: Request, body: bytes) -> int:
        assert self.paired is not None
        authorization = parse_authorization(request.headers["Authorization"])
        query = f"?{request.url.query}" if request.url.query else ""
        signed = request_signature_input(
            method=request.method,
            target=request.url.path + query,
            sequence=authorization.sequence,
            body=body,
        )
        public = Ed25519PublicKey.from_public_bytes(self.paired.agent_key)
        public.verify(authorization.signature, signed)
        assert authorization.agent_id == AGENT_ID
        assert authorization.sequence > self.sequence
        self.sequence = authorization.sequence
        return authorization.sequence


@contextmanager
def running(node: FakeNode) -> Iterator[FakeNode]:
    """Serve `node` on a free loopback port until the block ends."""
    config = uvicorn.Config(node.app(), host="127.0.0.1", port=0, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    node.url = f"http://127.0.0.1:{port}"
    try:
        yield node
    finally:
        server.should_exit = True
        thread.join()
