"""A device of a person: logs in, gives commands with operation ids, asks again after silence."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx

TRIES_MAX: Final = 40
"""Asking again this often outlasts every fault that the story makes."""

Json = dict[str, Any]


class DeviceFailed(RuntimeError):
    """The node refused what the story takes for granted; the text is the node's."""


class Device:
    """One person at one address of the node."""

    def __init__(self, address: str, *, organ: str) -> None:
        self._http = httpx.Client(base_url=address, headers={"X-Vanthu": "1"}, timeout=60.0)
        self.organ = organ
        self.retries = 0

    def log_in(self, account: str, password: str) -> Json:
        """Log in; the cookie stays with this device."""
        return self._asked("POST", "/api/session", {"account": account, "password": password})

    def give(self, kind: str, payload: Json) -> Json:
        """Give a command until it is answered; return the result's data.

        The operation id is made once, before the first try. Raises DeviceFailed when refused.
        """
        result = self.ask(kind, payload, op=secrets.token_hex(16))
        if result["outcome"] != "accepted":
            raise DeviceFailed(f"{kind}: {result['problem']}")
        data: Json = result["data"] or {}
        return data

    def ask(self, kind: str, payload: Json, *, op: str) -> Json:
        """Give a command under `op` and return its result, accepted or rejected."""
        command = {"op": op, "kind": kind, "organ": self.organ, "payload": payload}
        answer = self._asked("POST", "/api/commands", {"v": 1, "commands": [command]})
        result: Json = answer["results"][0]
        return result

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file until it is answered; return its hash."""
        answer = self._again(lambda: self._http.put(f"/api/uploads/{name}", content=content))
        sha256: str = answer.json()["sha256"]
        return sha256

    def get(self, path: str, **query: str) -> Json:
        """Return what a GET under the organ answers."""
        path = f"/api/organs/{self.organ}/{path}"
        answer: Json = self._again(lambda: self._http.get(path, params=query)).json()
        return answer

    def post(self, path: str, body: Json) -> Json:
        """Return what a POST under the organ answers, {} for 204."""
        return self._asked("POST", f"/api/organs/{self.organ}/{path}", body)

    def directory(self) -> Json:
        """Return the organs that can be reached."""
        answer: Json = self._again(lambda: self._http.get("/api/directory")).json()
        return answer

    def save(self, path: str, target: Path) -> None:
        """Save what a GET under the organ answers."""
        answer = self._again(lambda: self._http.get(f"/api/organs/{self.organ}/{path}"))
        target.write_bytes(answer.content)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _asked(self, method: str, path: str, body: Json) -> Json:
        answer = self._again(lambda: self._http.request(method, path, json=body))
        found: Json = answer.json() if answer.content else {}
        return found

    def _again(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        for _ in range(TRIES_MAX):
            try:
                answer = send()
            except httpx.TransportError:
                self.retries += 1
                time.sleep(0.05)
                continue
            if answer.is_error:
                raise DeviceFailed(f"{answer.status_code} {answer.text}")
            return answer
        raise DeviceFailed("the node stays silent")


def until(done: Callable[[], bool], what: str, *, seconds: float = 120.0) -> None:
    """Wait until `done`; raises DeviceFailed naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise DeviceFailed(f"not within {seconds} s: {what}")
        time.sleep(0.1)
