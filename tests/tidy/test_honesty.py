"""No test looks away: none is skipped or expected to fail, and nothing is patched from inside."""

import re

from tools.tree import ROOT, files

LOOKS_AWAY = re.compile(
    r"pytest\.(?:skip|importorskip|xfail)\b|mark\.(?:skip|skipif|xfail)\b"
    r"|unittest\.mock|mock\.patch|\bmonkeypatch\.setattr\b"
    r"|\b(?:it|test|describe)\.(?:skip|todo|only|fails)\b"
)


def looks_away(text: str) -> list[str]:
    """What in a test skips, expects a failure or patches a module."""
    return LOOKS_AWAY.findall(text)


def test_no_test_is_skipped_expected_to_fail_or_patched() -> None:
    roots = (ROOT / "tests", ROOT / "pwa" / "tests")
    sources = [
        path
        for path in files()
        if path.suffix in {".py", ".ts", ".tsx"}
        and any(root in path.parents for root in roots)
        and path.name != "test_honesty.py"
    ]
    said = {path.name: looks_away(path.read_text(encoding="utf-8")) for path in sources}
    assert not {name: found for name, found in said.items() if found}


def test_the_check_reports_each_way_of_looking_away() -> None:
    for bad in (
        "@pytest.mark.skipif(True)",
        "pytest.importorskip('pkcs11')",
        "@pytest.mark.xfail",
        "from unittest.mock import patch",
        "test.only('x', () => {})",
    ):
        assert looks_away(bad), bad
    assert not looks_away("@pytest.mark.long\nmonkeypatch.setenv('A', 'b')")
