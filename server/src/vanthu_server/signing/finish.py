import asyncio
import hashlib
import io

from asn1crypto import cms
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from vanthu_server.signing.certificate import external_signer, read_certificate
from vanthu_server.signing.prepare import Prepared
from vanthu_server.signing.problem import SigningProblem

_AGAIN = "Chuẩn bị lại văn bản và ký lại; nếu còn lỗi, chạy `vanthu-signer doctor`."


def finish(prepared: Prepared, signature: bytes, certificate: bytes) -> bytes:
    """Put `signature` (over prepared.signed_attributes) into the placeholder; return the file.

    `certificate` (DER) is the one the job was given to; nothing is embedded unless it is the
    prepared one and accepts the signature. Raises SigningProblem SIGN_SIGNATURE_WRONG. Runs its
    own event loop: call it from a worker thread.
    """
    if certificate != prepared.certificate:
        raise SigningProblem("SIGN_SIGNATURE_WRONG", "ký bằng chứng thư khác", _AGAIN)
    if hashlib.sha256(prepared.pdf).hexdigest() != prepared.prepared_sha256:
        raise SigningProblem("SIGN_SIGNATURE_WRONG", "tệp chuẩn bị đã bị đổi", _AGAIN)
    holder = read_certificate(certificate)
    if not holder.accepts(signature, prepared.signed_attributes):
        raise SigningProblem("SIGN_SIGNATURE_WRONG", "chữ ký không đúng khóa", _AGAIN)
    signer = external_signer(holder, prepared.chain, signature=signature)
    attributes = cms.CMSAttributes.load(prepared.signed_attributes)
    container = asyncio.run(signer.async_sign_prescribed_attributes("sha256", attributes))
    output = io.BytesIO(prepared.pdf)
    PreparedByteRangeDigest(
        prepared.document_digest, prepared.gap_start, prepared.gap_end
    ).fill_with_cms(output, container)
    return output.getvalue()
