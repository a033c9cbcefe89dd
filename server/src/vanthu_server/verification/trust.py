from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509

from vanthu_server.verification.limits import TRUST_FILE_BYTES_MAX, TRUST_FILES_MAX

_CERTIFICATE_SUFFIXES = {".pem", ".crt", ".cer"}
_CRL_SUFFIX = ".crl"


class TrustProblem(Exception):
    """A trust folder that cannot be used; the text is Vietnamese and names the file."""


@dataclass(frozen=True)
class TrustStore:
    """Roots that are trusted, intermediates that help to reach them, CRLs."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]


NOBODY_TRUSTED = TrustStore((), (), ())


def load_trust(folder: Path) -> TrustStore:
    """Read every certificate (*.pem, *.crt, *.cer) and CRL (*.crl) below `folder`, DER or PEM.

    A self-signed certificate there is a root, any other an intermediate. Raises TrustProblem
    when the folder is missing, too full, or a file is not what its name says.
    """
    if not folder.is_dir():
        raise TrustProblem(f"Không có thư mục chứng thư tin cậy {folder.name}.")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if len(files) > TRUST_FILES_MAX:
        raise TrustProblem(f"Thư mục {folder.name} có quá {TRUST_FILES_MAX} tệp.")
    certificates = [item for path in files for item in _certificates(path)]
    return TrustStore(
        roots=tuple(item for item in certificates if item.self_signed != "no"),
        intermediates=tuple(item for item in certificates if item.self_signed == "no"),
        crls=tuple(item for path in files for item in _crls(path)),
    )


def _certificates(path: Path) -> Iterator[x509.Certificate]:
    if path.suffix.lower() in _CERTIFICATE_SUFFIXES:
        for der in _ders(path):
            yield _parsed(x509.Certificate, der, path)


def _crls(path: Path) -> Iterator[crl.CertificateList]:
    if path.suffix.lower() == _CRL_SUFFIX:
        for der in _ders(path):
            yield _parsed(crl.CertificateList, der, path)


def _ders(path: Path) -> Iterator[bytes]:
    if path.stat().st_size > TRUST_FILE_BYTES_MAX:
        raise TrustProblem(f"Tệp {path.name} lớn quá {TRUST_FILE_BYTES_MAX} byte.")
    data = path.read_bytes()
    if not pem.detect(data):
        yield data
        return
    try:
        for _, _, der in pem.unarmor(data, multiple=True):
            yield der
    except ValueError as error:
        raise TrustProblem(f"Tệp {path.name} hỏng: {error}.") from error


def _parsed(kind: Any, der: bytes, path: Path) -> Any:  # noqa: ANN401 (asn1crypto has no types)
    try:
        value = kind.load(der, strict=True)
        _ = value.native  # asn1crypto parses on demand; a broken file must fail here
    except (ValueError, TypeError) as error:
        raise TrustProblem(f"Tệp {path.name} không đọc được: {error}.") from error
    return value
