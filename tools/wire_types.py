"""Make pwa/src/domain/wire.gen.ts from vanthu_sync.wire and vanthu_sync.vocabulary.

Rules:
1. One source: the messages and lists are written in Python; TypeScript gets them from here,
   through msgspec's JSON Schema. `--check` says whether the file is up to date (exit 1: no).
2. What the node sends holds every key, so every key is required in TypeScript. What a device
   sends may leave out a key that has a default (`_SENT_BY_DEVICE`).
3. Every array and key is readonly: a message is a value.
"""

import argparse
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import msgspec

from vanthu_sync import vocabulary, wire

TARGET: Final = Path(__file__).parent.parent / "pwa" / "src" / "domain" / "wire.gen.ts"

_HEADER: Final = """\
/* Made by tools/wire_types.py from vanthu_sync.wire and vanthu_sync.vocabulary: do not edit. */

/** A day in Vietnam's zone, ISO 8601: "2026-11-20". */
export type Day = string;
"""

_SENT_BY_DEVICE: Final = frozenset(
    {
        "AcceptInbox",
        "AskFiles",
        "BindCertificate",
        "NewAccount",
        "Attach",
        "CheckInbox",
        "Command",
        "Commands",
        "DraftOutgoing",
        "LogIn",
        "OpenRegister",
        "OutgoingStep",
        "RegisterIncoming",
        "RemoveContent",
        "ReturnInbox",
        "AttachPaper",
        "CloseLease",
        "CloseRegister",
        "WithdrawRegister",
        "CodeDevice",
        "EnrolDevice",
        "RevokeDevice",
        "GrantLease",
        "LeaveSite",
        "LoseDevice",
        "NewSite",
        "NumberCopy",
        "OpeningAnswer",
        "PaperSaid",
        "Reenter",
        "ReenterOutgoing",
        "SettleStray",
        "TakeBack",
        "TakeOver",
        "VoidNumber",
    }
)

_SCALARS: Final[Mapping[str, str]] = {
    "boolean": "boolean",
    "integer": "number",
    "number": "number",
    "null": "null",
    "string": "string",
}


def render() -> str:
    """Return the whole TypeScript file as text."""
    parts = [_HEADER, f"export const WIRE_VERSION = {wire.WIRE_VERSION};\n"]
    parts += [_constant(name, value) for name, value in _lists(vocabulary)]
    parts += [_interface(name, schema) for name, schema in _schemas()]
    return "\n".join(parts)


def main(arguments: list[str], *, target: Path = TARGET) -> int:
    """Write the file `target`, or with `--check` compare it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if it differs")
    made = render()
    if not parser.parse_args(arguments).check:
        target.write_text(made, encoding="utf-8", newline="\n")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == made:
        return 0
    print(f"{target.name} is not up to date: run tools/wire_types.py", file=sys.stderr)
    return 1


def _lists(module: ModuleType) -> Iterator[tuple[str, dict[Any, str]]]:
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, dict):
            yield name, value


def _constant(name: str, entries: Mapping[Any, str]) -> str:
    lines = [
        f"  {json.dumps(str(key), ensure_ascii=False)}: {json.dumps(text, ensure_ascii=False)},"
        for key, text in entries.items()
    ]
    head = f"export const {name}: Readonly<Record<string, string>> = {{"
    return "\n".join([head, *lines, "};\n"])


def _schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    messages = [
        value
        for value in vars(wire).values()
        if inspect.isclass(value) and issubclass(value, wire.Wire) and value is not wire.Wire
    ]
    _, schemas = msgspec.json.schema_components(messages, ref_template="{name}")
    for message in messages:
        yield message.__name__, schemas[message.__name__]


def _interface(name: str, schema: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    lines = [
        f"  readonly {key}{_optional(name, key, required)}: {_type(value)};"
        for key, value in schema["properties"].items()
    ]
    comment = inspect.cleandoc(schema.get("description", "")).replace("\n", "\n * ")
    comment = comment.replace("\n * \n", "\n *\n")
    return "\n".join([f"/** {comment} */", f"export interface {name} {{", *lines, "}\n"])


def _optional(name: str, key: str, required: set[str]) -> str:
    return "?" if name in _SENT_BY_DEVICE and key not in required else ""


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"])
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "anyOf" in schema:
        return _union(schema["anyOf"])
    if schema.get("format") == "date":
        return "Day"
    if schema.get("type") == "array":
        return f"readonly {_element(schema['items'])}[]"
    return _SCALARS[schema["type"]] if "type" in schema else "unknown"


def _union(choices: list[dict[str, Any]]) -> str:
    types = [_type(choice) for choice in choices]
    return "unknown" if "unknown" in types else " | ".join(types)


def _element(schema: Mapping[str, Any]) -> str:
    made = _type(schema)
    return f"({made})" if "|" in made else made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
