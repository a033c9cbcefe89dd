"""Requests that no page of ours sends: unreadable, too large, too deep, to strange paths."""

import json

import pytest

from tests.commune.node import UBND, Office, entry, operation, problem_of
from tests.commune.papers import draft
from vanthu_server.http.headers import HEADERS
from vanthu_sync.limits import COMMAND_BYTES_MAX, COMMANDS_PER_REQUEST_MAX

DEEP = "[" * 100_000 + "]" * 100_000


def envelope(payload: str, *, kind: str = "incoming.register") -> bytes:
    """Return a request with one command, its payload as it is written."""
    head = f'"op":"{operation("x")}","kind":"{kind}","organ":"{UBND}"'
    return f'{{"v":1,"commands":[{{{head},"payload":{payload}}}]}}'.encode()


UNREADABLE: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"{",
    "no object": b"[]",
    "no UTF-8": b'{"v":1,"commands":"\xff"}',
    "no commands": b'{"v":1}',
    "a command without a payload": b'{"v":1,"commands":[{"op":"a","kind":"b","organ":"c"}]}',
    "numbers that are none": b'{"v":1,"commands":[],"x":NaN}',
    "too deep": DEEP.encode(),
}


@pytest.mark.parametrize("body", UNREADABLE)
def test_an_unreadable_request_is_named(office: Office, body: str) -> None:
    clerk = office.person("vanthu")

    problem = problem_of(clerk.http.post("/api/commands", content=UNREADABLE[body]))

    assert (problem["code"], problem["status"]) == ("REQUEST_UNREADABLE", 400)


@pytest.mark.parametrize(
    "payload",
    [
        DEEP,
        '{"fields":' + DEEP + "}",
        '{"fields":{"subject":"a","organ_name":"b","x":' + DEEP + "}}",
        '{"fields":{"subject":"\\ud800","organ_name":"b"}}',
        '{"fields":{"subject":"a","subject":"b","organ_name":1e400}}',
    ],
)
def test_an_unreadable_payload_is_answered_as_its_command(office: Office, payload: str) -> None:
    clerk = office.person("vanthu")

    reply = clerk.http.post("/api/commands", content=envelope(payload))

    if reply.status_code == 200:
        result = reply.json()["results"][0]
        assert result["problem"]["code"] in {"REQUEST_UNREADABLE", "FIELDS_INVALID"}
    else:
        assert problem_of(reply)["code"] == "REQUEST_UNREADABLE"
    assert clerk.numbers() == []


def test_more_commands_than_a_week_holds_are_refused_whole(office: Office) -> None:
    clerk = office.person("vanthu")
    commands = [
        {
            "op": operation(place),
            "kind": "incoming.register",
            "organ": UBND,
            "payload": entry("Văn bản"),
        }
        for place in range(COMMANDS_PER_REQUEST_MAX + 1)
    ]

    reply = clerk.http.post("/api/commands", json={"v": 1, "commands": commands})

    assert problem_of(reply)["code"] == "REQUEST_TOO_LARGE"
    assert clerk.numbers() == []


def test_a_command_beyond_its_limit_is_refused(office: Office) -> None:
    clerk = office.person("vanthu")
    payload = json.dumps(entry("x" * COMMAND_BYTES_MAX))

    reply = clerk.http.post("/api/commands", content=envelope(payload))

    assert problem_of(reply)["code"] == "REQUEST_TOO_LARGE"


def test_text_that_grows_when_it_is_mended_is_refused_with_words(office: Office) -> None:
    """NFC writes some signs with three characters: what came in its limit may leave it."""
    clerk = office.person("vanthu")
    body = ["\U0001d160" * 60_000]

    problem = clerk.refused("outgoing.draft", draft(body=body))

    assert problem["code"] == "REQUEST_TOO_LARGE"
    assert clerk.read("outgoing")["total"] == 0


def test_a_request_of_megabytes_is_refused(office: Office) -> None:
    clerk = office.person("vanthu")

    reply = clerk.http.post("/api/commands", content=b" " * (5 * COMMAND_BYTES_MAX))

    assert problem_of(reply)["code"] == "REQUEST_TOO_LARGE"


def test_nobody_gives_commands_without_a_session(office: Office) -> None:
    reply = office.client().post("/api/commands", content=envelope("{}"))

    assert problem_of(reply)["code"] == "AUTH_REQUIRED"


@pytest.mark.parametrize(
    "path",
    ["/", "/den", "/%00", "/" + "a" * 5000, "/../../node.key", "/%2e%2e/%2e%2e/node.key", "/a/%ff"],
)
def test_every_other_path_is_the_page_and_none_leads_out_of_it(office: Office, path: str) -> None:
    reply = office.client().get(path)

    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert b"PRIVATE KEY" not in reply.content


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_methods_that_nothing_serves_are_not_found(office: Office, method: str) -> None:
    reply = office.client().request(method, "/api/commands")

    assert problem_of(reply)["code"] == "NOT_FOUND"


def test_every_answer_carries_the_headers_of_safety(office: Office) -> None:
    """R-SEC-04: refusals, pages and readings alike."""
    clerk = office.person("vanthu")
    replies = [
        clerk.http.get("/"),
        clerk.http.get("/api/session"),
        clerk.http.get(f"/api/organs/{UBND}/incoming"),
        clerk.http.get("/api/nothing"),
        clerk.http.post("/api/commands", content=b"{"),
    ]

    for reply in replies:
        for name in set(HEADERS) - {"cache-control"}:
            assert reply.headers[name] == HEADERS[name]
    assert replies[2].headers["cache-control"] == "no-store"


def test_a_fault_of_ours_is_a_problem_with_a_next_step_and_no_trace(office: Office) -> None:
    clerk = office.person("vanthu")
    office.config.database.rename(office.config.database.with_suffix(".gone"))
    office.config.database.mkdir()
    try:
        problem = problem_of(clerk.http.get(f"/api/organs/{UBND}/incoming"))
    finally:
        office.config.database.rmdir()
        office.config.database.with_suffix(".gone").rename(office.config.database)

    assert (problem["code"], problem["status"]) == ("STORAGE_FAILED", 500)
    assert problem["detail"] == ""
