"""Values, journals and damage that the properties of this folder are searched with."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from vanthu_sync import canonical, journal

VECTORS = Path(__file__).parents[2] / "sync" / "vectors"
JOURNAL = "n7f3a1c5e9b2d4f60"

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FEW = settings(max_examples=50)
"""For properties over whole journals, so that this folder runs in a quarter of a minute."""

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
INTEGERS = st.integers(-canonical.INTEGER_MAX, canonical.INTEGER_MAX)
SCALARS = st.one_of(st.none(), st.booleans(), INTEGERS, TEXT)
VALUES: st.SearchStrategy[canonical.Value] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
OBJECTS: st.SearchStrategy[dict[str, canonical.Value]] = st.dictionaries(KEYS, VALUES, max_size=4)
NONCES = st.binary(min_size=16, max_size=16)


@st.composite
def _drafts(draw: st.DrawFn) -> journal.Draft:
    return journal.Draft(
        kind=draw(st.sampled_from(["incoming.registered", "number.changed", "x"])),
        organ=draw(st.sampled_from(["", "ubnd-dong-hoa", "hdnd-dong-hoa"])),
        policy="nd30-2020@2020-03-05",
        actor=draw(st.sampled_from(["", "vanthu.lan"])),
        op=draw(st.sampled_from(["", "0123456789abcdef0123456789abcdef.0123456789abcdef"])),
        body=draw(OBJECTS),
    )


DRAFTS = _drafts()


def vectors(name: str) -> Any:  # noqa: ANN401 - the tests know what their file holds
    """Return the content of a vector file."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def event_from(plain: Mapping[str, Any]) -> journal.Event:
    """Return the event that a vector writes as header, nonce (hex) and body (text)."""
    nonce, body = plain["nonce"], plain["body"]
    return journal.Event(
        header=msgspec.convert(plain["header"], journal.Header),
        nonce=None if nonce is None else bytes.fromhex(nonce),
        body=None if body is None else body.encode(),
    )


def head_from(plain: Mapping[str, Any]) -> journal.Head:
    """Return the head that a vector writes as an object."""
    return msgspec.convert(plain, journal.Head)


@st.composite
def journals(draw: st.DrawFn, *, min_size: int = 1, max_size: int = 5) -> tuple[journal.Event, ...]:
    """A journal from its first event on; a later epoch may begin at any event."""
    head, events = journal.start(JOURNAL), []
    for draft in draw(st.lists(DRAFTS, min_size=min_size, max_size=max_size)):
        later = msgspec.structs.replace(head, epoch=head.epoch + draw(st.integers(0, 1)))
        event = journal.append(
            later, draft, nonce=draw(NONCES), at=f"2026-11-20T02:10:{head.seq:02d}.000Z"
        )
        events.append(event)
        head = journal.advance(head, event)
    return tuple(events)


def chain_of(length: int, *, name: str = JOURNAL) -> tuple[journal.Event, ...]:
    """A plain journal of that many events."""
    head, events = journal.start(name), []
    for number in range(1, length + 1):
        draft = journal.Draft(
            kind="incoming.registered",
            organ="ubnd-dong-hoa",
            policy="nd30-2020@2020-03-05",
            actor="vanthu.lan",
            op=f"{number:032x}.{number:016x}",
            body={"number": number, "subject": "Về việc họp giao ban"},
        )
        nonce = number.to_bytes(16, "big")
        event = journal.append(head, draft, nonce=nonce, at="2026-11-20T02:10:00.000Z")
        events.append(event)
        head = journal.advance(head, event)
    return tuple(events)


def head_after(events: Sequence[journal.Event], *, name: str = JOURNAL) -> journal.Head:
    """The head after `events`, which begin a journal."""
    return journal.verify(journal.start(name), events)


def example(message: type[msgspec.Struct], *, whole: bool = False) -> dict[str, Any]:
    """A message as JSON, made from its schema; `whole` fills in what has a default as well."""
    reference, parts = msgspec.json.schema_components([message])
    made: dict[str, Any] = _example(reference[0], parts, whole=whole)
    return made


def _example(schema: dict[str, Any], parts: dict[str, Any], *, whole: bool) -> Any:  # noqa: ANN401 - any JSON
    if "$ref" in schema:
        part = parts[schema["$ref"].rsplit("/", 1)[1]]
        chosen = part["properties"] if whole else part["required"]
        return {name: _example(part["properties"][name], parts, whole=whole) for name in chosen}
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], parts, whole=whole)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "date":
        return "2026-11-20"
    if schema.get("type") == "array" and whole:
        return [_example(schema["items"], parts, whole=whole)]
    if schema.get("type") == "object":
        return {"a": _example(schema["additionalProperties"], parts, whole=whole)}
    plain = {"string": "Đ", "integer": 1, "boolean": True, "array": [], "null": None}
    return plain[schema["type"]] if "type" in schema else {"a": 1}
