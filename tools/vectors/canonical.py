"""Vectors of the canonical form (PROTOCOL.md, JN1)."""

from typing import Any, Final

from tools.vectors.history import canonical_text, sha256

_ACCEPTED: Final[tuple[tuple[str, Any], ...]] = (
    ("empty object", {}),
    ("null", None),
    ("true", True),
    ("false", False),
    ("zero", 0),
    ("negative", -153),
    ("largest integer", 2**53 - 1),
    ("smallest integer", -(2**53) + 1),
    ("empty text", ""),
    ("Vietnamese text is not escaped", "Ủy ban nhân dân xã Đông Hòa"),
    ("text is taken as it is: decomposed stays decomposed", "Ho\u0300a"),
    ("quote, backslash and slash", 'a"b\\c/d'),
    ("short escapes", "\b\t\n\f\r"),
    ("other control characters", "\x00\x01\x1b\x1f"),
    ("delete is not escaped", "\x7f"),
    ("line separators are not escaped", "\u2028\u2029"),
    ("beyond the basic plane", "😀𠮷"),
    ("last code points", "\uffff\U0010ffff"),
    ("empty array", []),
    ("array keeps its order", [3, 1, 2, None, False, "a"]),
    ("keys are sorted", {"b": 1, "a": 2, "aa": 3, "B": 4, "_": 5, "1": 6}),
    ("keys of digits sort as text", {"10": "a", "9": "b", "1": "c"}),
    ("empty key, and keys that need an escape", {"": 1, '"': 2, "\\": 3, "\n": 4}),
    ("nested", {"z": [{"b": [], "a": {}}], "a": {"d": None, "c": [[1]]}}),
)

_REFUSED: Final[tuple[tuple[str, Any], ...]] = (
    ("a float", 1.5),
    ("a float within an object", {"a": [0.5]}),
    ("one more than the largest integer", 2**53),
    ("one less than the smallest integer", -(2**53)),
    ("a key beyond ASCII", {"số": 1}),
    ("half of a surrogate pair", "\ud83d"),
    ("half of a surrogate pair in an array", ["a\ude00"]),
)

_NOT_CANONICAL: Final[tuple[tuple[str, str], ...]] = (
    ("a space", '{"a": 1}'),
    ("a line end after it", '{"a":1}\n'),
    ("keys out of order", '{"b":1,"a":2}'),
    ("a key twice", '{"a":1,"a":1}'),
    ("an escape that is not needed", '{"a":"\\u0111"}'),
    ("a slash escaped", '{"a":"\\/"}'),
    ("an escape in capitals", '{"a":"\\u001B"}'),
    ("a long escape where a short one exists", '{"a":"\\u000a"}'),
    ("a float", '{"a":1.0}'),
    ("an exponent", '{"a":1e2}'),
    ("minus zero", '{"a":-0}'),
    ("an integer out of range", '{"a":9007199254740992}'),
    ("an array at the top", "[1]"),
    ("a text at the top", '"a"'),
    ("nothing", ""),
    ("cut short", '{"a":1'),
    ("something after it", "{}{}"),
    ("a byte order mark", "\ufeff{}"),
)


def make() -> dict[str, Any]:
    """Return the content of canonical.json."""
    return {
        "about": "JN1. accepted: value -> canonical text, and SHA-256 over its UTF-8 bytes. "
        "refused: values that have no canonical form. not_canonical: texts that no reader "
        "takes as the canonical form of an object.",
        "accepted": [_accepted(name, value) for name, value in _ACCEPTED],
        "refused": [{"name": name, "value": value} for name, value in _REFUSED],
        "not_canonical": [{"name": name, "text": text} for name, text in _NOT_CANONICAL],
    }


def _accepted(name: str, value: object) -> dict[str, Any]:
    text = canonical_text(value)
    return {"name": name, "value": value, "canonical": text, "sha256": sha256(text.encode())}
