"""A device with Kinto, as bare as one can be: python -m tools.peers.kinto_client HOST PORT CA WEEK.

It sends what kinto.js sends and nothing else: the last content of each record, 25 a batch; then
one look for changes. Acts come by lines of stdin, one answer each. Its headers are fewer than
those of any client that people use.
"""

import base64
import http.client
import json
import ssl
import sys
from pathlib import Path
from typing import Any, Final

BATCH_RECORDS: Final = 25
"""Kinto's own limit of requests in a batch."""

COLLECTION: Final = "/buckets/default/collections/week/records"
TRIES_MAX: Final = 20

Json = dict[str, Any]


class Client:
    """One connection to Kinto, and how many requests went over it."""

    def __init__(self, connection: http.client.HTTPSConnection) -> None:
        self._connection = connection
        self._seen = ""
        self.requests = 0

    def send(self, records: list[Json]) -> None:
        """Put records, 25 at a time, and then look for changes."""
        for start in range(0, len(records), BATCH_RECORDS):
            puts = [
                {"path": f"{COLLECTION}/{record['id']}", "body": {"data": record}}
                for record in records[start : start + BATCH_RECORDS]
            ]
            batch = {"defaults": {"method": "PUT"}, "requests": puts}
            answer = json.loads(self._ask("POST", "/v1/batch", json.dumps(batch).encode()))
            wrong = [each for each in answer["responses"] if each["status"] not in {200, 201}]
            if wrong:
                raise SystemExit(f"kinto refused: {wrong[0]}")
        self.look()

    def look(self) -> None:
        """Ask for what changed since the last look."""
        since = f"?_since={self._seen}" if self._seen else "?_since=%22999999999999999%22"
        self._ask("GET", f"/v1{COLLECTION}{since}")

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        for _ in range(TRIES_MAX):
            try:
                return self._answered(method, path, body)
            except OSError:
                self._connection.close()  # the next request opens it again
        raise SystemExit("kinto stays silent")

    def _answered(self, method: str, path: str, body: bytes | None) -> bytes:
        self.requests += 1
        headers = {"Authorization": "Basic " + base64.b64encode(b"xa:thu-nghiem").decode("ascii")}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        content = response.read()
        self._seen = response.getheader("ETag") or self._seen
        return content


def main() -> int:
    """Do the acts that stdin names until it ends."""
    host, port, authority, week_file = sys.argv[1:]
    week = json.loads(Path(week_file).read_text(encoding="utf-8"))
    records: list[Json] = [_lived(record, week["acts"]) for record in week["documents"]]
    trust = ssl.create_default_context(cafile=authority)
    client = Client(http.client.HTTPSConnection(host, int(port), context=trust))
    one = {**week["documents"][0], "id": "den-2026-00351", "number": 351}
    print("ready", flush=True)
    for line in sys.stdin:
        client.requests = 0
        match line.strip():
            case "week":
                client.send(records)
            case "one":
                client.send([one])
            case "idle":
                client.look()
        print(f"done {client.requests}", flush=True)
    return 0


def _lived(record: Json, acts: list[Json]) -> Json:
    for act in acts:
        record = {**record, **act}
    return record


if __name__ == "__main__":
    sys.exit(main())
