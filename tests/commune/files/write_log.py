"""What a process wrote to its files and answered, read from a trace of its system calls.

`strace -f -y -xx` writes a line a call, or two where another thread came between. A write is in the
page cache from the moment it begins, a sync has done its work when it is over, a reply is out when
its first byte is handed on, a request is there when its reading is over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CALLS: Final = (
    "recvfrom,write,pwrite64,pwritev,pwritev2,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,"
    "rename,renameat,renameat2,unlink,unlinkat,fallocate,copy_file_range"
)

_HEX: Final = r"(?:\\x[0-9a-f]{2})*"
_LINE: Final = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_RESUMED: Final = re.compile(r"<\.\.\. \w+ resumed>")
_CALL: Final = re.compile(
    rf'(?P<name>\w+)\(\d+<(?P<file>{_HEX})>(?:, "(?P<data>{_HEX})")?(?P<numbers>[^<]*)'
)
_OPEN_END: Final = "<unfinished ...>"
_SYNCS: Final = frozenset({"fsync", "fdatasync"})


@dataclass(frozen=True)
class Write:
    """Bytes at an offset of a file, None for its end."""

    file: str
    data: bytes
    offset: int | None


@dataclass(frozen=True)
class Truncation:
    """A file's new length."""

    file: str
    size: int


@dataclass(frozen=True)
class SyncBegun:
    """A file's sync covers what was written until now."""

    file: str
    pid: str


@dataclass(frozen=True)
class SyncOver:
    """What that sync covered is on the disk."""

    file: str
    pid: str


@dataclass(frozen=True)
class Request:
    """A request that has come."""

    data: bytes


@dataclass(frozen=True)
class Reply:
    """The first bytes of an answer."""

    data: bytes


Step = Write | Truncation | SyncBegun | SyncOver | Request | Reply


def spy(trace: Path) -> list[str]:
    """Return the command that traces the command after it into `trace`."""
    options = ["-D", "-f", "-y", "-xx", "-s", "70000", "-e", f"trace={CALLS}"]
    return ["strace", *options, "-o", str(trace)]


def steps(trace: str, files: frozenset[str]) -> Iterator[Step]:
    """Yield what a trace shows of the files of these names, and requests and replies.

    Raises ValueError for a call on such a file that is not understood.
    """
    waiting: dict[str, str] = {}
    for text in trace.splitlines():
        line = _LINE.match(text)
        if line is None:
            continue
        pid, rest = line["pid"], line["rest"]
        resumed = _RESUMED.match(rest)
        if resumed:
            rest = waiting.pop(pid, "").removesuffix(_OPEN_END) + rest[resumed.end() :]
        elif rest.endswith(_OPEN_END):
            waiting[pid] = rest
        yield from _steps(pid, rest, files, begun=not resumed, over=not rest.endswith(_OPEN_END))


def _steps(
    pid: str, call: str, files: frozenset[str], *, begun: bool, over: bool
) -> Iterator[Step]:
    found = _CALL.match(call)
    if found is None:
        return
    name, file = found["name"], _bytes(found["file"]).decode(errors="replace").rsplit("/")[-1]
    if file in files:
        yield from _file_step(pid, found, file, begun=begun, over=over)
    elif name == "recvfrom" and over:
        yield Request(_bytes(found["data"]))
    elif name in {"sendto", "write"} and begun and _bytes(found["data"]).startswith(b"HTTP/1.1 "):
        yield Reply(_bytes(found["data"]))


def _file_step(
    pid: str, found: re.Match[str], file: str, *, begun: bool, over: bool
) -> Iterator[Step]:
    name = found["name"]
    if name in _SYNCS:
        if begun:
            yield SyncBegun(file, pid)
        if over:
            yield SyncOver(file, pid)
    elif not begun:
        return
    elif name in {"write", "pwrite64"}:
        data, numbers = _bytes(found["data"]), re.findall(r"\d+", found["numbers"])
        if len(data) != int(numbers[0]):
            raise ValueError(f"a write that was cut in the trace: {name} {file}")
        yield Write(file, data, int(numbers[1]) if name == "pwrite64" else None)
    elif name == "ftruncate":
        yield Truncation(file, int(re.findall(r"\d+", found["numbers"])[0]))
    else:
        raise ValueError(f"{name} of {file}")


def _bytes(text: str | None) -> bytes:
    return bytes.fromhex((text or "").replace("\\x", ""))
