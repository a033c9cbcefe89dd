"""`outgoing.sign` and `outgoing.seal`: ask the agent with the bound certificate to sign.

The certificate is the one bound to the signer's account, or to the organ, by the administrator;
never one named by a file (R-SIG-02). The agent prepares nothing: it shows, asks and signs.
"""

from typing import Protocol

from vanthu_server.commune.domain.outgoing_steps import require_step
from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.domain.sign_job import JobRole, SignJob
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.outgoing_number import main_file
from vanthu_server.policy.values import Timestamp
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import CertificateBound, SigningRequested
from vanthu_sync.journal import Event


class Jobs(Protocol):
    """Where jobs are kept; inside the desk's transaction."""

    def add(self, unit: Unit, job: SignJob) -> None:
        """Keep a new job in the transaction of `unit`."""
        ...


def request_person(desk: Desk, payload: wire.OutgoingStep, *, paper: Paper, jobs: Jobs) -> Event:
    """Lãnh đạo ký: only the signer named in the draft asks (R-TOK-05).

    Raises Refused: STEP_NOT_NOW, RIGHT_MISSING, SIGNER_NO_CERTIFICATE, SIGNING_WAITS,
    TIMESTAMP_REQUIRED.
    """
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.sign", document)
    if document.fields.signer != desk.person.account:
        raise Refused("RIGHT_MISSING", detail=f"Người ký là {document.fields.signer_name}.")
    bound = desk.unit.certificate(document.fields.signer, "person")
    return _request(desk, document, bound, role="person", paper=paper, jobs=jobs)


def request_organ(desk: Desk, payload: wire.OutgoingStep, *, paper: Paper, jobs: Jobs) -> Event:
    """Đóng dấu: after the person signed and the number stands in the file (R-SIG-05, R-TOK-07)."""
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.seal", document)
    bound = desk.unit.certificate(desk.organ, "organ")
    return _request(desk, document, bound, role="organ", paper=paper, jobs=jobs)


def _request(
    desk: Desk,
    document: wire.OutgoingDocument,
    bound: CertificateBound | None,
    *,
    role: JobRole,
    paper: Paper,
    jobs: Jobs,
) -> Event:
    if bound is None:
        raise Refused("SIGNER_NO_CERTIFICATE")
    if any(job.state in {"waiting", "asked"} for job in document.signing):
        raise Refused("SIGNING_WAITS")
    if paper.policy(document.policy_version).sign.timestamp == Timestamp.REQUIRED_TSA:
        raise Refused("TIMESTAMP_REQUIRED")
    job = SignJob(
        id=desk.document,
        organ=desk.organ,
        document=document.row.id,
        role=role,
        agent=bound.agent,
        certificate_serial=bound.serial,
        state="waiting",
        reason="",
        asked_by=desk.person.account,
        made_at=desk.now,
        changed_at=desk.now,
        reviewed=main_file(document).sha256,
    )
    jobs.add(desk.unit, job)
    return desk.record(
        SigningRequested(
            id=document.row.id,
            role=role,
            job=job.id,
            reviewed=job.reviewed,
            certificate_serial=bound.serial,
        )
    )
