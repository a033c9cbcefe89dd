"""State secrets are refused, doubtful texts asked about, look-alikes let pass."""

import json
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from vanthu_server.intake.secrecy import (
    SecrecyFinding,
    SecrecyOutcome,
    SecrecyPlace,
    check_secrecy,
)
from vanthu_sync.errors import ERRORS

VECTORS: dict[str, list[dict[str, str]]] = json.loads(
    (Path(__file__).parent / "secrecy_vectors.json").read_text(encoding="utf-8")
)
INNOCENT = "Về việc mời họp"


def found(vector: dict[str, str]) -> SecrecyFinding:
    return check_secrecy(
        vector.get("marking"), vector.get("page1"), vector.get("subject", INNOCENT)
    )


def cases(outcome: str) -> list[ParameterSet]:
    return [pytest.param(vector, id=f"{n:02}") for n, vector in enumerate(VECTORS[outcome])]


@pytest.mark.parametrize("vector", cases("refuse"))
def test_a_marked_document_is_refused_with_the_paper_procedure(vector: dict[str, str]) -> None:
    """R-GEN-01, R-SEC-08."""
    finding = found(vector)
    assert finding.outcome is SecrecyOutcome.REFUSE, finding
    assert finding.code == "SECRET_REFUSED"
    assert "bản giấy" in ERRORS[finding.code].next_step


@pytest.mark.parametrize("vector", cases("warn"))
def test_a_doubtful_document_is_asked_about(vector: dict[str, str]) -> None:
    """R-SEC-09."""
    finding = found(vector)
    assert finding.outcome is SecrecyOutcome.WARN, finding
    assert finding.code == "SECRECY_SUSPECTED"
    assert finding.found[0].words in finding.detail
    assert "Không phải văn bản mật" in ERRORS[finding.code].next_step


@pytest.mark.parametrize("vector", cases("clear"))
def test_a_document_that_only_looks_secret_passes_without_a_word(vector: dict[str, str]) -> None:
    """R-GEN-01: bảo mật, mật khẩu, mật ong, phường Mật Sơn are no secrets."""
    assert found(vector) == SecrecyFinding(outcome=SecrecyOutcome.CLEAR)
    assert found(vector).code == found(vector).detail == ""


def test_there_are_enough_vectors_and_none_twice() -> None:
    texts = [json.dumps(vector) for group in VECTORS.values() for vector in group]
    assert len(set(texts)) == len(texts)
    assert len(VECTORS["clear"]) >= 60
    assert len(VECTORS["refuse"]) >= 20


def test_every_place_where_a_mark_was_seen_is_named() -> None:
    finding = check_secrecy("Mật", "TỐI MẬT\nSố: 1\nTỐI MẬT", "Báo cáo tuyệt mật")
    assert [(mark.words, mark.place) for mark in finding.found] == [
        ("MẬT", SecrecyPlace.MARKING),
        ("TỐI MẬT", SecrecyPlace.PAGE1),
    ]
    assert finding.detail == "thấy “MẬT” ở ô Độ mật; thấy “TỐI MẬT” ở trang 1 của tệp"


def test_a_page_without_text_and_without_marks_is_clear() -> None:
    assert check_secrecy(None, None, "").outcome is SecrecyOutcome.CLEAR
