"""What agent and token process say to each other, as JSON over standard input and output."""

from typing import Literal

import msgspec

from vanthu_signer.token import PinState, TokenCertificate, TokenSignature


class TokenTask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do with one token; `pin` only where the token must be opened."""

    action: Literal["status", "unlock", "certificates", "sign"]
    module: str
    label: str
    serial: str
    pin: str | None = None
    certificate_serial: str = ""
    signed_attributes: bytes = b""


class TokenOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: a rule's code with detail, or the result of the action."""

    code: str | None = None
    detail: str = ""
    pin_state: PinState | None = None
    certificates: tuple[TokenCertificate, ...] = ()
    signature: TokenSignature | None = None
