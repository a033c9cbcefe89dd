"""vanthu_sync stands on the standard library and msgspec alone, and asks no clock."""

import ast
import sys

from tools.tree import ROOT

SOURCES = ROOT / "sync" / "src" / "vanthu_sync"
ALLOWED = set(sys.stdlib_module_names) | {"msgspec", "vanthu_sync"}
CLOCK = {"now", "utcnow", "today"}


def impurities(text: str) -> list[str]:
    """Imports of anything else, and calls that read the clock."""
    found = []
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Attribute) and node.attr in CLOCK:
            found.append(f"line {node.lineno} reads the clock: {node.attr}")
        found += [f"imports {name}" for name in names if name.split(".")[0] not in ALLOWED]
    return found


def test_sync_imports_the_standard_library_and_msgspec_only() -> None:
    sources = sorted(SOURCES.rglob("*.py"))
    assert sources
    said = {path.name: impurities(path.read_text(encoding="utf-8")) for path in sources}
    assert not {name: faults for name, faults in said.items() if faults}


def test_the_check_reports_a_foreign_import_and_a_look_at_the_clock() -> None:
    assert impurities("import httpx\nfrom vanthu_server import app\n") == [
        "imports httpx",
        "imports vanthu_server",
    ]
    assert impurities("from datetime import datetime\ndatetime.now()\n")
    assert not impurities("import json\nfrom msgspec import Struct\n")
