"""The page is the law: every code and every rule stands there, and every rule has its test."""

import re
from pathlib import Path

from vanthu_signer.problem import TITLES

TESTS = Path(__file__).parent
PAGE = TESTS.parents[1] / "signer-agent" / "PROTOCOL.md"

RULES = set(re.findall(r"^- \*\*(SG\d+)\*\*", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def _cited() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    names = [name for text in sources for name in re.findall(r"def (test_\w+)", text)]
    return {rule.upper() for name in names for rule in re.findall(r"sg\d+", name)}


def test_every_code_is_a_rule_of_the_page() -> None:
    assert set(TITLES) <= RULES


def test_every_rule_is_cited_by_a_test() -> None:
    assert _cited() == RULES
