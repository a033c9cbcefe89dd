"""A fingerprint of what a field shows, journaled at filling and compared at verification.

It covers the normal appearance and everything that it refers to (fonts and their programs too),
so swapping a glyph is seen as well as swapping the text. It is not regenerated later: fonts and
libraries change, the journaled value does not.
"""

import hashlib
from typing import Final

from pyhanko.pdf_utils import generic

NODES_MAX: Final = 5000
"""Objects below one appearance; ours have fewer than 100."""
DEPTH_MAX: Final = 32
"""Nesting below one appearance; ours has fewer than 12."""
_UNHASHED_KEYS = frozenset({"/Length", "/Parent", "/P"})


def appearance_hash(field: generic.DictionaryObject) -> str:
    """Return the SHA-256 (hex) of the field's /AP /N; ValueError if there is none or it is vast."""
    try:
        appearance = field["/AP"]["/N"]
    except KeyError as error:
        raise ValueError("the field has no normal appearance") from error
    walk = _Walk()
    walk.add(appearance, 0)
    return walk.digest.hexdigest()


class _Walk:
    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self._nodes = 0

    def add(self, value: object, depth: int) -> None:
        self._nodes += 1
        if self._nodes > NODES_MAX or depth > DEPTH_MAX:
            raise ValueError("the appearance is larger than any of ours")
        if isinstance(value, generic.IndirectObject):
            value = value.get_object()
        match value:
            case generic.DictionaryObject():
                self._add_dictionary(value, depth)
            case generic.ArrayObject():
                self._mark(b"array", str(len(value)).encode())
                for item in value:
                    self.add(item, depth + 1)
            case generic.TextStringObject() | generic.ByteStringObject():
                self._mark(b"string", bytes(value.original_bytes))
            case _:
                self._mark(type(value).__name__.encode(), repr(value).encode())

    def _add_dictionary(self, value: generic.DictionaryObject, depth: int) -> None:
        keys = sorted(str(key) for key in value if str(key) not in _UNHASHED_KEYS)
        self._mark(b"dictionary", str(len(keys)).encode())
        for key in keys:
            self._mark(b"key", key.encode())
            self.add(value.raw_get(key), depth + 1)
        if isinstance(value, generic.StreamObject):
            self._mark(b"stream", bytes(value.encoded_data))

    def _mark(self, kind: bytes, content: bytes) -> None:
        self.digest.update(kind + b"\0" + str(len(content)).encode() + b"\0" + content)
