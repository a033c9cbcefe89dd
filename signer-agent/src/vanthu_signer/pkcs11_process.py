"""The token process: one task, then it ends (`python -m vanthu_signer.pkcs11_process`).

Why a process of its own: a PKCS #11 login belongs to the whole process, so a second session would
sign without any PIN; and after an error or a removed token only a fresh start is sure to work.
"""

import hashlib
import sys
from collections.abc import Iterator

import msgspec
import pkcs11
from asn1crypto import algos, x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag, exceptions
from pkcs11.types import SignMixin

from vanthu_signer.pkcs11_wire import TokenOutcome, TokenTask
from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import PinState, TokenCertificate, TokenSignature

_TASK_BYTES_MAX = 64 * 1024

_PIN_FLAGS = (
    (TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
    (TokenFlag.USER_PIN_FINAL_TRY, PinState.FINAL_TRY),
    (TokenFlag.USER_PIN_COUNT_LOW, PinState.COUNT_LOW),
)
_PIN_CODES = {PinState.LOCKED: "SG34", PinState.FINAL_TRY: "SG33"}


def pin_state(flags: TokenFlag) -> PinState:
    """Read the token's flags; the gravest counts."""
    return next((state for flag, state in _PIN_FLAGS if flag & flags), PinState.READY)


def perform(task: TokenTask) -> TokenOutcome:
    """Do the task. Raises SignerProblem SG31 to SG35."""
    token = _find(task)
    state = pin_state(token.flags)
    if task.action == "status":
        return TokenOutcome(pin_state=state)
    if task.action == "certificates":
        with token.open() as session:
            return TokenOutcome(certificates=tuple(_listed(session)))
    if state in _PIN_CODES:
        raise SignerProblem(_PIN_CODES[state], task.label)
    with token.open(user_pin=task.pin) as session:
        if task.action == "unlock":
            return TokenOutcome(pin_state=state)
        return TokenOutcome(signature=_sign(session, task))


def _find(task: TokenTask) -> pkcs11.Token:
    """The token with that label and serial; never by slot number."""
    found = [
        token
        for token in pkcs11.lib(task.module).get_tokens(token_label=task.label)
        if _text(token.serial) == task.serial
    ]
    if len(found) != 1:
        raise SignerProblem("SG31", f"“{task.label}” số {task.serial}")
    return found[0]


def _text(serial: bytes | str) -> str:
    return serial.decode("ascii", "replace").strip() if isinstance(serial, bytes) else serial


def _certificate_objects(session: pkcs11.Session) -> Iterator[tuple[bytes, TokenCertificate]]:
    for item in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        der = bytes(item[Attribute.VALUE])
        serial = x509.Certificate.load(der).serial_number
        yield bytes(item[Attribute.ID]), TokenCertificate(der=der, serial=f"{serial:x}")


def _listed(session: pkcs11.Session) -> Iterator[TokenCertificate]:
    for _, certificate in _certificate_objects(session):
        if not x509.Certificate.load(certificate.der).ca:
            yield certificate


def _sign(session: pkcs11.Session, task: TokenTask) -> TokenSignature:
    ids = [
        key_id
        for key_id, certificate in _certificate_objects(session)
        if certificate.serial == task.certificate_serial
    ]
    if len(ids) != 1:
        raise SignerProblem("SG31", f"chứng thư {task.certificate_serial}")
    key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=ids[0])
    assert isinstance(key, SignMixin)
    digest = hashlib.sha256(task.signed_attributes).digest()
    if key.key_type == KeyType.RSA:
        info = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": digest})
        signature = bytes(key.sign(info.dump(), mechanism=Mechanism.RSA_PKCS))
        return TokenSignature(algorithm="rsa_pkcs1_sha256", signature=signature)
    raw = bytes(key.sign(digest, mechanism=Mechanism.ECDSA))
    half = len(raw) // 2
    r, s = int.from_bytes(raw[:half]), int.from_bytes(raw[half:])
    return TokenSignature(algorithm="ecdsa_sha256", signature=encode_dss_signature(r, s))


def _outcome(task: TokenTask) -> TokenOutcome:
    try:
        return perform(task)
    except SignerProblem as problem:
        return TokenOutcome(code=problem.code, detail=problem.detail)
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange):
        return TokenOutcome(code="SG32", detail=task.label)
    except exceptions.PinLocked:
        return TokenOutcome(code="SG34", detail=task.label)
    except (exceptions.NoSuchToken, exceptions.TokenNotPresent, exceptions.DeviceRemoved):
        return TokenOutcome(code="SG31", detail=task.label)
    except (exceptions.NoSuchKey, exceptions.MultipleObjectsReturned):
        return TokenOutcome(code="SG31", detail=f"khóa của {task.certificate_serial}")
    except (pkcs11.PKCS11Error, RuntimeError, ValueError) as error:
        return TokenOutcome(code="SG35", detail=type(error).__name__)


def main() -> int:
    """Read one task from standard input, write its outcome to standard output."""
    task = msgspec.json.decode(sys.stdin.buffer.read(_TASK_BYTES_MAX), type=TokenTask)
    sys.stdout.buffer.write(msgspec.json.encode(_outcome(task)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
