"""Every source is NFC, spells Đ with the right letter, and names no host, path or left-over."""

import unicodedata
from pathlib import Path

import pytest

from tests.tidy.wording import forbidden_in, misspelt_in
from tools.tree import ROOT, files

BINARY = {".png", ".jpg", ".pdf", ".ttf", ".woff2", ".whl", ".p12", ".der", ".ico"}
# Where the wrong letter is at home: real data as their sources spell them, and what mends them.
# Tests write it as an escape.
MENDERS = (
    "pwa/src/domain/text.ts",
    "server/src/vanthu_server/samples/week.jsonl",
    "sync/src/vanthu_sync/text.py",
    "tools/fonts.py",
)


def texts() -> list[tuple[str, Path]]:
    """Name and path of every file that holds text."""
    named = [(path.relative_to(ROOT).as_posix(), path) for path in files()]
    return [(name, path) for name, path in named if path.suffix not in BINARY]


def test_no_source_names_a_registry_a_machine_or_work_left_for_later() -> None:
    said = [
        f"{name} {fault}"
        for name, path in texts()
        for fault in forbidden_in(path.read_text(encoding="utf-8"))
    ]
    assert not said, "\n".join(said)


def test_every_source_is_nfc_and_spells_d_with_stroke_right() -> None:
    said = [
        f"{name} {fault}"
        for name, path in texts()
        if name not in MENDERS
        for fault in misspelt_in(path.read_text(encoding="utf-8"))
    ]
    assert not said, "\n".join(said)


@pytest.mark.parametrize(
    "bad",
    [
        "index = https://py" + "pi.org/simple",
        '"resolved": "https://registry.npm' + 'js.org/x"',
        "open('/wo" + "rk/main/a')",
        "path = /ho" + "me/an/vanthu",
        "# TO" + "DO later",
        "see ../sha" + "red/design.md",
    ],
)
def test_the_check_reports_each_forbidden_thing(bad: str) -> None:
    assert forbidden_in(f"fine\n{bad}")[0].startswith("line 2")


@pytest.mark.parametrize("good", ["/healthz", "a/ho" + "me/b", "~/.config", "method", "PyPI"])
def test_the_check_lets_plain_text_pass(good: str) -> None:
    assert not forbidden_in(good)


def test_the_check_reports_text_that_is_not_nfc_and_a_wrong_letter() -> None:
    assert misspelt_in(unicodedata.normalize("NFD", "Văn bản đến"))
    assert misspelt_in("\u00d0ông Thạnh")
    assert not misspelt_in("Đông Thạnh")
