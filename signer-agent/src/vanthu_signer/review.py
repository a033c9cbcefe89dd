"""What the agent checks before it asks anybody; rules SG10 to SG19 of PROTOCOL.md.

The node is not believed: from the whole prepared file the agent finds out for itself what its
token would sign, and that this is the reviewed file with one signature added and nothing else.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import cms, core, tsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

from vanthu_signer.changes import Changes, changes_before
from vanthu_signer.difference import FIELDS_ONLY
from vanthu_signer.form import form_fields
from vanthu_signer.limits import EXPIRY_WARNING_DAYS, SIGNING_TIME_HOURS_MAX
from vanthu_signer.problem import SignerProblem
from vanthu_sync.agent_wire import PREPARED_BYTES_MAX, SigningJob

_WANTED_ATTRIBUTES: Final = {"content_type", "message_digest", "signing_certificate_v2"}
_SUBFILTER: Final = "/ETSI.CAdES.detached"
_SET_TAG: Final = 0x31
_BYTE_RANGE_PARTS: Final = 4


@dataclass(frozen=True)
class Reviewed:
    """A job that may be asked about: its file, the moment it will show, what came before."""

    job: SigningJob
    pdf: bytes
    page_count: int
    signing_time: datetime
    changes: Changes
    warning: str


def review(job: SigningJob, pdf: bytes, certificate: bytes, now: datetime) -> Reviewed:
    """Check the prepared file against the job and the certificate (DER) that is to sign.

    `now` is aware. Raises SignerProblem SG10 to SG19 for the first rule that is broken.
    """
    _check_bytes(job, pdf)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signature = _new_signature(reader, job, pdf)
        _check_byte_range(signature, pdf)
        _check_attributes(job, signature, pdf, certificate)
        warning = _check_certificate(job, certificate, now)
        signing_time = _signing_time(signature, now)
        changes = changes_before(reader, pdf[: job.reviewed_size])
        page_count = int(reader.root["/Pages"]["/Count"])
    except SignerProblem:
        raise
    except Exception as error:
        raise SignerProblem("SG12", f"không đọc được tệp: {type(error).__name__}") from error
    return Reviewed(job, pdf, page_count, signing_time, changes, warning)


def _check_bytes(job: SigningJob, pdf: bytes) -> None:
    """SG10 and SG11: the announced file, and it begins with the reviewed bytes."""
    same = len(pdf) == job.prepared_size <= PREPARED_BYTES_MAX
    if not same or hashlib.sha256(pdf).hexdigest() != job.prepared_sha256:
        raise SignerProblem("SG10")
    if not 0 < job.reviewed_size < len(pdf):
        raise SignerProblem("SG11", "kích thước sai")
    if hashlib.sha256(pdf[: job.reviewed_size]).hexdigest() != job.reviewed_sha256:
        raise SignerProblem("SG11")


def _new_signature(reader: PdfFileReader, job: SigningJob, pdf: bytes) -> generic.DictionaryObject:
    """SG12: one revision was added, it fills the job's field, and it changes nothing else."""
    before = PdfFileReader(io.BytesIO(pdf[: job.reviewed_size]), strict=False)
    if reader.encrypted or reader.total_revisions != before.total_revisions + 1:
        raise SignerProblem("SG12", "không phải đúng một lần cập nhật")
    fields, fields_before = form_fields(reader), form_fields(before)
    if job.field not in fields or job.field not in fields_before:
        raise SignerProblem("SG12", f"không có ô {job.field}")
    if "/V" in fields_before[job.field].get_object():
        raise SignerProblem("SG12", f"ô {job.field} đã ký")
    field = fields[job.field].get_object()
    if "/V" not in field:
        raise SignerProblem("SG12", f"ô {job.field} không chứa chữ ký")
    signature = field["/V"]
    if not isinstance(signature, generic.DictionaryObject) or signature["/Type"] != "/Sig":
        raise SignerProblem("SG12", f"ô {job.field} không chứa chữ ký")
    if signature["/SubFilter"] != _SUBFILTER:
        raise SignerProblem("SG12", "kiểu chữ ký khác")
    difference = FIELDS_ONLY.review_file(reader, before.total_revisions - 1)
    filled_only = isinstance(difference, DiffResult) and (
        difference.modification_level <= ModificationLevel.FORM_FILLING
        and difference.changed_form_fields <= {job.field}
    )
    if not filled_only:
        raise SignerProblem("SG12", "có thay đổi khác ngoài ô chữ ký")
    return signature


