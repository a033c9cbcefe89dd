"""The one connection to the paired node: outbound only, each request and reply signed.

The law is PROTOCOL.md, SG2 to SG6: the counter goes up and is stored before a request leaves; a
reply counts only with the pinned node's signature over this request's number, so a reply from
elsewhere or from yesterday is dropped unread.
"""

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

import httpx
import msgspec

from vanthu_signer.keys import AgentKey, verifies
from vanthu_signer.limits import CONNECT_SECONDS_MAX, READ_SECONDS_MAX
from vanthu_signer.problem import SignerProblem
from vanthu_sync.agent_wire import (
    NODE_SIGNATURE_HEADER,
    PREPARED_BYTES_MAX,
    REPLY_BYTES_MAX,
    AgentAuthorization,
    AgentWireError,
    Asked,
    JobList,
    PairReply,
    PairRequest,
    Refusal,
    SignatureSubmission,
    SigningJob,
    format_authorization,
    parse_signature,
    reply_signature_input,
    request_signature_input,
)

_LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}
_JSON: Final = {"Content-Type": "application/json"}
_OK, _NO_CONTENT, _NOT_FOUND = 200, 204, 404
_TURNED_AWAY = {401, 403}


class JobGone(Exception):
    """The node no longer offers this job."""


def check_address(url: str) -> str:
    """Return the node's address without a final slash; SG4 unless https, or http on loopback."""
    parsed = httpx.URL(url)
    safe = parsed.scheme == "https" or (parsed.scheme == "http" and parsed.host in _LOOPBACK)
    if not safe or parsed.path not in {"", "/"} or parsed.query or parsed.userinfo:
        raise SignerProblem("SG4", url)
    return url.rstrip("/")


def open_client(
    node_url: str, ca_file: Path | None = None, transport: httpx.BaseTransport | None = None
) -> httpx.Client:
    """A client for that node only: no redirects, no proxies from the environment.

    `ca_file` holds the office's own authority, `transport` replaces the network in tests.
    """
    context = ssl.create_default_context(cafile=str(ca_file)) if ca_file else True
    return httpx.Client(
        base_url=check_address(node_url),
        timeout=httpx.Timeout(READ_SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
        follow_redirects=False,
        trust_env=False,
        verify=context,
        transport=transport,
    )


def pair(client: httpx.Client, request: PairRequest) -> PairReply:
    """Send the code and the agent's key; SG1 with the node's answer, SG6 when out of reach."""
    try:
        reply = client.post("/agent/pair", content=msgspec.json.encode(request), headers=_JSON)
        if reply.status_code == _OK and len(reply.content) <= REPLY_BYTES_MAX:
            return msgspec.json.decode(reply.content, type=PairReply)
    except httpx.HTTPError as error:
        raise SignerProblem("SG6", type(error).__name__) from error
    except msgspec.DecodeError as error:
        raise SignerProblem("SG1", "câu trả lời không đúng dạng") from error
    raise SignerProblem("SG1", f"máy xã trả lời {reply.status_code}")


class Channel:
    """Signed requests to the node of one pairing. Methods raise SG3, SG5, SG6, SG1 or JobGone."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        agent_id: str,
        key: AgentKey,
        node_key: bytes,
        next_sequence: Callable[[], int],
    ) -> None:
        self._client = client
        self._agent_id = agent_id
        self._key = key
        self._node_key = node_key
        self._next_sequence = next_sequence

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def jobs(self, wait_seconds: int) -> tuple[SigningJob, ...]:
        """Wait for jobs, at most `wait_seconds`; empty when none came."""
        body = self._exchange("GET", f"/agent/jobs?wait={wait_seconds}", b"", REPLY_BYTES_MAX)
        try:
            return msgspec.json.decode(body, type=JobList).jobs
        except msgspec.DecodeError as error:
            raise SignerProblem("SG3", "danh sách việc không đúng dạng") from error

    def prepared(self, job: SigningJob) -> bytes:
        """The whole prepared PDF of the job."""
        return self._exchange("GET", f"/agent/jobs/{job.id}/prepared", b"", PREPARED_BYTES_MAX)

    def asked(self, job: SigningJob) -> None:
        """Tell the node that the person is being asked."""
        self._post(job, "asked", Asked())

    def submit(self, job: SigningJob, submission: SignatureSubmission) -> None:
        """Hand in the signature."""
        self._post(job, "signature", submission)

    def refuse(self, job: SigningJob, refusal: Refusal) -> None:
        """Say why nothing was signed."""
        self._post(job, "refused", refusal)

    def _post(self, job: SigningJob, leaf: str, message: msgspec.Struct) -> None:
        body = msgspec.json.encode(message)
        self._exchange("POST", f"/agent/jobs/{job.id}/{leaf}", body, REPLY_BYTES_MAX)

    def _exchange(self, method: str, target: str, body: bytes, limit: int) -> bytes:
        sequence = self._next_sequence()
        signed = request_signature_input(method=method, target=target, sequence=sequence, body=body)
        authorization = AgentAuthorization(self._agent_id, sequence, self._key.sign(signed))
        headers = {**_JSON, "Authorization": format_authorization(authorization)}
        try:
            with self._client.stream(method, target, content=body, headers=headers) as reply:
                content = _bounded(reply, limit)
        except httpx.HTTPError as error:
            raise SignerProblem("SG6", type(error).__name__) from error
        self._check(reply, content, sequence)
        return content

    def _check(self, reply: httpx.Response, content: bytes, sequence: int) -> None:
        try:
            signature = parse_signature(reply.headers.get(NODE_SIGNATURE_HEADER, ""))
        except AgentWireError as error:
            raise SignerProblem("SG3", f"mã {reply.status_code}, không có chữ ký") from error
        signed = reply_signature_input(sequence=sequence, status=reply.status_code, body=content)
        if not verifies(self._node_key, signature, signed):
            raise SignerProblem("SG3", f"mã {reply.status_code}, chữ ký sai")
        if reply.status_code in _TURNED_AWAY:
            raise SignerProblem("SG1", "máy xã không còn nhận chương trình ký này")
        if reply.status_code == _NOT_FOUND:
            raise JobGone
        if reply.status_code not in {_OK, _NO_CONTENT}:
            raise SignerProblem("SG6", f"máy xã trả lời {reply.status_code}")


def _bounded(reply: httpx.Response, limit: int) -> bytes:
    content = bytearray()
    for part in reply.iter_bytes():
        content += part
        if len(content) > limit:
            raise SignerProblem("SG5", f"hơn {limit} byte")
    return bytes(content)
