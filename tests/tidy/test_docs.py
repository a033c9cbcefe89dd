"""Links in the pages lead somewhere, and the make targets they name exist."""

import re
from pathlib import Path

from tools.tree import ROOT, files

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^|`)(?:\$ )?make ([a-z][a-z-]*)", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def pages() -> list[Path]:
    """Every Markdown page of the workspace."""
    return [path for path in files() if path.suffix == ".md"]


def dead_links(page: Path) -> list[str]:
    """Relative links of a page whose file does not exist."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [link.split("#")[0] for link in LINK.findall(text) if "://" not in link]
    return [target for target in targets if target and not (page.parent / target).exists()]


def unknown_targets(text: str, makefile: str) -> set[str]:
    """The make targets that a page names and the Makefile has not."""
    return set(COMMAND.findall(text)) - set(TARGET.findall(makefile))


def test_every_relative_link_leads_to_a_file() -> None:
    dead = {str(page.relative_to(ROOT)): dead_links(page) for page in pages()}
    assert not {page: links for page, links in dead.items() if links}


def test_every_make_target_that_a_page_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in pages():
        assert not unknown_targets(page.read_text(encoding="utf-8"), makefile), page.name


def test_the_checks_report_a_dead_link_and_an_unknown_target(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("see [that](gone.md#part), [this](page.md)", encoding="utf-8")
    assert dead_links(page) == ["gone.md"]
    assert unknown_targets("run `make coffee`, `make test`", "test: lint\n") == {"coffee"}
