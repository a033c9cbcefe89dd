"""The prepared file: all that is visible and signed, made by the server, still without signature.

The result is plain data (`Prepared` goes through msgspec), so a node may stop between preparing
and finishing. Level PAdES B-B (EN 319 142-1): the signing time stands in /M and, where the policy
wants it, in the visible text; that standard forbids the CMS signing-time attribute, so there is
none to differ.
"""

import asyncio
import hashlib
import io
from datetime import datetime

import msgspec
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner, PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigner
from pyhanko.stamp import StaticStampStyle

from vanthu_server.signing.certificate import check_certificate, external_signer
from vanthu_server.signing.form import form_fields
from vanthu_server.signing.limits import CONTENTS_HEX_DIGITS
from vanthu_server.signing.look import Look, LookContent
from vanthu_server.signing.opening import reading_pdf
from vanthu_server.signing.problem import SigningProblem


class PrepareRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed, where, by which certificate (DER), with what look, at which moment.

    `chain` holds the intermediate certificates (DER) that travel in the signature, without the
    root. `signing_time` is aware, in +07:00 for people to read.
    """

    pdf: bytes
    field: str
    certificate: bytes
    chain: tuple[bytes, ...]
    signing_time: datetime
    look: Look = Look()


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The prepared file and what `finish` and the agent's job need; digests are hex SHA-256.

    `gap_start` and `gap_end` are the offsets of the placeholder with its angle brackets.
    """

    pdf: bytes
    field: str
    reviewed_sha256: str
    reviewed_size: int
    prepared_sha256: str
    signed_attributes: bytes
    document_digest: bytes
    gap_start: int
    gap_end: int
    certificate: bytes
    chain: tuple[bytes, ...]


def prepare(request: PrepareRequest) -> Prepared:
    """Add look and signature placeholder as one revision, and make the signed attributes (DER).

    Runs its own event loop: call it from a worker thread, not from a coroutine. Raises
    SigningProblem: SIGN_FIELD_MISSING, SIGN_FIELD_TAKEN, SIGN_CERTIFICATE_UNFIT,
    SIGN_CERTIFICATE_OUT_OF_DATE, SIGN_TIME_WITHOUT_ZONE, and those of look and file.
    """
    if request.signing_time.tzinfo is None:
        raise SigningProblem(
            "SIGN_TIME_WITHOUT_ZONE", request.signing_time.isoformat(), "Báo quản trị hệ thống."
        )
    certificate = check_certificate(request.certificate, request.signing_time)
    signer = external_signer(certificate, request.chain, signature=certificate.signature_bytes_max)
    with reading_pdf(request.pdf) as stream:
        writer = IncrementalPdfFileWriter(stream)
        style = _style(writer, request)
        pdf, digest = asyncio.run(_write(writer, signer, style, request))
        attributes = asyncio.run(_signed_attributes(signer, digest.document_digest))
    return Prepared(
        pdf=pdf,
        field=request.field,
        reviewed_sha256=hashlib.sha256(request.pdf).hexdigest(),
        reviewed_size=len(request.pdf),
        prepared_sha256=hashlib.sha256(pdf).hexdigest(),
        signed_attributes=attributes,
        document_digest=digest.document_digest,
        gap_start=digest.reserved_region_start,
        gap_end=digest.reserved_region_end,
        certificate=request.certificate,
        chain=request.chain,
    )


def _style(writer: IncrementalPdfFileWriter, request: PrepareRequest) -> StaticStampStyle:
    fields = form_fields(writer)
    if request.field not in fields:
        raise SigningProblem(
            "SIGN_FIELD_MISSING", request.field, "Dùng dự thảo do hệ thống sắp chữ, trình ký lại."
        )
    field = fields[request.field].get_object()
    if "/V" in field:
        raise SigningProblem("SIGN_FIELD_TAKEN", request.field, "Mở văn bản để xem chữ ký đã có.")
    x0, y0, x1, y1 = (float(value) for value in field["/Rect"])
    lines = request.look.lines(request.signing_time)
    return StaticStampStyle(
        border_width=0,
        background=LookContent(request.look, lines, width=x1 - x0, height=y1 - y0),
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN,
            y_align=layout.AxisAlignment.ALIGN_MIN,
            margins=layout.Margins(),
        ),
    )


async def _write(
    writer: IncrementalPdfFileWriter,
    signer: ExternalSigner,
    style: StaticStampStyle,
    request: PrepareRequest,
) -> tuple[bytes, PreparedByteRangeDigest]:
    meta = PdfSignatureMetadata(
        field_name=request.field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    pdf_signer = PdfSigner(meta, signer, stamp_style=style)
    session = pdf_signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = request.signing_time
    known = await session.perform_presign_validation(writer)
    document = session.prepare_tbs_document(known, CONTENTS_HEX_DIGITS)
    output = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    return output.getvalue(), digest


async def _signed_attributes(signer: ExternalSigner, document_digest: bytes) -> bytes:
    attributes = await signer.signed_attrs(
        document_digest, "sha256", attr_settings=PdfCMSSignedAttributes(), use_pades=True
    )
    return bytes(attributes.dump())
