import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.responses import Response

from tests.signer.fake_node import AGENT_ID, FakeNode
from tests.signer.jobs import leader_case
from tests.signing.office import Office
from vanthu_signer.channel import Channel, JobGone, check_address, open_client, pair
from vanthu_signer.home import Home
from vanthu_signer.keys import AgentKey
from vanthu_signer.problem import SignerProblem
from vanthu_sync.agent_wire import (
    NODE_SIGNATURE_HEADER,
    PREPARED_BYTES_MAX,
    PairRequest,
    format_signature,
    reply_signature_input,
)


def test_sg1_the_code_gives_the_agent_its_id_and_the_nodes_key(node: FakeNode, home: Home) -> None:
    pairing = home.pairing()
    assert pairing.agent_id == AGENT_ID
    assert pairing.node_key == node.public_key


def test_sg1_a_wrong_code_is_refused(node: FakeNode, key: AgentKey) -> None:
    with open_client(node.url) as client, pytest.raises(SignerProblem) as caught:
        pair(client, PairRequest("000000", key.public, "Máy lạ", ()))
    assert caught.value.code == "SG1"
    assert node.paired is None


def test_sg1_an_agent_that_the_node_turned_away_stops(node: FakeNode, channel: Channel) -> None:
    node.statuses = [401]
    with pytest.raises(SignerProblem) as caught:
        channel.jobs(0)
    assert caught.value.code == "SG1"


def test_sg2_the_counter_goes_up_over_a_restart(
    node: FakeNode, channel: Channel, home: Home
) -> None:
    """The node itself refuses a number that is not greater; it counts here."""
    channel.jobs(0)
    first = node.sequence
    again = Home(home.folder)
    assert again.next_sequence() == first + 1


def test_jobs_and_files_arrive_whole(node: FakeNode, channel: Channel, office: Office) -> None:
    case = leader_case(office)
    node.offer(case.job, case.prepared.pdf)
    assert channel.jobs(0) == (case.job,)
    assert channel.prepared(case.job) == case.prepared.pdf


def test_sg3_a_reply_signed_by_another_key_is_dropped(node: FakeNode, channel: Channel) -> None:
    node.reply_key = Ed25519PrivateKey.generate()
    with pytest.raises(SignerProblem) as caught:
        channel.jobs(0)
    assert caught.value.code == "SG3"


def test_sg3_an_unsigned_reply_is_dropped(node: FakeNode, channel: Channel) -> None:
    node.unsigned = True
    with pytest.raises(SignerProblem) as caught:
        channel.jobs(0)
    assert caught.value.code == "SG3"


def test_sg3_a_replayed_reply_is_dropped(node: FakeNode, channel: Channel) -> None:
    """A genuine reply to an earlier request does not answer this one."""
    body = b'{"jobs":[]}'
    earlier = reply_signature_input(sequence=1, status=200, body=body)
    headers = {NODE_SIGNATURE_HEADER: format_signature(node.key.sign(earlier))}
    node.replay = Response(body, 200, headers)
    assert channel.jobs(0) == ()
    with pytest.raises(SignerProblem) as caught:
        channel.jobs(0)
    assert caught.value.code == "SG3"


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.5:8000",
        "ftp://localhost",
        "http://localhost.evil.vn",
        "https://u:p@xa.vn",
        "https://xa.vn/path",
        "https://xa.vn/?next=x",
    ],
)
def test_sg4_only_tls_or_loopback_addresses_are_reached(url: str) -> None:
    with pytest.raises(SignerProblem) as caught:
        check_address(url)
    assert caught.value.code == "SG4"
    assert check_address("https://xa.vn/") == "https://xa.vn"
    assert check_address("http://127.0.0.1:8000") == "http://127.0.0.1:8000"


def test_sg4_a_redirect_is_not_followed(node: FakeNode, channel: Channel) -> None:
    node.statuses = [302]
    with pytest.raises(SignerProblem) as caught:
        channel.jobs(0)
    assert caught.value.code == "SG6"


def test_sg5_a_file_over_the_limit_is_dropped(home: Home, key: AgentKey, office: Office) -> None:
    endless = httpx.MockTransport(lambda _: httpx.Response(200, content=_endless()))
    job = leader_case(office).job
    pairing = home.pairing()
    with Channel(
        open_client(pairing.node_url, transport=endless),
        agent_id=pairing.agent_id,
        key=key,
        node_key=pairing.node_key,
        next_sequence=home.next_sequence,
    ) as channel:
        with pytest.raises(SignerProblem) as caught:
            channel.prepared(job)
        assert caught.value.code == "SG5"


def _endless() -> bytes:
    return bytes(PREPARED_BYTES_MAX + 1)


def test_sg6_a_node_out_of_reach_is_named(home: Home, key: AgentKey) -> None:
    with (
        Channel(
            open_client("http://127.0.0.1:9"),
            agent_id=AGENT_ID,
            key=key,
            node_key=bytes(32),
            next_sequence=home.next_sequence,
        ) as channel,
        pytest.raises(SignerProblem) as caught,
    ):
        channel.jobs(0)
    assert caught.value.code == "SG6"


def test_a_job_that_was_taken_back_is_gone(
    node: FakeNode, channel: Channel, office: Office
) -> None:
    case = leader_case(office)
    node.offer(case.job, case.prepared.pdf)
    node.statuses = [404]
    with pytest.raises(JobGone):
        channel.prepared(case.job)
