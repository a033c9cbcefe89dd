import asyncio
import io

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signing.office import SIGNED_AT, der
from tools.test_pki import Issued


def with_timestamp(pdf: bytes, signer: Issued, authority: Issued) -> bytes:
    """Sign the leader's field with a timestamp of SIGNED_AT in the signature (PAdES B-T)."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated upstream
    local = SimpleSigner(_certificate(signer), _key(signer), store)
    stamper = DummyTimeStamper(_certificate(authority), _key(authority), fixed_dt=SIGNED_AT)
    meta = PdfSignatureMetadata(
        field_name="ChuKyLanhDao", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    output = io.BytesIO()
    signing = PdfSigner(meta, local, timestamper=stamper).async_sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output, existing_fields_only=True
    )
    asyncio.run(signing)
    return output.getvalue()


def _certificate(issued: Issued) -> x509.Certificate:
    return x509.Certificate.load(der(issued))


def _key(issued: Issued) -> keys.PrivateKeyInfo:
    plain = issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(plain)
