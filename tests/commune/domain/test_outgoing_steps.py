"""The way of an outgoing document only goes forward once it has its number."""

from vanthu_server.commune.domain.outgoing_steps import STEPS
from vanthu_server.commune.domain.rights import RIGHTS
from vanthu_sync.vocabulary import OutgoingState

NUMBERED = {OutgoingState.NUMBERED, OutgoingState.SEALED, OutgoingState.ISSUED}


def test_every_step_is_a_command_with_a_right() -> None:
    assert set(STEPS) <= set(RIGHTS)


def test_a_numbered_document_never_goes_back_to_draft() -> None:
    """NB3: its number is spent."""
    for step in ("outgoing.draft", "outgoing.submit", "outgoing.send_back", "outgoing.number"):
        assert STEPS[step].isdisjoint(NUMBERED)


def test_every_state_but_the_last_and_a_void_one_has_a_way_on() -> None:
    for state in set(OutgoingState) - {OutgoingState.ISSUED, OutgoingState.VOID}:
        onward = [step for step, states in STEPS.items() if state in states]
        assert set(onward) - {"content.remove"}, state
