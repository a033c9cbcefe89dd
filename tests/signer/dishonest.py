import asyncio
import hashlib
import io
from collections.abc import Callable

from msgspec.structs import replace
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import ExternalSigner, PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigner

from tests.signer.jobs import Case
from tests.signing.office import SIGNED_AT
from vanthu_server.signing.certificate import check_certificate, external_signer
from vanthu_sync.agent_wire import SigningJob


def slipped_in(
    case: Case, change: Callable[[IncrementalPdfFileWriter], None]
) -> tuple[SigningJob, bytes]:
    """The job of a node that makes `change` in the same revision as the signature field."""
    reviewed = case.prepared.pdf[: case.job.reviewed_size]
    writer = IncrementalPdfFileWriter(io.BytesIO(reviewed))
    change(writer)
    signer = external_signer(check_certificate(case.certificate, SIGNED_AT), (), signature=512)
    pdf, attributes = asyncio.run(_prepared(writer, signer, case.job.field))
    job = replace(
        case.job,
        prepared_sha256=hashlib.sha256(pdf).hexdigest(),
        prepared_size=len(pdf),
        signed_attributes=attributes,
    )
    return job, pdf


async def _prepared(
    writer: IncrementalPdfFileWriter, signer: ExternalSigner, field: str
) -> tuple[bytes, bytes]:
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    session = PdfSigner(meta, signer).init_signing_session(writer, existing_fields_only=True)
    session.system_time = SIGNED_AT
    document = session.prepare_tbs_document(None, 16384)
    output = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    attributes = await signer.signed_attrs(
        digest.document_digest, "sha256", attr_settings=PdfCMSSignedAttributes(), use_pades=True
    )
    return output.getvalue(), bytes(attributes.dump())
