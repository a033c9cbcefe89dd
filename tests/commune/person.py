"""A person at a device: logged in, giving commands and reading, by HTTP."""

import hashlib
import random
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.commune.furnishing import PASSWORD

Json = dict[str, Any]

BESIDE: Final[tuple[str, ...]] = ("files", "duplicate_ok", "not_secret")
"""What a registration holds beside the document's fields."""


def operation(name: object) -> str:
    """Return the operation id that stands for `name`."""
    return hashlib.sha256(str(name).encode()).hexdigest()[:32]


@dataclass
class Person:
    """An account on a device: gives commands and reads, by HTTP."""

    http: httpx.Client
    organ: str
    drawn: random.Random = field(default_factory=random.SystemRandom)

    def give(self, kind: str, payload: Json, *, op: str = "", organ: str = "") -> Json:
        """Give a command and return its result, accepted or rejected."""
        command = {
            "op": op or self.drawn.randbytes(16).hex(),
            "kind": kind,
            "organ": organ or self.organ,
            "payload": payload,
        }
        reply = self.http.post("/api/commands", json={"v": 1, "commands": [command]})
        assert reply.status_code == 200, reply.text
        result: Json = reply.json()["results"][0]
        return result

    def done(self, kind: str, payload: Json, *, op: str = "", organ: str = "") -> Json:
        """Give a command that must be accepted and return its data."""
        result = self.give(kind, payload, op=op, organ=organ)
        assert result["outcome"] == "accepted", result["problem"]
        return dict(result["data"] or {})

    def refused(self, kind: str, payload: Json, *, op: str = "", organ: str = "") -> Json:
        """Give a command that must be rejected and return its problem, checked for its words."""
        result = self.give(kind, payload, op=op, organ=organ)
        assert result["outcome"] == "rejected", result
        assert result["problem"]["title"]
        assert result["problem"]["next_step"]
        return dict(result["problem"])

    def register(self, subject: str = "Về việc phòng cháy", *, op: str = "", **fields: Any) -> Json:  # noqa: ANN401 - fields of a message
        """Register an incoming document and return what was registered."""
        return self.done("incoming.register", entry(subject, **fields), op=op)

    def read(self, path: str = "", **query: str | int) -> Json:
        """Return what a GET under the organ answers."""
        reply = self.http.get(f"/api/organs/{self.organ}/{path}", params=query)
        assert reply.status_code == 200, reply.text
        answer: Json = reply.json()
        return answer

    def answer_paper(self, last: int) -> Json:
        """Say that `last` is the last arrival number on paper, and that the day is right."""
        asked = self.http.get("/api/opening").json()
        paper = [
            {key: each[key] for key in ("organ", "book", "year")}
            | {"number": self._last(each, last)}
            for each in asked["registers"]
        ]
        body = {"question": asked["question"], "paper": paper, "day": asked["today"]}
        reply = self.http.post("/api/opening", json=body)
        assert reply.status_code == 200, reply.text
        told: Json = reply.json()
        return told

    def _last(self, asked: Json, last: int) -> int:
        ours = (asked["organ"], asked["book"]) == (self.organ, "den")
        return last if ours else int(asked["mark"])

    def upload(self, name: str, content: bytes, media_type: str = "") -> httpx.Response:
        """Upload a file and return the reply."""
        headers = {"content-type": media_type or "application/octet-stream"}
        return self.http.put(f"/api/uploads/{name}", content=content, headers=headers)

    def kept(self, name: str, content: bytes) -> str:
        """Upload a file that must be taken and return its hash."""
        reply = self.upload(name, content)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["sha256"])

    def numbers(self) -> list[int]:
        """Return the numbers of the incoming register as the list shows them, oldest first."""
        found: list[int] = []
        query: dict[str, str | int] = {"limit": 200}
        while True:
            page = self.read("incoming", **query)
            found += [row["number"] for row in page["rows"]]
            if page["next_before"] is None:
                return found[::-1]
            query["before"] = page["next_before"]


def entry(subject: str = "Về việc phòng cháy", **more: Any) -> Json:  # noqa: ANN401 - fields of a message
    """Return the payload of an incoming document; `more` are its fields or RegisterIncoming's."""
    beside: Json = {}
    for key in BESIDE:
        if key in more:
            beside[key] = more.pop(key)
    return {"fields": {"subject": subject, "organ_name": "Sở Nội vụ", **more}, **beside}


def problem_of(reply: httpx.Response) -> Json:
    """Return the problem details of a refusal, checked: code, cause and next step."""
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    told: Json = reply.json()
    assert told["status"] == reply.status_code
    assert told["title"]
    assert told["next_step"]
    assert told["type"] == "urn:vanthu:" + told["code"].lower().replace("_", "-")
    return told


def log_in(client: httpx.Client, account: str) -> Person:
    """Log an account of PEOPLE in at a browser."""
    reply = client.post("/api/session", json={"account": account, "password": PASSWORD})
    assert reply.status_code == 200, reply.text
    return Person(http=client, organ=reply.json()["memberships"][0]["organ"]["id"])