def _check_byte_range(signature: generic.DictionaryObject, pdf: bytes) -> None:
    """SG13: the whole file is signed but for the placeholder, which holds zeros only."""
    parts = [int(part) for part in signature["/ByteRange"]]
    if len(parts) != _BYTE_RANGE_PARTS or parts[0] != 0 or parts[2] + parts[3] != len(pdf):
        raise SignerProblem("SG13", "ByteRange")
    if not 0 < parts[1] < parts[2]:
        raise SignerProblem("SG13", "ByteRange")
    gap = pdf[parts[1] : parts[2]]
    if gap[:1] != b"<" or gap[-1:] != b">" or gap[1:-1].strip(b"0"):
        raise SignerProblem("SG13", "chỗ dành cho chữ ký không trống")


def _check_attributes(
    job: SigningJob, signature: generic.DictionaryObject, pdf: bytes, certificate: bytes
) -> None:
    """SG14 to SG16: only the allowed attributes, the digest of this file, this certificate."""
    attributes = _read_attributes(job.signed_attributes)
    if attributes["content_type"].native != "data":
        raise SignerProblem("SG14", "content_type")
    parts = [int(part) for part in signature["/ByteRange"]]
    digest = hashlib.sha256(pdf[: parts[1]] + pdf[parts[2] :]).digest()
    if attributes["message_digest"].native != digest:
        raise SignerProblem("SG15")
    bound = attributes["signing_certificate_v2"]["certs"]
    if len(bound) != 1 or not _binds(bound[0], certificate):
        raise SignerProblem("SG16", "thuộc tính trỏ tới chứng thư khác")


def _read_attributes(der: bytes) -> dict[str, core.Asn1Value]:
    """SG14: a DER SET of exactly the wanted attributes, each with one value."""
    try:
        parsed = cms.CMSAttributes.load(der, strict=True)
        values = {item["type"].native: item["values"] for item in parsed}
        canonical = cms.CMSAttributes(list(parsed)).dump(force=True)
    except (ValueError, TypeError) as error:
        raise SignerProblem("SG14", "không đúng dạng DER") from error
    if der[:1] != bytes([_SET_TAG]) or canonical != der:
        raise SignerProblem("SG14", "không đúng dạng DER")
    if set(values) != _WANTED_ATTRIBUTES or len(parsed) != len(_WANTED_ATTRIBUTES):
        raise SignerProblem("SG14", ", ".join(sorted(map(str, values))))
    if any(len(value) != 1 for value in values.values()):
        raise SignerProblem("SG14", "thuộc tính có nhiều giá trị")
    return {name: value[0] for name, value in values.items()}


def _binds(binding: tsp.ESSCertIDv2, certificate: bytes) -> bool:
    if binding["hash_algorithm"]["algorithm"].native != "sha256":
        return False
    return bool(binding["cert_hash"].native == hashlib.sha256(certificate).digest())


def _check_certificate(job: SigningJob, certificate: bytes, now: datetime) -> str:
    """SG16 and SG17; returns a warning when the certificate ends soon, else an empty text."""
    parsed = x509.Certificate.load(certificate)
    if f"{parsed.serial_number:x}" != job.certificate_serial:
        raise SignerProblem("SG16", job.certificate_serial)
    start, end = parsed.not_valid_before, parsed.not_valid_after
    if not start <= now <= end:
        raise SignerProblem("SG17", f"từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}")
    if end - now > timedelta(days=EXPIRY_WARNING_DAYS):
        return ""
    return f"Chứng thư hết hạn ngày {end:%d/%m/%Y}: hãy xin gia hạn ngay."


def _signing_time(signature: generic.DictionaryObject, now: datetime) -> datetime:
    """SG18: the moment that the file will show is near ours."""
    stated = generic.parse_pdf_date(str(signature["/M"]), strict=True)
    if stated.tzinfo is None or abs(stated - now) > timedelta(hours=SIGNING_TIME_HOURS_MAX):
        raise SignerProblem("SG18", f"{stated:%d/%m/%Y %H:%M}")
    return stated
