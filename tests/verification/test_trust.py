from pathlib import Path

import pytest

from tests.signing.office import Office
from vanthu_server.verification.trust import TrustProblem, load_trust


def test_a_self_signed_certificate_is_a_root_and_any_other_an_intermediate(
    office: Office, tmp_path: Path
) -> None:
    """R-SIG-01: the trust list is a folder that an administrator fills."""
    trust = load_trust(office.trust_folder(tmp_path))
    assert [item.subject.native["common_name"] for item in trust.roots] == ["Root CA THỬ NGHIỆM"]
    assert len(trust.intermediates) == 1
    assert len(trust.crls) == 2


def test_a_broken_file_is_named(office: Office, tmp_path: Path) -> None:
    office.trust_folder(tmp_path)
    for name in ("hong.crt", "hong.crl"):
        broken = tmp_path / name
        broken.write_bytes(b"not a certificate")
        with pytest.raises(TrustProblem, match=name):
            load_trust(tmp_path)
        broken.unlink()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrustProblem, match="khong-co"):
        load_trust(tmp_path / "khong-co")
