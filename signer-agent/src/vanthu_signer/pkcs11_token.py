import subprocess
import sys
from pathlib import Path

import msgspec

from vanthu_signer.limits import MODULES_MAX, TOKEN_REPLY_BYTES_MAX, TOKEN_SECONDS_MAX
from vanthu_signer.pkcs11_wire import TokenOutcome, TokenTask
from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import PinState, TokenCertificate, TokenSignature

_PROCESS = "vanthu_signer.pkcs11_process"


class Pkcs11Token:
    """The Token port over a PKCS #11 driver; every call is a process of its own."""

    test_key = False

    def __init__(self, *, module: Path, label: str, serial: str) -> None:
        self._module = module
        self.label = label
        self.serial = serial

    def pin_state(self) -> PinState:
        """Ask the token for its flags; nothing is tried."""
        state = self._ask(self._task("status")).pin_state
        assert state is not None
        return state

    def unlock(self, pin: str) -> None:
        """Log in once and out again."""
        self._ask(self._task("unlock", pin=pin))

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """The end-entity certificates on the token; needs no PIN."""
        return self._ask(self._task("certificates")).certificates

    def sign(self, certificate_serial: str, signed_attributes: bytes, pin: str) -> TokenSignature:
        """Log in, sign with the key of that certificate, log out."""
        task = msgspec.structs.replace(
            self._task("sign", pin=pin),
            certificate_serial=certificate_serial,
            signed_attributes=signed_attributes,
        )
        signature = self._ask(task).signature
        assert signature is not None
        return signature

    def _task(self, action: str, pin: str | None = None) -> TokenTask:
        return msgspec.convert(
            {
                "action": action,
                "module": str(self._module),
                "label": self.label,
                "serial": self.serial,
                "pin": pin,
            },
            TokenTask,
        )

    def _ask(self, task: TokenTask) -> TokenOutcome:
        """Run the token process; the PIN goes through its standard input and nowhere else."""
        try:
            process = subprocess.run(
                [sys.executable, "-m", _PROCESS],
                input=msgspec.json.encode(task),
                capture_output=True,
                timeout=TOKEN_SECONDS_MAX,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise SignerProblem("SG35", f"{self.label} không trả lời") from error
        if process.returncode != 0 or len(process.stdout) > TOKEN_REPLY_BYTES_MAX:
            raise SignerProblem("SG35", f"{self.label}, mã thoát {process.returncode}")
        outcome = msgspec.json.decode(process.stdout, type=TokenOutcome)
        if outcome.code is not None:
            raise SignerProblem(outcome.code, outcome.detail)
        return outcome


def allowed_modules(listing: Path) -> tuple[Path, ...]:
    """Read the administrator's list: one absolute path a line, # begins a comment (SG30)."""
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SignerProblem("SG30", f"không đọc được tệp danh sách {listing.name}") from error
    paths = [Path(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    if len(paths) > MODULES_MAX or not all(path.is_absolute() for path in paths):
        raise SignerProblem("SG30", f"tệp danh sách {listing.name} sai")
    return tuple(paths)


def check_module(module: Path, listing: Path) -> None:
    """Raise SG30 unless `module` stands in the list, letter for letter."""
    if module not in allowed_modules(listing):
        raise SignerProblem("SG30", str(module))
