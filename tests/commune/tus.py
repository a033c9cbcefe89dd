"""tus by hand, so that a test can say anything at all."""

import base64
import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from tests.commune.node import Json, Person, problem_of

TUS: Final = {"Tus-Resumable": "1.0.0"}
PART: Final = {**TUS, "Content-Type": "application/offset+octet-stream"}


def metadata(**said: str) -> str:
    """Return the header's text."""
    pairs = [f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in said.items()]
    return ",".join(pairs)


def begin(
    person: Person, content: bytes, name: str = "Công văn.pdf", *, sha256: str | None = None
) -> httpx.Response:
    """Begin an upload of `content` under its hash, or what is said to be its hash."""
    said = hashlib.sha256(content).hexdigest() if sha256 is None else sha256
    headers = {
        **TUS,
        "Upload-Length": str(len(content)),
        "Upload-Metadata": metadata(filename=name, sha256=said),
    }
    return person.http.post("/api/files", headers=headers)


def begun(person: Person, content: bytes, name: str = "Công văn.pdf") -> str:
    """Begin an upload that must be let in and return its address."""
    reply = begin(person, content, name)
    assert reply.status_code == 201, reply.text
    return str(reply.headers["location"])


def add(person: Person, place: str, data: bytes, *, at: int, **headers: str) -> httpx.Response:
    """Add a part at an offset; `headers` with _ for -."""
    more = {key.replace("_", "-"): value for key, value in headers.items()}
    return person.http.patch(
        place, content=data, headers={**PART, "Upload-Offset": str(at), **more}
    )


def added(person: Person, place: str, data: bytes, *, at: int) -> int:
    """Add a part that must be taken and return the new offset."""
    reply = add(person, place, data, at=at)
    assert reply.status_code == 204, reply.text
    return int(reply.headers["upload-offset"])


def offset(person: Person, place: str) -> int:
    """Return what HEAD says is on the disk."""
    reply = person.http.head(place, headers=TUS)
    assert reply.status_code == 200, reply.status_code
    return int(reply.headers["upload-offset"])


def ask(person: Person, *contents: bytes, name: str = "Công văn.pdf") -> Json:
    """Ask for files by hash."""
    files = [{"sha256": hashlib.sha256(each).hexdigest(), "name": name} for each in contents]
    reply = person.http.post("/api/files/known", json={"files": files})
    assert reply.status_code == 200, reply.text
    answer: Json = reply.json()
    return answer


def checksum(data: bytes) -> str:
    """Return the header's text."""
    return f"sha256 {base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def code(reply: httpx.Response) -> str:
    """Return the code of a refusal."""
    assert reply.headers["tus-resumable"] == "1.0.0"
    return str(problem_of(reply)["code"])


def parts_on_disk(folder: Path) -> list[str]:
    """Return the names in the folder of uploads that are not whole."""
    return sorted(path.suffix for path in folder.iterdir())


@contextmanager
def cut_after(
    person: Person, place: str, data: bytes, *, at: int, whole: int
) -> Iterator[socket.socket]:
    """Send the first bytes of a part that says it has `whole`, and hang up when left."""
    url = person.http.base_url.join(place)
    cookie = "; ".join(f"{each.name}={each.value}" for each in person.http.cookies.jar)
    head = (
        f"PATCH {url.path} HTTP/1.1\r\nHost: {url.netloc.decode()}\r\nCookie: {cookie}\r\n"
        f"X-Vanthu: 1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {at}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {whole}\r\n\r\n"
    )
    with socket.create_connection((url.host, url.port or 80), timeout=20) as wire:
        wire.sendall(head.encode() + data)
        yield wire
