"""Which test cites which requirement.

Rules:
- A citation is an id in the name (`r_in_15`) or docstring (`R-IN-15`) of a test or its class.
- A test cites at most 3 ids: one that proves ten things proves none of them clearly.
- A citation counts only in a folder whose tests act from outside, through HTTP, the command line
  or the browser (`OUTSIDE`); elsewhere it is allowed and not counted.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IDS_MAX = 3
OUTSIDE = (
    "tests/cli",
    "tests/commune/web",
    "tests/e2e",
    "tests/province/web",
    "tests/signer/cli",
    "tests/story",
)
WRITTEN = re.compile(r"\bR-([A-Z]{2,3})-(\d\d)\b")
NAMED = re.compile(r"(?<![a-z0-9])r_([a-z]{2,3})_(\d\d)(?!\d)")


@dataclass(frozen=True)
class Citation:
    """A test (`key` as JUnit names it, "tests.cli.test_verify.test_x") and the ids it cites."""

    key: str
    path: str
    ids: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether the test acts from outside."""
        return any(self.path.startswith(f"{folder}/") for folder in OUTSIDE)


def ids_in(name: str, docstring: str | None) -> set[str]:
    """The ids that a name and a docstring cite."""
    written = {f"R-{area}-{number}" for area, number in WRITTEN.findall(docstring or "")}
    return written | {f"R-{area.upper()}-{number}" for area, number in NAMED.findall(name)}


def _citations_of(
    body: list[ast.stmt], path: str, owner: str, above: set[str]
) -> Iterator[Citation]:
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        ids = above | ids_in(node.name, ast.get_docstring(node))
        key = f"{owner}.{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _citations_of(node.body, path, key, ids)
        elif node.name.startswith("test") and ids:
            yield Citation(key=key, path=path, ids=tuple(sorted(ids)))


def citations_in(text: str, path: str) -> list[Citation]:
    """The citations of one test file; `path` is relative to the root, with slashes."""
    owner = path.removesuffix(".py").replace("/", ".")
    return list(_citations_of(ast.parse(text).body, path, owner, set()))


def all_citations(root: Path) -> list[Citation]:
    """The citations of every test file under tests/."""
    found: list[Citation] = []
    for file in sorted((root / "tests").rglob("test_*.py")):
        path = file.relative_to(root).as_posix()
        found += citations_in(file.read_text(encoding="utf-8"), path)
    return found


def faults(citations: list[Citation], known: set[str]) -> list[str]:
    """What breaks the rules: too many ids in a test, or an id that no list has."""
    said = []
    for one in citations:
        if len(one.ids) > IDS_MAX:
            said.append(
                f"{one.key} cites {len(one.ids)} requirements, at most {IDS_MAX} are allowed"
            )
        said += [
            f"{one.key} cites {cited}, which does not exist"
            for cited in one.ids
            if cited not in known
        ]
    return said
