"""Papers that pass through a node in tests: uploads, drafts, and signatures made by hand."""

from typing import Any

from tests.commune.node import UBND, Json, Office, Person
from tests.intake.pdf_samples import blank
from vanthu_server.commune.domain.ports import Author
from vanthu_sync.clock import instant
from vanthu_sync.events import FileEntry, OutgoingSigned

LEADER = Author(account="chutich")


def scan(name: str) -> bytes:
    """Return a PDF of one empty page; files of different names have different bytes."""
    return blank(1) + f"%{name}\n".encode()


def draft(subject: str = "Về việc trả lời kiến nghị", **more: Any) -> Json:  # noqa: ANN401 - fields of a message
    """Return the payload of a draft; `more` are its fields."""
    return {
        "fields": {
            "type_name": "Thông báo",
            "notation": "TB-UBND",
            "subject": subject,
            "body": ["Ủy ban nhân dân xã thông báo để các đơn vị biết."],
            "recipients": [{"name": "Ủy ban nhân dân xã Phú Lâm", "organ": "ubnd-phu-lam"}],
            "signer": "chutich",
            "signer_name": "Nguyễn Văn An",
            "signer_position": "CHỦ TỊCH",
            **more,
        }
    }


def submitted(clerk: Person, subject: str = "Về việc trả lời kiến nghị", **more: Any) -> str:  # noqa: ANN401 - fields of a message
    """Draft and submit a document; return its id."""
    made = clerk.done("outgoing.draft", draft(subject, **more))
    clerk.done("outgoing.submit", {"id": made["id"]})
    return str(made["id"])


def sign_by_hand(office: Office, document: str, role: str = "person") -> None:
    """Journal a signature whose bytes are a comment after the file: nobody verifies it here."""
    with office.node.ledger.read() as unit:
        held = unit.outgoing(UBND, document)
    main = next(file for file in held.files if file.kind == "main")
    content = office.node.blobs.read(main.sha256) + f"%{role}\n".encode()
    signed = OutgoingSigned(
        id=document,
        role=role,
        job=f"job-{role}",
        reviewed=main.sha256,
        file=FileEntry(
            sha256=office.node.blobs.keep(content),
            name=main.name,
            size=len(content),
            media_type=main.media_type,
            kind="main",
        ),
        certificate_subject="CN=Nguyễn Văn An",
        certificate_serial="0a",
        signed_at=instant(office.clock.now()),
    )
    with office.node.ledger.write() as unit:
        unit.record(signed, organ=UBND, policy=held.policy_version, by=LEADER)


def issued(office: Office, clerk: Person, subject: str = "Về việc trả lời kiến nghị") -> str:
    """Bring a document from draft to issue; return its id."""
    document = submitted(clerk, subject)
    sign_by_hand(office, document)
    clerk.done("outgoing.number", {"id": document})
    sign_by_hand(office, document, "organ")
    clerk.done("outgoing.issue", {"id": document})
    return document
