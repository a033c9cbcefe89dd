"""The signer agents' channel: who is let in, what is signed, and what a lie leaves behind."""

from datetime import timedelta

import httpx
import msgspec
import pytest

from tests.commune.agent import AgentDevice, pair_request, paired, signature
from tests.commune.node import UBND, Office, problem_of
from tests.commune.papers import submitted
from tests.commune.stores import assert_whole, journal
from tests.signing.office import new_pki
from vanthu_server.keys.node_key import SigningKey


@pytest.fixture
def agent(office: Office) -> AgentDevice:
    return paired(office)


def code(reply: httpx.Response) -> str:
    return str(problem_of(reply)["code"])


def wanted(office: Office) -> str:
    """Submit a document and ask for its leader's signature."""
    document = submitted(office.person("vanthu"))
    office.person("chutich").done("outgoing.sign", {"id": document})
    return document


def state(office: Office, document: str) -> str:
    return str(office.person("vanthu").read(f"outgoing/{document}")["row"]["state"])


def test_leader_signs_clerk_numbers_organ_seals_and_it_is_issued(
    office: Office, agent: AgentDevice
) -> None:
    """R-OUT-05, R-SIG-05, R-OUT-10: person, number, organ, issue; the system takes the number."""
    document = wanted(office)
    clerk = office.person("vanthu")
    assert agent.sign(new_pki().leader).status_code == 204
    assert state(office, document) == "da_ky"
    numbered = clerk.done("outgoing.number", {"id": document})
    assert (numbered["number"], numbered["symbol"]) == (1, "01/TB-UBND")
    clerk.done("outgoing.seal", {"id": document})
    assert agent.sign(new_pki().organ).status_code == 204

    clerk.done("outgoing.issue", {"id": document})

    held = clerk.read(f"outgoing/{document}")
    assert held["row"]["state"] == "da_phat_hanh"
    assert [each["state"] for each in held["signing"]] == ["signed", "signed"]
    assert held["may"] == ["content.remove"]
    office.close()
    assert_whole(office.config)


def test_a_signature_that_does_not_fit_the_document_is_not_used(
    office: Office, agent: AgentDevice
) -> None:
    """R-SEC-06."""
    document = wanted(office)
    job = agent.job()
    other = msgspec.structs.replace(job, signed_attributes=b"something else")
    events = len(journal(office.config))

    reply = agent.ask("POST", f"/agent/jobs/{job.id}/signature", signature(new_pki().leader, other))

    assert code(reply) == "SIGNING_FAILED"
    assert state(office, document) == "trinh_ky"
    assert len(journal(office.config)) == events
    assert agent.jobs() == []
    office.person("chutich").done("outgoing.sign", {"id": document})
    assert agent.sign(new_pki().leader).status_code == 204


def test_a_refusal_at_the_agent_is_recorded_and_may_be_asked_for_again(
    office: Office, agent: AgentDevice
) -> None:
    document = wanted(office)
    job = agent.job()

    refusal = {"code": "PERSON_REFUSED", "text": "Sai ngày"}
    assert agent.ask("POST", f"/agent/jobs/{job.id}/refused", refusal).status_code == 204

    held = office.person("vanthu").read(f"outgoing/{document}")
    assert (held["signing"][0]["state"], held["signing"][0]["reason"]) == ("refused", "Sai ngày")
    late = agent.ask("POST", f"/agent/jobs/{job.id}/signature", signature(new_pki().leader, job))
    assert code(late) == "JOB_NOT_WAITING"
    office.person("chutich").done("outgoing.sign", {"id": document})
    assert agent.sign(new_pki().leader).status_code == 204


def test_a_second_request_waits_for_the_first(office: Office, agent: AgentDevice) -> None:
    document = wanted(office)
    assert len(agent.jobs()) == 1

    refused = office.person("chutich").refused("outgoing.sign", {"id": document})

    assert refused["code"] == "SIGNING_WAITS"


