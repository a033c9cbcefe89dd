"""The order of exposure (NB6) read from a trace of system calls.

`strace -f -y` writes a line a call, or two where another thread came between. A sync counts when
it is over, a write or a reply when it begins.
"""

import re
from collections.abc import Iterator
from typing import Final

CALLS: Final = "recvfrom,read,write,pwrite64,writev,sendto,sendmsg,fsync,fdatasync"
ORDER: Final = ("request", "wal synced", "sidecar written", "sidecar synced", "reply")

_LINE: Final = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_RESUMED: Final = re.compile(r"<\.\.\. (?P<call>\w+) resumed>")
_OPEN_END: Final = "<unfinished ...>"


def steps(trace: str) -> list[str]:
    """Return the steps of ORDER that a trace shows, in its order, repeats left out."""
    found: list[str] = []
    for step in _steps(trace):
        if not found or found[-1] != step:
            found.append(step)
    return found


def faults(trace: str) -> list[str]:
    """Return what is wrong with the only registration of a trace: [] when NB6 was kept."""
    shown = list(_steps(trace))
    if shown.count("request") != 1:
        return [f"{shown.count('request')} requests"]
    after = shown[shown.index("request") :]
    if "reply" not in after:
        return ["no reply"]
    before_reply = after[: after.index("reply")]
    wrong = [f"no {step} before the reply" for step in ORDER[1:-1] if step not in before_reply]
    for earlier, later in (ORDER[1:3], ORDER[2:4]):
        if not wrong and before_reply.index(earlier) > before_reply.index(later):
            wrong.append(f"{later} before {earlier}")
    return wrong


def _steps(trace: str) -> Iterator[str]:
    waiting: dict[str, str] = {}
    for text in trace.splitlines():
        line = _LINE.match(text)
        if line is None:
            continue
        pid, rest = line["pid"], line["rest"]
        resumed = _RESUMED.match(rest)
        begun = not resumed
        if resumed:
            rest = waiting.pop(pid, "") + rest
        elif rest.endswith(_OPEN_END):
            waiting[pid] = rest
        step = _step(rest)
        ended = bool(resumed) or not text.endswith(_OPEN_END)
        if step is not None and (ended if step.endswith("synced") else _counts(step, begun, ended)):
            yield step


def _counts(step: str, begun: bool, ended: bool) -> bool:  # noqa: FBT001 - two facts of one line
    """A request has come when its reading is over; what we write counts from its beginning."""
    return ended if step == "request" else begun


def _step(call: str) -> str | None:
    name = call.partition("(")[0]
    if name in {"fsync", "fdatasync"}:
        if ".sqlite-wal>" in call:
            return "wal synced"
        return "sidecar synced" if "journal.jsonl>" in call else None
    if name in {"write", "pwrite64", "writev"} and "journal.jsonl>" in call:
        return "sidecar written"
    if "<TCP" not in call:
        return None
    if name in {"sendto", "sendmsg", "write", "writev"}:
        return "reply" if "HTTP/1.1 " in call else None
    return "request" if "POST /api/commands" in call else None
