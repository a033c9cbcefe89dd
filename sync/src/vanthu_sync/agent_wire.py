"""Messages between a commune node and its signer agents, and the bytes both sides sign.

The law is `signer-agent/PROTOCOL.md`, rules SG1 to SG9. This module is pure: it makes and reads
values, it neither signs nor verifies. What must change together: the version words in the two
signature inputs, `AUTHORIZATION_SCHEME`, and that page.
"""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Final, Literal

import msgspec

AUTHORIZATION_SCHEME: Final = "Vanthu-Agent"
NODE_SIGNATURE_HEADER: Final = "Vanthu-Node-Signature"

WAIT_SECONDS_MAX: Final = 25
"""Longest long-poll: below the 30 s after which proxies begin to cut a silent connection."""
JOBS_MAX: Final = 20
"""Jobs in one reply: more than a leader signs at one sitting; the rest come with the next poll."""
CERTIFICATES_MAX: Final = 8
"""Certificates of one agent: a leader's and an organ's token with an old and a new pair each."""
PREPARED_BYTES_MAX: Final = 64 * 1024 * 1024
"""Largest prepared PDF: twice the largest attachment of a liên thông message."""
REPLY_BYTES_MAX: Final = 256 * 1024
"""Largest JSON reply: JOBS_MAX jobs of at most 8 KiB each, with room."""
SEQUENCE_MAX: Final = 2**53 - 1
"""Largest request number: what every JSON reader keeps exactly."""
SIGNATURE_BYTES: Final = 64
"""Length of an Ed25519 signature (RFC 8032)."""

Role = Literal["person", "organ"]
SignatureAlgorithm = Literal["rsa_pkcs1_sha256", "ecdsa_sha256"]

_AUTHORIZATION = re.compile(
    r"Vanthu-Agent id=([0-9a-f]{8,64}), seq=([1-9][0-9]{0,15}), sig=([A-Za-z0-9_-]{86})"
)


class AgentWireError(ValueError):
    """A header that is not in the form of rule SG2; the text names the part (English, for logs)."""


class CertificateOffer(msgspec.Struct, frozen=True):
    """A certificate that the agent can sign with: DER bytes and the token that holds its key."""

    der: bytes
    label: str
    token_serial: str
    test_key: bool


class PairRequest(msgspec.Struct, frozen=True):
    """POST /agent/pair: the six digits shown at the node, and who the agent is."""

    code: str
    agent_key: bytes
    agent_name: str
    certificates: tuple[CertificateOffer, ...]


class PairReply(msgspec.Struct, frozen=True):
    """The node's answer; the agent pins `node_key` (Ed25519, 32 raw bytes)."""

    agent_id: str
    node_key: bytes
    node_name: str


class SigningJob(msgspec.Struct, frozen=True):
    """One signature that is asked for; sizes in bytes, digests and serial as lower-case hex.

    The id goes into paths, so its letters are few.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
    created_at: str
    role: Role
    title: str
    symbol: str
    organ_name: str
    signer_name: str
    field: str
    certificate_serial: str
    reviewed_sha256: str
    reviewed_size: int
    prepared_sha256: str
    prepared_size: int
    signed_attributes: bytes


class JobList(msgspec.Struct, frozen=True):
    """GET /agent/jobs: what waits for this agent, oldest first, at most JOBS_MAX."""

    jobs: Annotated[tuple[SigningJob, ...], msgspec.Meta(max_length=JOBS_MAX)]


class Asked(msgspec.Struct, frozen=True):
    """POST /agent/jobs/{id}/asked: the agent shows the question now."""


class SignatureSubmission(msgspec.Struct, frozen=True):
    """POST /agent/jobs/{id}/signature: the raw signature over the signed attributes' DER."""

    signature: bytes
    algorithm: SignatureAlgorithm


class Refusal(msgspec.Struct, frozen=True):
    """POST /agent/jobs/{id}/refused: why nothing was signed (code of PROTOCOL.md, Vietnamese)."""

    code: str
    text: str


class AgentAuthorization(msgspec.Struct, frozen=True):
    """The parts of the Authorization header of rule SG2."""

    agent_id: str
    sequence: int
    signature: bytes


def request_signature_input(*, method: str, target: str, sequence: int, body: bytes) -> bytes:
    """Return the bytes an agent signs for a request; `target` is the path with its query (SG2)."""
    digest = hashlib.sha256(body).hexdigest()
    return f"vanthu agent v1\n{method}\n{target}\n{sequence}\n{digest}".encode()


def reply_signature_input(*, sequence: int, status: int, body: bytes) -> bytes:
    """Return the bytes a node signs for its reply to request number `sequence` (SG3)."""
    digest = hashlib.sha256(body).hexdigest()
    return f"vanthu node v1\n{sequence}\n{status}\n{digest}".encode()


def format_authorization(authorization: AgentAuthorization) -> str:
    """Return the Authorization header's value."""
    signature = format_signature(authorization.signature)
    agent_id, sequence = authorization.agent_id, authorization.sequence
    return f"{AUTHORIZATION_SCHEME} id={agent_id}, seq={sequence}, sig={signature}"


def parse_authorization(value: str) -> AgentAuthorization:
    """Read an Authorization header's value; AgentWireError unless it has the form of SG2."""
    match = _AUTHORIZATION.fullmatch(value)
    if match is None:
        message = "Authorization is not of the form Vanthu-Agent id=…, seq=…, sig=…"
        raise AgentWireError(message)
    sequence = int(match[2])
    if sequence > SEQUENCE_MAX:
        message = "Authorization seq is out of range"
        raise AgentWireError(message)
    return AgentAuthorization(
        agent_id=match[1], sequence=sequence, signature=parse_signature(match[3])
    )


def format_signature(signature: bytes) -> str:
    """Return a signature as base64url without padding (RFC 4648 section 5)."""
    return urlsafe_b64encode(signature).rstrip(b"=").decode("ascii")


def parse_signature(value: str) -> bytes:
    """Read what `format_signature` made; AgentWireError unless it is 64 bytes, canonically."""
    try:
        signature = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError as error:
        message = "signature is not base64url"
        raise AgentWireError(message) from error
    if len(signature) != SIGNATURE_BYTES or format_signature(signature) != value:
        message = "signature is not 64 bytes in canonical base64url"
        raise AgentWireError(message)
    return signature
