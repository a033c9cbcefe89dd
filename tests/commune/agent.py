"""A signer agent at the node's HTTP port: an honest one, unless the test makes it otherwise."""

from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from tests.commune.node import Json, Office
from tests.signing.office import der, new_pki, raw_signature, serial_hex
from tools.test_pki import Issued, write_trust
from vanthu_server.keys.node_key import SigningKey, verify
from vanthu_sync import agent_wire


@dataclass
class AgentDevice:
    """A paired agent with its key and request numbers."""

    http: httpx.Client
    key: SigningKey
    id: str
    node_key: bytes
    sequence: int = 0

    def ask(
        self, method: str, path: str, message: object = None, *, sequence: int | None = None
    ) -> httpx.Response:
        """Send a signed request; the reply's signature is checked."""
        self.sequence = self.sequence + 1 if sequence is None else sequence
        body = b"" if message is None else msgspec.json.encode(message)
        headers = {"authorization": self.authorization(method, path, body)}
        reply = self.http.request(method, path, content=body, headers=headers)
        if agent_wire.NODE_SIGNATURE_HEADER in reply.headers:
            signed = agent_wire.reply_signature_input(
                sequence=self.sequence, status=reply.status_code, body=reply.content
            )
            given = agent_wire.parse_signature(reply.headers[agent_wire.NODE_SIGNATURE_HEADER])
            assert verify(self.node_key, given, signed)
        return reply

    def authorization(self, method: str, path: str, body: bytes) -> str:
        """Return the header that signs a request."""
        signed = agent_wire.request_signature_input(
            method=method, target=path, sequence=self.sequence, body=body
        )
        return agent_wire.format_authorization(
            agent_wire.AgentAuthorization(
                agent_id=self.id, sequence=self.sequence, signature=self.key.sign(signed)
            )
        )

    def jobs(self) -> list[Json]:
        """Return what waits."""
        reply = self.ask("GET", "/agent/jobs?wait=0")
        assert reply.status_code == 200, reply.text
        found: list[Json] = reply.json()["jobs"]
        return found

    def job(self) -> agent_wire.SigningJob:
        """Return the one job that waits."""
        reply = self.ask("GET", "/agent/jobs?wait=0")
        (found,) = msgspec.json.decode(reply.content, type=agent_wire.JobList).jobs
        return found

    def sign(self, by: Issued) -> httpx.Response:
        """Sign the one job that waits."""
        job = self.job()
        self.ask("POST", f"/agent/jobs/{job.id}/asked")
        return self.ask("POST", f"/agent/jobs/{job.id}/signature", signature(by, job))


def signature(by: Issued, job: agent_wire.SigningJob) -> dict[str, Any]:
    """Return the submission of a job's signature."""
    value = raw_signature(by, job.signed_attributes)
    kind = "rsa_pkcs1_sha256" if by is new_pki().leader else "ecdsa_sha256"
    return {"signature": value, "algorithm": kind}


def pair_request(code: str, key: SigningKey, *holders: Issued) -> agent_wire.PairRequest:
    """Return the request by which an agent introduces itself."""
    return agent_wire.PairRequest(
        code=code,
        agent_key=key.public,
        agent_name="Máy ký văn phòng",
        certificates=tuple(
            agent_wire.CertificateOffer(
                der=der(holder), label="Khóa thử nghiệm", token_serial="1", test_key=True
            )
            for holder in holders
        ),
    )


def paired(office: Office) -> AgentDevice:
    """Pair an agent with the test keys of leader and organ, and bind both certificates."""
    pki, key, http = new_pki(), SigningKey.generate(), office.client()
    write_trust(office.config.trust, pki.authority)
    admin = office.person("quantri")
    place = f"/api/organs/{admin.organ}"
    code = admin.http.post(f"{place}/agent-code").json()["code"]
    request = pair_request(code, key, pki.leader, pki.organ)
    reply = http.post("/agent/pair", content=msgspec.json.encode(request))
    assert reply.status_code == 200, reply.text
    told = msgspec.json.decode(reply.content, type=agent_wire.PairReply)
    for holder, account in ((pki.leader, "chutich"), (pki.organ, "")):
        bound = {"serial": serial_hex(holder), "account": account}
        assert admin.http.post(f"{place}/certificates", json=bound).status_code == 204
    return AgentDevice(http=http, key=key, id=told.agent_id, node_key=told.node_key)
