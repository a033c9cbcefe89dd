"""Sign jobs on the node's disk: nobody writes over what happened, and no moment is untrue."""

from datetime import timedelta

import pytest

from tests.commune.agent import AgentDevice, paired, signature
from tests.commune.node import Office, problem_of
from tests.commune.papers import submitted
from tests.signing.office import new_pki
from vanthu_server.commune.domain.sign_job import SignJob
from vanthu_server.commune.storage.machine.jobs import JobStore
from vanthu_sync.errors import Refused


@pytest.fixture
def agent(office: Office) -> AgentDevice:
    return paired(office)


def prepared(office: Office, agent: AgentDevice) -> tuple[JobStore, SignJob]:
    """Ask for a signature, let the agent fetch it; return the job as a slow poll holds it."""
    document = submitted(office.person("vanthu"))
    office.person("chutich").done("outgoing.sign", {"id": document})
    jobs = JobStore(office.node.ledger)
    held = jobs.job(agent.job().id)
    assert held is not None
    return jobs, held


def test_a_job_that_went_with_its_document_does_not_come_back(
    office: Office, agent: AgentDevice
) -> None:
    """R-SEC-08: a poll that prepared the file meanwhile would put the secret back on the disk."""
    jobs, held = prepared(office, agent)
    office.person("vanthu").done("content.remove", {"id": held.document, "reason": "Gõ nhầm"})

    with pytest.raises(Refused, match="JOB_NOT_WAITING"):
        jobs.put(held, was=held)

    assert jobs.job(held.id) is None


def test_a_slow_poll_does_not_undo_a_signature(office: Office, agent: AgentDevice) -> None:
    jobs, held = prepared(office, agent)
    given = signature(new_pki().leader, agent.job())
    assert agent.ask("POST", f"/agent/jobs/{held.id}/signature", given).status_code == 204

    with pytest.raises(Refused, match="JOB_NOT_WAITING"):
        jobs.put(held, was=held)

    signed = jobs.job(held.id)
    assert signed is not None
    assert signed.state == "signed"


def test_a_question_left_open_is_prepared_anew_at_the_next_poll(
    office: Office, agent: AgentDevice
) -> None:
    """The agent was switched off while it asked: its file shows yesterday's moment."""
    _, held = prepared(office, agent)
    agent.ask("POST", f"/agent/jobs/{held.id}/asked")
    office.clock.move(timedelta(minutes=6))

    assert agent.job().prepared_sha256 != held.prepared


@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(minutes=40)])
def test_a_signature_of_another_hour_or_day_than_the_file_shows_is_asked_for_again(
    office: Office, agent: AgentDevice, later: timedelta
) -> None:
    """Prepared at 23:30 in Vietnam, signed 40 minutes later, it would say yesterday."""
    office.clock.move(timedelta(hours=14, minutes=20))
    document = submitted(office.person("vanthu"))
    office.person("chutich").done("outgoing.sign", {"id": document})
    job = agent.job()
    agent.ask("POST", f"/agent/jobs/{job.id}/asked")
    office.clock.move(later)

    given = signature(new_pki().leader, job)
    late = agent.ask("POST", f"/agent/jobs/{job.id}/signature", given)

    assert problem_of(late)["code"] == "JOB_NOT_WAITING"
    assert agent.sign(new_pki().leader).status_code == 204


def test_nb4_a_job_ends_with_the_number_that_was_struck_out(
    office: Office, agent: AgentDevice
) -> None:
    """HỦY: nobody is asked for a seal under a number that is void."""
    clerk = office.person("vanthu")
    _, held = prepared(office, agent)
    assert agent.sign(new_pki().leader).status_code == 204
    clerk.done("outgoing.number", {"id": held.document})
    clerk.done("outgoing.seal", {"id": held.document})
    waiting = agent.job()

    clerk.done("number.void", {"book": "di", "year": 2026, "number": 1, "reason": "Nhầm"})

    job = JobStore(office.node.ledger).job(waiting.id)
    assert job is not None
    assert job.state == "failed"
    given = signature(new_pki().organ, waiting)
    late = agent.ask("POST", f"/agent/jobs/{waiting.id}/signature", given)
    assert problem_of(late)["code"] == "JOB_NOT_WAITING"