def test_a_new_agent_takes_over_from_one_that_is_gone_for_good(
    office: Office, agent: AgentDevice
) -> None:
    """The PC with the token broke while a job waited there: the administrator binds anew."""
    document = wanted(office)
    assert len(agent.jobs()) == 1
    clerk, second = office.person("vanthu"), paired(office)
    office.person("chutich").done("outgoing.sign", {"id": document})
    assert second.sign(new_pki().leader).status_code == 204
    clerk.done("outgoing.number", {"id": document})
    clerk.done("outgoing.seal", {"id": document})
    third = paired(office)

    clerk.done("outgoing.seal", {"id": document})

    assert third.sign(new_pki().organ).status_code == 204
    assert agent.jobs() == second.jobs() == []
    office.close()
    assert_whole(office.config)


def test_a_document_that_was_sent_back_may_be_signed_again_though_its_agent_is_away(
    office: Office, agent: AgentDevice
) -> None:
    document = wanted(office)
    assert len(agent.jobs()) == 1
    clerk = office.person("vanthu")
    clerk.done("outgoing.send_back", {"id": document, "reason": "Sửa"})
    clerk.done("outgoing.submit", {"id": document})

    office.person("chutich").done("outgoing.sign", {"id": document})

    assert agent.sign(new_pki().leader).status_code == 204


def test_a_broken_trust_folder_is_named_and_stops_no_agent(
    office: Office, agent: AgentDevice
) -> None:
    document = wanted(office)
    job = agent.job()
    broken = office.config.trust / "thu-hoi.crl"
    broken.write_bytes(b"none")
    given = signature(new_pki().leader, job)
    late = agent.ask("POST", f"/agent/jobs/{job.id}/signature", given)
    assert code(late) == "SIGNING_FAILED"
    assert broken.name in problem_of(late)["detail"]
    office.person("chutich").done("outgoing.sign", {"id": document})

    assert agent.jobs() == []

    for failed in office.person("vanthu").read(f"outgoing/{document}")["signing"]:
        assert (failed["state"], broken.name in failed["reason"]) == ("failed", True)
    broken.unlink()
    office.person("chutich").done("outgoing.sign", {"id": document})
    assert agent.sign(new_pki().leader).status_code == 204


def test_a_document_that_was_sent_back_is_signed_by_nobody(
    office: Office, agent: AgentDevice
) -> None:
    """R-OUT-03: what changed after the question is not signed."""
    document = wanted(office)
    job = agent.job()
    office.person("vanthu").done("outgoing.send_back", {"id": document, "reason": "Sửa"})

    late = agent.ask("POST", f"/agent/jobs/{job.id}/signature", signature(new_pki().leader, job))

    assert code(late) == "JOB_NOT_WAITING"
    assert agent.jobs() == []


def test_a_removed_document_leaves_no_job_and_takes_no_signature(
    office: Office, agent: AgentDevice
) -> None:
    document = wanted(office)
    job = agent.job()
    office.person("vanthu").done("content.remove", {"id": document, "reason": "Gõ nhầm"})

    late = agent.ask("POST", f"/agent/jobs/{job.id}/signature", signature(new_pki().leader, job))

    assert code(late) == "NOT_FOUND"
    assert agent.jobs() == []
    office.close()
    assert_whole(office.config)


def test_only_the_named_signer_asks_and_only_with_a_bound_certificate(office: Office) -> None:
    """R-TOK-05, R-SIG-02."""
    document = submitted(office.person("vanthu"))
    refused = office.person("chutich").refused("outgoing.sign", {"id": document})
    assert refused["code"] == "SIGNER_NO_CERTIFICATE"
    paired(office)
    office.give_role("chuyenvien", UBND, "lanh_dao")

    other = office.person("chuyenvien").refused("outgoing.sign", {"id": document})

    assert other["code"] == "RIGHT_MISSING"


def try_pair(office: Office, pairing_code: str) -> httpx.Response:
    request = pair_request(pairing_code, SigningKey.generate())
    return office.client().post("/agent/pair", content=msgspec.json.encode(request))


