"""The node's side of signing: prepare for the agent, take its signature, record what was signed.

Theory of operation (signer-agent/PROTOCOL.md): a job is prepared when the agent asks for work,
so that the signing time is that of the signing; it is prepared anew when it has lain for
STALE, and when the signature comes LATE. The prepared file begins with the exact bytes that
were reviewed. What comes back is put into the file, the file is verified, and only a file that is
not invalid enters the journal.
"""

import base64
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.ports import Author, Blobs, Clock, Ledger, Unit
from vanthu_server.commune.domain.sign_job import FIELDS, SignJob
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.outgoing_number import main_file
from vanthu_server.commune.services.signed_check import require_not_invalid
from vanthu_server.commune.services.signing_look import Looks
from vanthu_server.signing.finish import finish
from vanthu_server.signing.prepare import Prepared, PrepareRequest, prepare
from vanthu_server.signing.problem import SigningProblem
from vanthu_sync import agent_wire, wire
from vanthu_sync.clock import VIETNAM, instant, vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import (
    CertificateBound,
    FileEntry,
    OutgoingSigned,
    SigningRefused,
)
from vanthu_sync.vocabulary import OutgoingState

STALE: Final = timedelta(minutes=5)
"""A prepared job older than this would show a time at which nobody signed."""

LATE: Final = timedelta(hours=1)
"""A question that was answered after this, or on another day, was not answered at the moment
that the file shows."""

STATES: Final = {"person": OutgoingState.SUBMITTED, "organ": OutgoingState.NUMBERED}
"""Role → the state in which its signature is taken."""


class JobRecords(Protocol):
    """Where jobs are kept."""

    def update(self, unit: Unit, job: SignJob, *, was: SignJob) -> None:
        """Replace in a transaction a job that is as `was`; raises Refused(JOB_NOT_WAITING)."""
        ...

    def put(self, job: SignJob, *, was: SignJob) -> None:
        """Do as `update` in a transaction of its own."""
        ...

    def job(self, job: str) -> SignJob | None:
        """Return a job."""
        ...

    def open_jobs(self, agent: str, *, limit: int) -> tuple[SignJob, ...]:
        """Return an agent's waiting jobs."""
        ...


