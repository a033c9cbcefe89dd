"""How a screen is looked at: a picture of it, axe, the size of what is pressed."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

AXE: Final = Path("pwa/node_modules/axe-core/axe.min.js")
PICTURES: Final = Path(".build/screens")
SETTLED_MS: Final = 250


def look_at(page: Page, name: str) -> None:
    """Keep a picture of the page; axe finds nothing, and nothing is small or runs out of it."""
    page.wait_for_timeout(SETTLED_MS)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    found = violations(page) + small_targets(page)
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert found == [], found
    assert wider <= 0, wider


def small_targets(page: Page) -> list[str]:
    """Return the controls under 48 px of height (ux.md); a checkbox counts with its label."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(
            'button, .button, nav a, select, summary, label.check, .file-name[href],'
            + 'input:not([type=checkbox]):not([type=file])'
        )].filter(one => one.offsetParent && one.getBoundingClientRect().height < 47.5
            && !one.matches('.skip'))
        .map(one => one.outerHTML.slice(0, 120))"""
    )
    return found


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with its place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in report["violations"]
        for node in found["nodes"]
    ]
