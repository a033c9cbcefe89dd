import msgspec
import pytest

from tests.signer.jobs import leader_case
from tests.signing.office import Office
from vanthu_sync.agent_wire import (
    AgentAuthorization,
    AgentWireError,
    SigningJob,
    format_authorization,
    format_signature,
    parse_authorization,
    parse_signature,
    reply_signature_input,
    request_signature_input,
)

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
SIGNATURE = bytes(range(64))


def test_sg2_the_request_input_is_fixed() -> None:
    made = request_signature_input(method="GET", target="/agent/jobs?wait=25", sequence=7, body=b"")
    assert made == f"vanthu agent v1\nGET\n/agent/jobs?wait=25\n7\n{EMPTY}".encode()


def test_sg3_the_reply_input_is_fixed() -> None:
    made = reply_signature_input(sequence=7, status=204, body=b"")
    assert made == f"vanthu node v1\n7\n204\n{EMPTY}".encode()


def test_sg2_the_header_is_read_as_it_was_written() -> None:
    authorization = AgentAuthorization("00ff" * 8, 9, SIGNATURE)
    assert parse_authorization(format_authorization(authorization)) == authorization


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer x",
        f"Vanthu-Agent id=00ff00ff, seq=0, sig={format_signature(SIGNATURE)}",
        f"Vanthu-Agent id=00ff00ff, seq=9999999999999999, sig={format_signature(SIGNATURE)}",
        f"Vanthu-Agent id=00ff00ff, seq=1, sig={format_signature(SIGNATURE)}=",
        f"Vanthu-Agent id=00ff00ff, seq=1, sig={format_signature(SIGNATURE)[:-1]}_",
        f"Vanthu-Agent id=00ff00ff, seq=1, sig={format_signature(SIGNATURE)}\n",
        f"Vanthu-Agent id=../../x, seq=1, sig={format_signature(SIGNATURE)}",
    ],
)
def test_sg2_another_form_is_refused(*, value: str) -> None:
    with pytest.raises(AgentWireError):
        parse_authorization(value)


def test_a_signature_has_one_spelling_only() -> None:
    assert parse_signature(format_signature(SIGNATURE)) == SIGNATURE
    for value in ("", "AA", format_signature(SIGNATURE) + "AA", "ký"):
        with pytest.raises(AgentWireError):
            parse_signature(value)


@pytest.mark.parametrize("job_id", ["", "a/b", "..", "a b", "x" * 65, "a\n"])
def test_sg5_a_job_id_that_could_leave_its_path_is_not_read(*, job_id: str) -> None:
    job = msgspec.to_builtins(leader_case(Office()).job)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**job, "id": job_id}, SigningJob)
