import os
import sys
from pathlib import Path

import pytest
from pkcs11 import TokenFlag

from tests.signer.softhsm import MODULE, PIN, make_token, prepare_softhsm
from tests.signing.office import Office, serial_hex
from vanthu_signer.pkcs11_process import pin_state
from vanthu_signer.pkcs11_token import Pkcs11Token, allowed_modules, check_module
from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import PinState


def test_sg30_only_drivers_of_the_administrators_list_are_loaded(tmp_path: Path) -> None:
    listing = tmp_path / "modules.txt"
    allowed = tmp_path / "driver.so"
    listing.write_text(f"# trình điều khiển\n\n{allowed}\n", encoding="utf-8")
    check_module(allowed, listing)
    assert allowed_modules(listing) == (allowed,)
    for module in (tmp_path / "other.so", Path("driver.so"), tmp_path / "x" / ".." / "driver.so"):
        with pytest.raises(SignerProblem) as caught:
            check_module(module, listing)
        assert caught.value.code == "SG30"


def test_sg30_a_missing_list_or_a_relative_path_in_it_allows_nothing(tmp_path: Path) -> None:
    listing = tmp_path / "modules.txt"
    for write in (lambda: None, lambda: listing.write_text("driver.so\n", encoding="utf-8")):
        write()
        with pytest.raises(SignerProblem) as caught:
            check_module(tmp_path / "driver.so", listing)
        assert caught.value.code == "SG30"


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (TokenFlag.LOGIN_REQUIRED, PinState.READY),
        (TokenFlag.USER_PIN_COUNT_LOW, PinState.COUNT_LOW),
        (TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY, PinState.FINAL_TRY),
        (TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
    ],
)
def test_sg33_the_gravest_flag_counts(*, flags: TokenFlag, state: PinState) -> None:
    assert pin_state(flags) == state


def test_sg31_a_token_is_found_by_label_and_serial_together(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", os.environ.get("SOFTHSM2_CONF", ""))
    prepare_softhsm(tmp_path)
    made = make_token(tmp_path, "leader", office.pki.leader)
    for label, serial in (("leader", "0000"), ("other", made.serial)):
        token = Pkcs11Token(module=MODULE, label=label, serial=serial)
        with pytest.raises(SignerProblem) as caught:
            token.sign(serial_hex(office.pki.leader), b"1", PIN)
        assert caught.value.code == "SG31"


def test_sg35_a_driver_that_is_none_is_a_named_fault(tmp_path: Path) -> None:
    for module in (tmp_path / "missing.so", Path(sys.executable)):
        token = Pkcs11Token(module=module, label="leader", serial="1")
        with pytest.raises(SignerProblem) as caught:
            token.pin_state()
        assert caught.value.code == "SG35"