def test_a_pairing_code_serves_once_and_for_a_quarter_of_an_hour(office: Office) -> None:
    agents = office.node.agents()
    first = agents.new_code()
    assert try_pair(office, f"{first[:3]} {first[3:]}").status_code == 200
    assert code(try_pair(office, first)) == "PAIR_CODE_WRONG"
    late = agents.new_code()
    office.clock.move(timedelta(minutes=15, seconds=1))
    assert code(try_pair(office, late)) == "PAIR_CODE_WRONG"
    older = agents.new_code()
    newer = agents.new_code()
    assert code(try_pair(office, older)) == "PAIR_CODE_WRONG"
    assert try_pair(office, newer).status_code == 200


def test_a_pairing_code_is_not_guessed(office: Office) -> None:
    right = office.node.agents().new_code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        assert code(try_pair(office, wrong)) == "PAIR_CODE_WRONG"

    assert code(try_pair(office, right)) == "PAIR_CODE_WRONG"


@pytest.mark.parametrize(
    "change", [{"agent_key": b"short"}, {"certificates": "der"}, {"certificates": "no der"}]
)
def test_an_agent_whose_key_or_certificate_is_none_is_not_paired(
    office: Office, change: dict[str, object]
) -> None:
    """A broken certificate would stand in the administrator's list for ever."""
    request = pair_request(office.node.agents().new_code(), SigningKey.generate(), new_pki().leader)
    if "agent_key" in change:
        request = msgspec.structs.replace(request, agent_key=b"short")
    else:
        good = request.certificates[0]
        bad = good.der[:100] if change["certificates"] == "der" else b"none"
        offer = msgspec.structs.replace(good, der=bad)
        request = msgspec.structs.replace(request, certificates=(offer,))

    reply = office.client().post("/agent/pair", content=msgspec.json.encode(request))

    assert code(reply) == "REQUEST_UNREADABLE"
    assert office.person("quantri").read("certificates")["certificates"] == []


def test_sg2_a_request_is_taken_once_and_only_from_its_agent(
    office: Office, agent: AgentDevice
) -> None:
    wanted(office)
    assert len(agent.jobs()) == 1

    assert code(agent.ask("GET", "/agent/jobs?wait=0", sequence=1)) == "PEER_SIGNATURE_WRONG"
    agent.sequence += 10
    stranger = AgentDevice(agent.http, SigningKey.generate(), agent.id, agent.node_key, 20)
    assert code(stranger.ask("GET", "/agent/jobs?wait=0")) == "PEER_SIGNATURE_WRONG"
    unknown = AgentDevice(agent.http, agent.key, "ab" * 8, agent.node_key)
    assert code(unknown.ask("GET", "/agent/jobs?wait=0")) == "PEER_UNKNOWN"
    assert code(agent.http.get("/agent/jobs")) == "PEER_UNKNOWN"
    for header in ("Bearer x", "Vanthu-Agent id=1, seq=0, sig=x"):
        refused = agent.http.get("/agent/jobs", headers={"authorization": header})
        assert code(refused) == "PEER_UNKNOWN"


def test_an_agent_sees_no_job_of_another(office: Office, agent: AgentDevice) -> None:
    wanted(office)
    job = agent.job()
    key = SigningKey.generate()
    request = pair_request(office.node.agents().new_code(), key)
    told = office.client().post("/agent/pair", content=msgspec.json.encode(request)).json()
    other = AgentDevice(office.client(), key, told["agent_id"], agent.node_key)

    assert other.jobs() == []
    assert code(other.ask("GET", f"/agent/jobs/{job.id}/prepared")) == "NOT_FOUND"
    late = other.ask("POST", f"/agent/jobs/{job.id}/signature", signature(new_pki().leader, job))
    assert code(late) == "NOT_FOUND"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 60_000])
def test_an_unreadable_pairing_is_named(office: Office, body: bytes) -> None:
    assert code(office.client().post("/agent/pair", content=body)) == "REQUEST_UNREADABLE"


def test_the_screen_says_which_agents_are_at_their_place(
    office: Office, agent: AgentDevice
) -> None:
    clerk = office.person("vanthu")
    assert clerk.read("state")["agents"] == []
    agent.jobs()
    assert clerk.read("state")["agents"] == ["Máy ký văn phòng"]
    office.clock.move(timedelta(minutes=2))
    assert clerk.read("state")["agents"] == []
