"""What a signature looks like: the policy's lines, and the picture kept for its holder."""

import base64
from pathlib import Path
from typing import Final

from asn1crypto import x509

from vanthu_server.commune.domain.sign_job import JobRole
from vanthu_server.commune.services.signed_check import trusted
from vanthu_server.policy.policy import Policy
from vanthu_server.policy.values import SignatureLine
from vanthu_server.signing.look import Look
from vanthu_sync.events import CertificateBound

PICTURE_BYTES_MAX: Final = 512 * 1024
"""What `signing` takes; a seal or a handwriting at 600 dpi is far smaller."""

CHAIN_MAX: Final = 4
"""Intermediates between a certificate and its root; real chains have one or two."""


class Looks:
    """Pictures lie in a folder, one PNG a holder: an account, or an organ's id."""

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures

    def look(self, role: JobRole, *, bound: CertificateBound, policy: Policy) -> Look:
        """Return picture and lines (`sign.person.text`, `sign.organ.text`)."""
        lines = policy.sign.person.text if role == "person" else policy.sign.organ.text
        picture = self._picture(bound.holder)
        named = {SignatureLine.LABEL, SignatureLine.NAME} & set(lines)
        return Look(
            picture_png=picture,
            label=_common_name(bound) if named or picture is None else None,
            agency=_organisation(bound) if SignatureLine.AGENCY in lines else None,
            show_time=SignatureLine.TIME in lines or picture is None,
        )

    def chain(self, certificate: bytes, *, trust: Path) -> tuple[bytes, ...]:
        """Return the intermediates (DER) from `certificate` towards its root.

        Raises Refused(SIGNING_FAILED) for a trust folder that cannot be used.
        """
        known = trusted(trust).intermediates
        chain: list[bytes] = []
        issuer = x509.Certificate.load(certificate).issuer
        while len(chain) < CHAIN_MAX:
            step = next((each for each in known if each.subject == issuer), None)
            if step is None:
                break
            chain.append(step.dump())
            issuer = step.issuer
        return tuple(chain)

    def _picture(self, holder: str) -> bytes | None:
        path = self._pictures / f"{holder}.png"
        if not path.is_file() or path.stat().st_size > PICTURE_BYTES_MAX:
            return None
        return path.read_bytes()


def _common_name(bound: CertificateBound) -> str:
    return _part(bound, "common_name")


def _organisation(bound: CertificateBound) -> str:
    return _part(bound, "organization_name")


def _part(bound: CertificateBound, name: str) -> str:
    subject = x509.Certificate.load(base64.b64decode(bound.der)).subject.native
    return str(subject.get(name, ""))
