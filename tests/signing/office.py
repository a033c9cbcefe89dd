"""An office with test certificates: signs drafts the way node and agent do together."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from tests.signing.drafts import notice, seal_png, signature_png
from tools.test_pki import (
    LEADER,
    ORGAN,
    Issued,
    Period,
    TestAuthority,
    TestPki,
    issue,
    make_authority,
    write_trust,
)
from vanthu_server.signing.fields import LEADER_FIELD, ORGAN_FIELD
from vanthu_server.signing.fill import Filled, fill_number_and_date
from vanthu_server.signing.finish import finish
from vanthu_server.signing.look import Look
from vanthu_server.signing.prepare import Prepared, PrepareRequest, prepare

SIGNED_AT = datetime(2026, 11, 20, 9, 15, tzinfo=timezone(timedelta(hours=7)))
NUMBER = "125/TB-UBND"
DATE = "Đông Thạnh, ngày 20 tháng 11 năm 2026"


@cache
def new_pki() -> TestPki:
    """One authority for the run; RSA-2048 for the leader, because it is made every run."""
    authority = make_authority(Period())
    leader_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return TestPki(
        authority,
        issue(authority, LEADER, leader_key),
        issue(authority, ORGAN, ec.generate_private_key(ec.SECP256R1())),
    )


def der(issued: Issued) -> bytes:
    return issued.certificate.public_bytes(Encoding.DER)


def serial_hex(issued: Issued) -> str:
    return f"{issued.certificate.serial_number:x}"


def raw_signature(issued: Issued, signed: bytes) -> bytes:
    """What a token gives back."""
    if isinstance(issued.key, rsa.RSAPrivateKey):
        return issued.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return issued.key.sign(signed, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True)
class Office:
    pki: TestPki = field(default_factory=new_pki)

    @property
    def authority(self) -> TestAuthority:
        return self.pki.authority

    def request(
        self, pdf: bytes, *, name: str, by: Issued, look: Look, at: datetime = SIGNED_AT
    ) -> PrepareRequest:
        chain = (der(self.authority.sub),)
        return PrepareRequest(
            pdf=pdf, field=name, certificate=der(by), chain=chain, signing_time=at, look=look
        )

    def prepared(
        self, pdf: bytes, *, name: str, by: Issued, look: Look, at: datetime = SIGNED_AT
    ) -> Prepared:
        return prepare(self.request(pdf, name=name, by=by, look=look, at=at))

    def signed(
        self, pdf: bytes, *, name: str, by: Issued, look: Look, at: datetime = SIGNED_AT
    ) -> bytes:
        made = self.prepared(pdf, name=name, by=by, look=look, at=at)
        return finish(made, raw_signature(by, made.signed_attributes), der(by))

    def leader_signed(self, draft: bytes | None = None) -> bytes:
        look = Look(picture_png=signature_png())
        return self.signed(draft or notice(), name=LEADER_FIELD, by=self.pki.leader, look=look)

    def numbered(self, draft: bytes | None = None) -> Filled:
        return fill_number_and_date(self.leader_signed(draft), number_text=NUMBER, date_text=DATE)

    def sealed(self, pdf: bytes, look: Look | None = None) -> bytes:
        chosen = look or Look(picture_png=seal_png())
        return self.signed(pdf, name=ORGAN_FIELD, by=self.pki.organ, look=chosen)

    def trust_folder(self, folder: Path, revoked: tuple[Issued, ...] = ()) -> Path:
        write_trust(folder, self.authority, tuple(item.certificate for item in revoked))
        return folder
