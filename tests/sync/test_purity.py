"""The core does no input or output, asks no clock and draws nothing: all that comes in."""

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "sync" / "src" / "vanthu_sync"

PURE = {
    *("base64", "collections", "datetime", "enum", "hashlib", "itertools", "re", "typing"),
    *("unicodedata", "zlib", "msgspec", "vanthu_sync"),
}
"""What a module of the core may import; a new name here needs a reason."""

CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint", "id"}
READS = {"now", "utcnow", "today", "urandom", "environ", "getpid"}


def impurities(source: str) -> list[str]:
    """What a source does that the core must not, each with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                imported = [alias.name for alias in names]
            case ast.ImportFrom(module=module, level=level):
                imported = ["." * level if level else str(module)]
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(f"{node.lineno}: calls {name}")
                continue
            case ast.Attribute(attr=name) if name in READS:
                found.append(f"{node.lineno}: reads {name}")
                continue
            case _:
                continue
        roots = [name.split(".")[0] for name in imported]
        found += [f"{node.lineno}: imports {name}" for name in roots if name not in PURE]
    return found


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py")), ids=lambda path: path.name)
def test_a_module_of_the_core_is_pure(path: Path) -> None:
    assert impurities(path.read_text(encoding="utf-8")) == []


def test_there_is_a_core_to_look_at() -> None:
    assert len(list(SOURCES.rglob("*.py"))) > 10


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os", "1: imports os"),
        ("import os.path as p", "1: imports os"),
        ("from random import random", "1: imports random"),
        ("def f():\n    import time", "2: imports time"),
        ("from . import clock", "1: imports "),
        ("import httpx", "1: imports httpx"),
        ("from vanthu_server import commune", "1: imports vanthu_server"),
        ("from datetime import datetime\ndatetime.now()", "2: reads now"),
        ("import datetime as d\ngive = d.date.today", "2: reads today"),
        ("text = open('a').read()", "1: calls open"),
        ("print(1)", "1: calls print"),
        ("eval('1')", "1: calls eval"),
    ],
)
def test_the_check_reports_what_is_not_pure(source: str, said: str) -> None:
    assert impurities(source) == [said]
