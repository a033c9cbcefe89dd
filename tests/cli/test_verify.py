"""`vanthu verify FILE`, run as a person runs it."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.signing.drafts import notice
from tests.signing.office import Office
from tests.verification import tampering
from vanthu_server.cli import verify

office = Office()


@pytest.fixture(scope="module")
def trust_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office.trust_folder(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return office.sealed(office.numbered().pdf)


def _run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    verify.add_parser(parser.add_subparsers())
    chosen = parser.parse_args(["verify", *map(str, words)])
    return int(chosen.run(chosen))


def test_each_outcome_has_its_exit_code(
    sealed: bytes, trust_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-SIG-20: 0 valid, 1 invalid, 2 undetermined, 3 no signature."""
    invalid = tampering.updated(sealed, tampering.add_note)
    outcomes = {}
    for name, data in (("hop-le", sealed), ("sua", invalid), ("hong", b"%PDF"), ("tho", notice())):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(data)
        outcomes[name] = _run(file, "--trust", trust_folder)
    assert outcomes == {"hop-le": 0, "sua": 1, "hong": 2, "tho": 3}
    assert "hop-le.pdf: hợp lệ" in capsys.readouterr().out


def test_json_holds_every_signature_with_its_reasons(
    sealed: bytes, trust_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "van-ban.pdf"
    file.write_bytes(sealed)
    assert _run(file, "--trust", trust_folder, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["state"] == "valid"
    assert [row["field"] for row in report["signatures"]] == ["ChuKyLanhDao", "DauCoQuan"]
    assert datetime.fromisoformat(report["checked_at"]).tzinfo == UTC


def test_a_policy_is_applied_by_its_key(
    sealed: bytes, trust_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-SIG-14."""
    file = tmp_path / "van-ban.pdf"
    file.write_bytes(sealed)
    assert _run(file, "--trust", trust_folder, "--policy", "003-lai-chau-sct-2019") == 2
    assert "POLICY_TIMESTAMP_MISSING" in capsys.readouterr().out
    assert _run(file, "--trust", trust_folder, "--policy", "khong-co") == 2
    assert "POLICY_UNKNOWN" in capsys.readouterr().err


def test_without_trust_folder_nothing_is_valid_and_the_next_step_is_said(
    sealed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "van-ban.pdf"
    file.write_bytes(sealed)
    assert _run(file) == 2
    assert "TRUST_STORE_EMPTY" in capsys.readouterr().out
    assert _run(tmp_path / "khong-co.pdf") == 2
    assert "FILE_UNREADABLE" in capsys.readouterr().out
