"""How long files and functions are, in Python and in TypeScript."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50

# What stands before the brace of a block that is no function.
BLOCKS = re.compile(r"\b(if|for|while|switch|catch|with)\s*$")
# Strings, templates, comments and regular expressions hold braces that are none.
OPAQUE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    r"""|(?<=[=(,:!&|?])\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/""",
    re.DOTALL,
)


@dataclass(frozen=True)
class TooLong:
    """A file (name empty) or function that is longer than allowed."""

    path: str
    name: str
    lines: int


def python_functions(text: str) -> Iterator[tuple[str, int]]:
    """Name and lines of each function, its docstring counted, its decorators not."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _opens_function(before: str) -> bool:
    """Whether a brace after this text opens a function: after `=>`, or after `)` or `): Type`."""
    before = before.rstrip()
    if before.endswith("=>"):
        return True
    typed = re.search(r"\)\s*:\s*[\w.<>\[\]|, ]+$", before)
    if typed:
        before = before[: typed.start() + 1]
    if not before.endswith(")"):
        return False
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        depth += (before[place] == ")") - (before[place] == "(")
        if depth == 0:
            return not BLOCKS.search(before[:place])
    return False


def typescript_functions(text: str) -> Iterator[tuple[str, int]]:
    """Where each function, method or arrow with a body begins ("line 7"), and its length."""
    plain = OPAQUE.sub(_blank, text)
    opened: list[tuple[int, bool]] = []
    line = 0
    for place, letter in enumerate(plain):
        if letter == "\n":
            line += 1
        elif letter == "{":
            opened.append((line, _opens_function(plain[max(0, place - 2000) : place])))
        elif letter == "}" and opened:
            start, is_function = opened.pop()
            if is_function:
                yield f"line {start + 1}", line - start + 1


def too_long(path: str, text: str) -> list[TooLong]:
    """What in this file is over 400 lines (the file) or 50 lines (a function)."""
    count = len(text.splitlines())
    found = [TooLong(path, "", count)] if count > FILE_LINES_MAX else []
    functions = python_functions if path.endswith(".py") else typescript_functions
    for name, lines in functions(text):
        if lines > FUNCTION_LINES_MAX:
            found.append(TooLong(path, name, lines))
    return found
