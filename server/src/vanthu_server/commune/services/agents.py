"""Signer agents: paired by a one-time code, known by their key ever after (SG1-SG3)."""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vanthu_server.commune.domain.ports import Chance, Clock
from vanthu_server.commune.domain.sign_job import Agent
from vanthu_server.keys.node_key import SigningKey, verify
from vanthu_server.verification.expected import certificate_subject, serial_hex
from vanthu_sync import agent_wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import CertificateBound
from vanthu_sync.text import mend

CODE_DIGITS: Final = 6
CODE_LIFE: Final = timedelta(minutes=15)
TRIES_MAX: Final = 5
"""Five guesses at a million codes, then a new code is needed."""

AGENT_ID_BYTES: Final = 8


class AgentRecords(Protocol):
    """Where agents and codes are kept."""

    def add_code(self, code: str, *, at: datetime) -> None:
        """Keep a code."""
        ...

    def use_code(self, code: str, *, not_before: datetime, tries_max: int) -> bool:
        """Use a code up."""
        ...

    def add(self, agent: Agent, certificates: bytes, *, at: datetime) -> None:
        """Keep an agent."""
        ...

    def agent(self, agent: str) -> Agent | None:
        """Return an agent."""
        ...

    def all(self) -> tuple[Agent, ...]:
        """Return all agents."""
        ...

    def certificates(self, agent: str) -> bytes:
        """Return what it can sign with."""
        ...

    def advance(self, agent: str, sequence: int, *, at: datetime) -> bool:
        """Move its request number forward."""
        ...


class Agents:
    """Pairs agents and knows who asks."""

    def __init__(
        self,
        records: AgentRecords,
        *,
        key: SigningKey,
        node_name: str,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._records = records
        self._key = key
        self._node_name = node_name
        self._clock = clock
        self._chance = chance

    def new_code(self) -> str:
        """Return a one-time code for the next agent (CODE_LIFE)."""
        number = int.from_bytes(self._chance.draw(8)) % 10**CODE_DIGITS
        code = f"{number:0{CODE_DIGITS}d}"
        self._records.add_code(code, at=self._clock.now())
        return code

    def pair(self, request: agent_wire.PairRequest) -> agent_wire.PairReply:
        """Take an agent in; raises Refused: REQUEST_UNREADABLE, PAIR_CODE_WRONG."""
        _require_readable(request)
        now = self._clock.now()
        digits = "".join(char for char in request.code if char.isdigit())
        if not self._records.use_code(digits, not_before=now - CODE_LIFE, tries_max=TRIES_MAX):
            raise Refused("PAIR_CODE_WRONG")
        agent = Agent(
            id=self._chance.draw(AGENT_ID_BYTES).hex(),
            name=mend(request.agent_name) or "Máy ký",
            key=request.agent_key,
            last_seq=0,
        )
        offers = request.certificates[: agent_wire.CERTIFICATES_MAX]
        self._records.add(agent, msgspec.json.encode(offers), at=now)
        return agent_wire.PairReply(
            agent_id=agent.id, node_key=self._key.public, node_name=self._node_name
        )

    def authenticate(
        self, header: str, *, method: str, target: str, body: bytes
    ) -> tuple[str, int]:
        """Return agent id and request number.

        Raises Refused: PEER_UNKNOWN, PEER_SIGNATURE_WRONG.
        """
        try:
            claim = agent_wire.parse_authorization(header)
        except agent_wire.AgentWireError as error:
            raise Refused("PEER_UNKNOWN", detail=str(error)) from error
        agent = self._records.agent(claim.agent_id)
        if agent is None:
            raise Refused("PEER_UNKNOWN")
        signed = agent_wire.request_signature_input(
            method=method, target=target, sequence=claim.sequence, body=body
        )
        if not verify(agent.key, claim.signature, signed):
            raise Refused("PEER_SIGNATURE_WRONG")
        if not self._records.advance(agent.id, claim.sequence, at=self._clock.now()):
            raise Refused("PEER_SIGNATURE_WRONG", detail="Yêu cầu lặp lại.")
        return agent.id, claim.sequence

    def reply_signature(self, *, sequence: int, status: int, body: bytes) -> str:
        """Return the header value by which the agent knows this node (SG3)."""
        signed = agent_wire.reply_signature_input(sequence=sequence, status=status, body=body)
        return agent_wire.format_signature(self._key.sign(signed))

    def offered(self) -> tuple[tuple[Agent, agent_wire.CertificateOffer], ...]:
        """Return every certificate of every agent."""
        kind = tuple[agent_wire.CertificateOffer, ...]
        return tuple(
            (agent, offer)
            for agent in self._records.all()
            for offer in msgspec.json.decode(self._records.certificates(agent.id), type=kind)
        )

    def binding(self, serial: str, *, holder: str, role: str, organ: str) -> CertificateBound:
        """Return the event that binds an offered certificate; raises Refused(NOT_FOUND).

        Of two agents the one paired last has it: the token moved to another PC.
        """
        for agent, offer in reversed(self.offered()):
            certificate = x509.Certificate.load(offer.der)
            if secrets.compare_digest(serial_hex(certificate), serial):
                return CertificateBound(
                    holder=holder,
                    role=role,
                    organ=organ,
                    subject=certificate_subject(certificate),
                    serial=serial,
                    der=base64.b64encode(offer.der).decode("ascii"),
                    agent=agent.id,
                    test_key=offer.test_key,
                )
        raise Refused("NOT_FOUND", detail=serial)


def _require_readable(request: agent_wire.PairRequest) -> None:
    """Refuse a key or certificate that is none: it would fail at every later look at it."""
    try:
        Ed25519PublicKey.from_public_bytes(request.agent_key)
        for offer in request.certificates:
            certificate = x509.Certificate.load(offer.der, strict=True)
            certificate_subject(certificate)
            serial_hex(certificate)
    except ValueError as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error