class SigningDesk:
    """Serves one node's agents."""

    def __init__(  # noqa: PLR0913 - the composition root's list
        self,
        ledger: Ledger,
        *,
        jobs: JobRecords,
        blobs: Blobs,
        paper: Paper,
        looks: Looks,
        clock: Clock,
        trust: Path,
    ) -> None:
        self._ledger = ledger
        self._jobs = jobs
        self._blobs = blobs
        self._paper = paper
        self._looks = looks
        self._clock = clock
        self._trust = trust

    def work(self, agent: str) -> tuple[agent_wire.SigningJob, ...]:
        """Return what waits for `agent`, each prepared; one that cannot be is failed."""
        found = (
            self._offered(job) for job in self._jobs.open_jobs(agent, limit=agent_wire.JOBS_MAX)
        )
        return tuple(job for job in found if job is not None)

    def prepared(self, agent: str, job_id: str) -> bytes:
        """Return the prepared file; raises Refused: NOT_FOUND, JOB_NOT_WAITING."""
        return _prepared(self._waiting(agent, job_id)).pdf

    def asked(self, agent: str, job_id: str) -> None:
        """Note that the agent shows its question now; raises Refused as `prepared`."""
        self._change(self._waiting(agent, job_id), state="asked")

    def refused(self, agent: str, job_id: str, refusal: agent_wire.Refusal) -> None:
        """Note that nothing was signed, and why."""
        job = self._waiting(agent, job_id)
        with self._ledger.write() as unit:
            refused = self._changed(job, state="refused", reason=refusal.text)
            self._jobs.update(unit, refused, was=job)
            document = unit.outgoing(job.organ, job.document)
            body = SigningRefused(id=job.document, job=job.id, code=refusal.code, text=refusal.text)
            unit.record(
                body,
                organ=job.organ,
                policy=document.policy_version,
                by=Author(account=job.asked_by),
            )

    def signed(self, agent: str, job_id: str, submission: agent_wire.SignatureSubmission) -> None:
        """Put the signature into the file and journal it.

        Raises Refused: NOT_FOUND, JOB_NOT_WAITING, and SIGNING_FAILED, which ends the job: the
        agent would hand in the same answer for ever.
        """
        job = self._waiting(agent, job_id)
        self._require_in_time(job)
        try:
            content = self._finished(job, submission.signature)
        except Refused as refused:
            self._change(job, state="failed", reason=str(refused))
            raise
        sha256 = self._blobs.keep(content)
        with self._ledger.write() as unit:
            document = unit.outgoing(job.organ, job.document)
            self._require_unchanged(document, job)
            bound = _bound(unit, document, job)
            self._jobs.update(unit, self._changed(job, state="signed", reason=""), was=job)
            unit.record(
                OutgoingSigned(
                    id=job.document,
                    role=job.role,
                    job=job.id,
                    reviewed=job.reviewed,
                    file=self._signed_file(document, sha256, len(content)),
                    certificate_subject=bound.subject,
                    certificate_serial=bound.serial,
                    signed_at=instant(self._clock.now()),
                ),
                organ=job.organ,
                policy=document.policy_version,
                by=Author(account=job.asked_by),
            )

    def _offered(self, job: SignJob) -> agent_wire.SigningJob | None:
        with self._ledger.read() as unit:
            document = unit.outgoing(job.organ, job.document)
            organ_name = unit.organ(job.organ).name
            bound = unit.certificate(
                document.fields.signer if job.role == "person" else job.organ, job.role
            )
        stale = not job.prepared or self._clock.now() - job.changed_at > STALE
        try:
            self._require_unchanged(document, job)
            if bound is None:
                raise Refused("SIGNER_NO_CERTIFICATE")
            if stale:  # an agent that asks for work shows no question any more
                job = self._prepare(job, document, bound)
        except (Refused, SigningProblem) as error:
            with suppress(Refused):  # a job that somebody else changed meanwhile is theirs
                self._change(job, state="failed", reason=str(error))
            return None
        return _offer(job, document, organ_name)

    def _prepare(
        self, job: SignJob, document: wire.OutgoingDocument, bound: CertificateBound
    ) -> SignJob:
        now = self._clock.now().astimezone(VIETNAM).replace(microsecond=0)
        policy = self._paper.policy(document.policy_version)
        certificate = base64.b64decode(bound.der)
        prepared = prepare(
            PrepareRequest(
                pdf=self._blobs.read(job.reviewed),
                field=FIELDS[job.role],
                certificate=certificate,
                chain=self._looks.chain(certificate, trust=self._trust),
                signing_time=now,
                look=self._looks.look(job.role, bound=bound, policy=policy),
            )
        )
        return self._change(
            job,
            state="waiting",
            prepared=prepared.prepared_sha256,
            detail=msgspec.msgpack.encode(prepared),
        )

    def _waiting(self, agent: str, job_id: str) -> SignJob:
        job = self._jobs.job(job_id)
        if job is None or job.agent != agent:
            raise Refused("NOT_FOUND")
        if job.state not in {"waiting", "asked"} or not job.prepared:
            raise Refused("JOB_NOT_WAITING")
        return job

    def _require_unchanged(self, document: wire.OutgoingDocument, job: SignJob) -> None:
        if document.row.state != STATES[job.role]:
            raise Refused("STEP_NOT_NOW")
        if main_file(document).sha256 != job.reviewed:
            raise Refused("STEP_NOT_NOW", detail="Tệp đã thay đổi sau khi yêu cầu ký.")

    def _finished(self, job: SignJob, signature: bytes) -> bytes:
        """Return the signed file; raises Refused(SIGNING_FAILED) for one that is not valid."""
        prepared = _prepared(job)
        try:
            content = finish(prepared, signature, prepared.certificate)
        except SigningProblem as problem:
            raise Refused("SIGNING_FAILED", detail=problem.text) from problem
        require_not_invalid(content, trust=self._trust, at=self._clock.now())
        return content

    def _require_in_time(self, job: SignJob) -> None:
        """Raise Refused(JOB_NOT_WAITING) for a late signature; the job is prepared anew."""
        now = self._clock.now()
        same_day = vietnam_day(now) == vietnam_day(job.changed_at)
        if now - job.changed_at > LATE or not same_day:
            self._change(job, state="waiting", prepared="", detail=b"")
            raise Refused("JOB_NOT_WAITING", detail="Quá giờ ghi trên chữ ký; việc ký làm lại.")

    def _signed_file(self, document: wire.OutgoingDocument, sha256: str, size: int) -> FileEntry:
        name = self._paper.file_name(document.fields, symbol=document.row.symbol)
        return FileEntry(
            sha256=sha256, name=name, size=size, media_type="application/pdf", kind="main"
        )

    def _change(self, job: SignJob, **changes: object) -> SignJob:
        changed = self._changed(job, **changes)
        self._jobs.put(changed, was=job)
        return changed

    def _changed(self, job: SignJob, **changes: object) -> SignJob:
        return msgspec.structs.replace(job, changed_at=self._clock.now(), **changes)


def _prepared(job: SignJob) -> Prepared:
    return msgspec.msgpack.decode(job.detail, type=Prepared)


def _bound(unit: Unit, document: wire.OutgoingDocument, job: SignJob) -> CertificateBound:
    holder = document.fields.signer if job.role == "person" else job.organ
    bound = unit.certificate(holder, job.role)
    if bound is None or bound.serial != job.certificate_serial:
        raise Refused("SIGNER_NO_CERTIFICATE")
    return bound


def _offer(job: SignJob, document: wire.OutgoingDocument, organ_name: str) -> agent_wire.SigningJob:
    prepared = _prepared(job)
    return agent_wire.SigningJob(
        id=job.id,
        created_at=instant(job.made_at),
        role=job.role,
        title=f"{document.row.type_name}: {document.row.subject}",
        symbol=document.row.symbol,
        organ_name=organ_name,
        signer_name=document.row.signer_name if job.role == "person" else organ_name,
        field=FIELDS[job.role],
        certificate_serial=job.certificate_serial,
        reviewed_sha256=job.reviewed,
        reviewed_size=prepared.reviewed_size,
        prepared_sha256=job.prepared,
        prepared_size=len(prepared.pdf),
        signed_attributes=prepared.signed_attributes,
    )
