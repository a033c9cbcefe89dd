"""Write the tables of sync/PROTOCOL.md that repeat what the code says.

Between `<!-- name -->` and `<!-- /name -->` stand the limits, the kinds of events and the error
codes, each made from its module of vanthu_sync. `--check` says whether they are up to date
(exit 1: no).
"""

import argparse
import ast
import inspect
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from vanthu_sync import errors, events, limits
from vanthu_sync.body import Body

TARGET: Final = Path(__file__).parent.parent / "sync" / "PROTOCOL.md"


def tables() -> dict[str, str]:
    """Return each table by the name of its markers."""
    return {
        "limits": _table(("limit", "value", "reason"), _limits()),
        "kinds": _table(("kind", "body", "what it says"), _kinds()),
        "errors": _table(("code", "HTTP", "cause", "next step"), _errors()),
    }


def filled(page: str) -> str:
    """Return `page` with every table written anew; ValueError where markers are missing."""
    for name, table in tables().items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
        before, found, rest = page.partition(begin)
        _, found_end, after = rest.partition(end)
        if not (found and found_end):
            message = f"{name}: the page lacks {begin.strip()} or {end.strip()}"
            raise ValueError(message)
        page = before + begin + "\n" + table + "\n" + end + after
    return page


def main(arguments: list[str], *, target: Path = TARGET) -> int:
    """Write the page `target`, or with `--check` compare it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if it differs")
    page = target.read_text(encoding="utf-8")
    if not parser.parse_args(arguments).check:
        target.write_text(filled(page), encoding="utf-8", newline="\n")
        return 0
    if page == filled(page):
        return 0
    print(f"{target.name} is not up to date: run tools/protocol_tables.py", file=sys.stderr)
    return 1


def _table(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _limits() -> Iterator[tuple[str, str, str]]:
    statements = ast.parse(inspect.getsource(limits)).body
    for statement, following in pairwise(statements):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(reason))),
            ):
                yield f"`{name}`", f"{getattr(limits, name):,}", " ".join(reason.split())


def _kinds() -> Iterator[tuple[str, str, str]]:
    for kind, body in events.KINDS.items():
        fields = [
            field.encode_name if field.required else f"{field.encode_name}?"
            for field in msgspec.structs.fields(body)
        ]
        yield f"`{kind}`", ", ".join(fields), _meaning(kind, body)


def _meaning(kind: str, body: type[Body]) -> str:
    paragraph = inspect.cleandoc(body.__doc__ or "").split("\n\n")[0]
    text = " ".join(paragraph.split()).removeprefix(f"`{kind}`").lstrip(": ")
    return text[:1].upper() + text[1:]


def _errors() -> Iterator[tuple[str, str, str, str]]:
    for code, said in errors.ERRORS.items():
        yield f"`{code}`", str(said.status), said.title, said.next_step


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
