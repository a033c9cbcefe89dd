"""Vectors of operation ids and fingerprints (PROTOCOL.md, SE1-SE3)."""

import json
from typing import Any, Final

from tools.vectors.history import Json, canonical_text, sha256

_FINGERPRINT_HEX: Final = 16

_BASE: Final[Json] = {
    "kind": "incoming.register",
    "organ": "ubnd-dong-hoa",
    "actor": "vanthu.lan",
    "payload": '{"fields":{"subject":"Về việc họp","urgency":0},"files":["ab","cd"]}',
}

_PAIRS: Final[tuple[tuple[str, Json, bool], ...]] = (
    ("the same bytes", {}, True),
    (
        "keys in another order",
        {"payload": '{"files":["ab","cd"],"fields":{"urgency":0,"subject":"Về việc họp"}}'},
        True,
    ),
    (
        "spaces and line ends between",
        {
            "payload": '{ "fields": {"subject": "Về việc họp",\n "urgency": 0},'
            ' "files": ["ab", "cd"] }\n'
        },
        True,
    ),
    (
        "letters escaped",
        {
            "payload": '{"fields":{"subject":"V\\u1ec1 vi\\u1ec7c h\\u1ecdp","urgency":0},'
            '"files":["ab","cd"]}'
        },
        True,
    ),
    ("another kind", {"kind": "incoming.change"}, False),
    ("another organ", {"organ": "hdnd-dong-hoa"}, False),
    ("another person", {"actor": "vanthu.mai"}, False),
    ("another word", {"payload": _BASE["payload"].replace("họp", "hợp")}, False),
    ("decomposed text", {"payload": _BASE["payload"].replace("ọ", "o\u0323")}, False),
    ("another urgency", {"payload": _BASE["payload"].replace("0", "1")}, False),
    ("a number as text", {"payload": _BASE["payload"].replace("0", '"0"')}, False),
    (
        "files in another order",
        {"payload": _BASE["payload"].replace('"ab","cd"', '"cd","ab"')},
        False,
    ),
    ("a file less", {"payload": _BASE["payload"].replace('"ab","cd"', '"ab"')}, False),
    (
        "a field more",
        {"payload": _BASE["payload"].replace('"urgency"', '"x":null,"urgency"')},
        False,
    ),
    ("nothing in it", {"payload": "{}"}, False),
)

_REFUSED: Final = (
    ("not JSON", "{"),
    ("nothing", ""),
    ("a float", '{"a":1.5}'),
    ("an integer out of range", '{"a":9007199254740992}'),
    ("a key beyond ASCII", '{"số":1}'),
    ("half of a surrogate pair", '{"a":"\\ud83d"}'),
    ("nested too deep", '{"a":' + "[" * 32 + "]" * 32 + "}"),
)

_IDS: Final = (
    ("0123456789abcdef0123456789abcdef", True),
    ("0" * 32, True),
    ("0123456789ABCDEF0123456789ABCDEF", False),
    ("0123456789abcdef0123456789abcde", False),
    ("0123456789abcdef0123456789abcdef0", False),
    ("0123456789abcdef0123456789abcdeg", False),
    ("0123456789abcdef0123456789abcdef\n", False),
    (" 123456789abcdef0123456789abcdef", False),
    ("\u0660123456789abcdef0123456789abcdef", False),
    ("01234567-89ab-cdef-0123-456789abcdef", False),
    ("", False),
)


def make() -> dict[str, Any]:
    """Return the content of operation.json."""
    return {
        "about": "SE1-SE3. pairs: two commands, their fingerprints, and whether the second is a "
        "repetition of the first (the payload is JSON text as sent). refused: payloads that "
        "have no fingerprint. ids: texts, and whether they are operation ids.",
        "pairs": [_pair(name, {**_BASE, **change}, same) for name, change, same in _PAIRS],
        "refused": [{"name": name, "payload": payload} for name, payload in _REFUSED],
        "ids": [{"text": text, "valid": valid} for text, valid in _IDS],
    }


def _pair(name: str, second: Json, same: bool) -> Json:  # noqa: FBT001 - a column of the table
    return {
        "name": name,
        "first": {**_BASE, "fingerprint": _fingerprint(_BASE)},
        "second": {**second, "fingerprint": _fingerprint(second)},
        "same": same,
    }


def _fingerprint(command: Json) -> str:
    value = {**command, "payload": json.loads(command["payload"])}
    return sha256(canonical_text(value).encode())[:_FINGERPRINT_HEX]
