"""Commands of a device and the node's results."""

from typing import Literal

import msgspec

from vanthu_sync.wire.parts import Problem, Wire


class Command(Wire):
    """One wish of a person: `kind` names it, `payload` is one of the payloads below."""

    op: str
    kind: str
    organ: str
    payload: msgspec.Raw


class Commands(Wire):
    """POST /api/commands."""

    v: int
    commands: tuple[Command, ...]


class Result(Wire):
    """The node's answer to one command; a refused command comes back with its cause."""

    op: str
    outcome: Literal["accepted", "rejected"]
    data: msgspec.Raw | None = None
    problem: Problem | None = None


class Results(Wire):
    """Answer to POST /api/commands, in the order of the commands."""

    v: int
    results: tuple[Result, ...]
