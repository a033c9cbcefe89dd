"""WI: messages between a device and its node stand a peer of another age."""

import inspect

import msgspec
import pytest

from tests.sync.samples import example
from vanthu_sync import wire
from vanthu_sync.errors import Refused, problem
from vanthu_sync.wire import Command, Commands, Result, Results, Wire

MESSAGES = [
    value
    for value in vars(wire).values()
    if inspect.isclass(value) and issubclass(value, Wire) and value is not Wire
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.__name__)
def test_wi4_what_a_newer_peer_sends_is_never_an_error(message: type[Wire]) -> None:
    plain = example(message)
    added = msgspec.json.encode({**plain, "zz_added_later": [{"a": 1}]})
    read = msgspec.json.decode(msgspec.json.encode(plain), type=message)
    assert msgspec.json.encode(msgspec.json.decode(added, type=message)) == msgspec.json.encode(
        read
    )


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.__name__)
def test_wi4_a_message_without_a_needed_field_is_refused(message: type[Wire]) -> None:
    plain = example(message)
    for name in plain:
        less = {key: value for key, value in plain.items() if key != name}
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(less, message)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.__name__)
def test_wi_a_message_cannot_be_changed(message: type[Wire]) -> None:
    read = msgspec.json.decode(msgspec.json.encode(example(message)), type=message)
    with pytest.raises(AttributeError):
        setattr(read, message.__struct_fields__[0], None)


def test_wi1_commands_and_results_name_their_version() -> None:
    for message in (Commands, Results):
        assert message.__struct_fields__[0] == "v"
        assert "v" in example(message)


def test_wi2_a_payload_travels_as_the_device_wrote_it() -> None:
    payload = b'{"z": 1.50,  "a": "\\u0111"}'
    body = b'{"v":1,"commands":[{"op":"ab","kind":"x","organ":"o","payload":' + payload + b"}]}"
    command = msgspec.json.decode(body, type=Commands).commands[0]
    assert bytes(command.payload) == payload


def test_wi2_a_result_answers_one_operation_id() -> None:
    command = Command(op="ab" * 16, kind="x", organ="o", payload=msgspec.Raw(b"{}"))
    results = Results(v=wire.WIRE_VERSION, results=(Result(op=command.op, outcome="accepted"),))
    read = msgspec.json.decode(msgspec.json.encode(results), type=Results)
    assert read.results[0].op == command.op


def test_wi6_a_rejected_command_comes_back_with_its_problem() -> None:
    said = problem(Refused("OP_REUSED"))
    result = Result(op="ab" * 16, outcome="rejected", problem=said)
    read = msgspec.json.decode(msgspec.json.encode(result), type=Result)
    assert read.problem == said
    assert read.data is None


@pytest.mark.parametrize("day", ["20/11/2026", "2026-11-31", "2026-02-29", "hôm nay", ""])
def test_wi3_a_day_is_iso_8601_and_exists(day: str) -> None:
    fields = {"subject": "a", "organ_name": "b", "issued_date": day}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, wire.IncomingFields)
