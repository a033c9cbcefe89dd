"""The P-256 key of a device as WebCrypto has it: a raw point, signatures r ‖ s (DV)."""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

POINT_BYTES: Final = 65
"""An uncompressed point: 4, x, y."""

SIGNATURE_BYTES: Final = 64


def is_point(public: bytes) -> bool:
    """Tell whether `public` is a point of the curve."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError:
        return False
    return len(public) == POINT_BYTES


def verify_device(public: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether `signature` over `data` is by the point `public`; False if malformed."""
    if len(signature) != SIGNATURE_BYTES or len(public) != POINT_BYTES:
        return False
    half = SIGNATURE_BYTES // 2
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        key.verify(encode_dss_signature(r, s), data, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
