"""PROTOCOL.md is the law: its rules are numbered, cited and proven, its tables are the code's."""

import re
from pathlib import Path

import pytest

from tools import protocol_tables

ROOT = Path(__file__).parents[2]
PAGE = protocol_tables.TARGET.read_text(encoding="utf-8")

SECTIONS = ("JN", "NB", "SE", "WI", "DV", "LK", "CK", "TX", "EV", "ER")
RULE = re.compile(rf"^- \*\*((?:{'|'.join(SECTIONS)})\d+)\.\*\*", re.MULTILINE)
CITED = re.compile(rf"\b(?:{'|'.join(SECTIONS)})\d+\b")
TEST = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
SHORT = re.compile(rf"(?<=_)(?:{'|'.join(SECTIONS).lower()})\d+(?=_)")

ELSEWHERE = {
    "SE4": "the node's command desk",
    "WI5": "the node's uploads",
    "DV2": "the node's devices",
    "DV4": "the node's devices",
    "DV5": "the node's devices",
    "DV6": "the node's devices",
    "LK1": "the hub's pairing",
    "LK7": "the hub's sessions of guests",
    "LK8": "the hub's take-overs",
    "LK9": "the province page and the courier",
    "EV3": "the hub's letters",
    "NB16": "the node's outgoing books",
    "NB18": "the province's delegation",
    "NB19": "the node's register",
    "NB27": "the node's take-over",
    "NB28": "followers",
    "NB29": "branches",
}
"""Rules that the pure core cannot prove, and who keeps them."""


def rules(page: str) -> list[str]:
    """The numbers of a page's rules, in order."""
    return RULE.findall(page)


def unknown_rules(text: str, page: str) -> set[str]:
    """Rules that a text cites and the page has not."""
    return set(CITED.findall(text)) - set(rules(page))


def proven(names: list[str]) -> set[str]:
    """Rules that the names of tests cite; `jn2_to_jn4` cites all three."""
    found: set[str] = set()
    for name in names:
        cited = [rule.upper() for rule in SHORT.findall(name)]
        found |= set(cited)
        if "_to_" in name and len(cited) > 1:
            part, first, last = cited[0][:2], int(cited[0][2:]), int(cited[1][2:])
            found |= {f"{part}{number}" for number in range(first, last + 1)}
    return found


def sources() -> list[Path]:
    folders = ("sync/src", "server/src", "signer-agent/src", "tests")
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


@pytest.mark.parametrize("part", SECTIONS)
def test_the_rules_of_a_part_count_from_one(part: str) -> None:
    numbers = [int(rule[2:]) for rule in rules(PAGE) if rule.startswith(part)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_every_rule_that_is_cited_exists() -> None:
    here = Path(__file__)
    said = {
        str(path.relative_to(ROOT)): unknown_rules(path.read_text(encoding="utf-8"), PAGE)
        for path in sources()
        if path != here
    }
    assert not {path: unknown for path, unknown in said.items() if unknown}


def test_every_rule_of_the_core_is_cited_by_a_test_here() -> None:
    tests = Path(__file__).parent.glob("test_*.py")
    names = [name for path in tests for name in TEST.findall(path.read_text(encoding="utf-8"))]
    assert set(rules(PAGE)) - proven(names) == set(ELSEWHERE)


def test_a_rule_that_the_core_cannot_prove_is_cited_by_a_test_elsewhere() -> None:
    tests = Path(__file__).parents[1].rglob("test_*.py")
    texts = [path.read_text(encoding="utf-8") for path in tests if path != Path(__file__)]
    cited = {rule for text in texts for name in TEST.findall(text) for rule in proven([name])}
    numbering = {rule for rule in ELSEWHERE if rule.startswith("NB")}
    assert numbering <= cited


def test_every_limit_that_the_page_names_exists() -> None:
    table = protocol_tables.tables()["limits"]
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)*_(?:MAX|HEX|BYTES))`", PAGE))
    assert named
    assert all(f"| `{name}` |" in table for name in named)


def test_every_table_is_up_to_date() -> None:
    assert protocol_tables.filled(PAGE) == PAGE, "run tools/protocol_tables.py"


def test_check_fails_when_a_table_was_edited_and_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "PROTOCOL.md"
    page.write_text(PAGE.replace("`OP_REUSED` | 409", "`OP_REUSED` | 200"), encoding="utf-8")
    assert protocol_tables.main(["--check"], target=page) == 1
    assert "not up to date" in capsys.readouterr().err
    assert protocol_tables.main([], target=page) == 0
    assert protocol_tables.main(["--check"], target=page) == 0
    assert page.read_text(encoding="utf-8") == PAGE


def test_a_page_without_markers_is_no_silent_success() -> None:
    with pytest.raises(ValueError, match="lacks"):
        protocol_tables.filled(PAGE.replace("<!-- errors -->", ""))


def test_the_checks_report_an_unknown_rule_and_read_ranges_of_tests() -> None:
    page = "- **NB1.** one\n- **NB2.** two\nNB3 in passing\n"
    assert unknown_rules("keeps NB1, NB3 and SE9, not XX1", page) == {"NB3", "SE9"}
    assert proven(["test_nb8_to_nb10_any", "test_nb2_nb3_both", "test_nb_none"]) == {
        *("NB8", "NB9", "NB10"),
        *("NB2", "NB3"),
    }
