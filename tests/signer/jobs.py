"""Jobs as the node makes them, from the server's own preparing."""

from dataclasses import dataclass

from tests.signing.drafts import notice, seal_png, signature_png
from tests.signing.office import NUMBER, SIGNED_AT, Office, der, serial_hex
from vanthu_server.signing.fields import LEADER_FIELD, ORGAN_FIELD
from vanthu_server.signing.finish import finish
from vanthu_server.signing.look import Look
from vanthu_server.signing.prepare import Prepared
from vanthu_sync.agent_wire import Role, SigningJob


@dataclass(frozen=True)
class Case:
    """A job with what the node keeps of it."""

    job: SigningJob
    prepared: Prepared
    certificate: bytes

    def finished(self, signature: bytes) -> bytes:
        return finish(self.prepared, signature, self.certificate)


def leader_case(office: Office, job_id: str = "viec-1") -> Case:
    look = Look(picture_png=signature_png())
    made = office.prepared(notice(), name=LEADER_FIELD, by=office.pki.leader, look=look)
    return _case(office, made, "person", job_id)


def organ_case(office: Office, job_id: str = "viec-2") -> Case:
    look = Look(picture_png=seal_png())
    numbered = office.numbered().pdf
    made = office.prepared(numbered, name=ORGAN_FIELD, by=office.pki.organ, look=look)
    return _case(office, made, "organ", job_id)


def _case(office: Office, made: Prepared, role: Role, job_id: str) -> Case:
    issued = office.pki.leader if role == "person" else office.pki.organ
    job = SigningJob(
        id=job_id,
        created_at=SIGNED_AT.isoformat(),
        role=role,
        title="Thông báo về lịch tiếp công dân",
        symbol=NUMBER if role == "organ" else "",
        organ_name="UBND xã Đông Thạnh",
        signer_name="Nguyễn Văn Trường",
        field=made.field,
        certificate_serial=serial_hex(issued),
        reviewed_sha256=made.reviewed_sha256,
        reviewed_size=made.reviewed_size,
        prepared_sha256=made.prepared_sha256,
        prepared_size=len(made.pdf),
        signed_attributes=made.signed_attributes,
    )
    return Case(job, made, der(issued))
