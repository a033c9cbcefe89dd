"""The port to what holds a signing key: a smart card or USB token, or a test key in a file.

Rules (PROTOCOL.md): chosen by label and serial, never by slot (SG30); one PIN try an action
(SG32); nothing at the final try (SG33). A token hashes what it is given itself, so that nobody can
hand it a bare hash.
"""

import enum
from typing import Protocol

import msgspec

from vanthu_sync.agent_wire import SignatureAlgorithm

TEST_KEY_NAME = "khóa thử nghiệm"
"""What a key in a file is called wherever it is shown (SG37)."""


class PinState(enum.StrEnum):
    """What the token says of its PIN before a try (PKCS #11: CKF_USER_PIN_*)."""

    READY = "ready"
    COUNT_LOW = "count_low"
    FINAL_TRY = "final_try"
    LOCKED = "locked"


class TokenCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate whose key the token holds: DER, and its serial number as lower-case hex."""

    der: bytes
    serial: str


class TokenSignature(msgspec.Struct, frozen=True, kw_only=True):
    """RSA PKCS #1 v1.5, or ECDSA as DER; both with SHA-256."""

    algorithm: SignatureAlgorithm
    signature: bytes


class Token(Protocol):
    """One token. Methods raise SignerProblem SG30 to SG35."""

    @property
    def label(self) -> str:
        """The token's own name."""
        ...

    @property
    def serial(self) -> str:
        """The token's serial number; for a test key a digest of its file."""
        ...

    @property
    def test_key(self) -> bool:
        """Whether this is a key in a file, for trying things out only."""
        ...

    def pin_state(self) -> PinState:
        """Say how many tries are left, without trying."""
        ...

    def unlock(self, pin: str) -> None:
        """Try the PIN once. Raises SG32, SG33 (not tried), SG34."""
        ...

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """The certificates that have a key here; a PKCS #12 file must be unlocked first."""
        ...

    def sign(self, certificate_serial: str, signed_attributes: bytes, pin: str) -> TokenSignature:
        """Sign the DER of CMS signed attributes with the key of that certificate."""
        ...
