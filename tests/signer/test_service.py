"""PIN states and the waiting loop; the fake locks, which SoftHSM never does."""

import io
from dataclasses import dataclass, field

import pytest

from tests.signer.conftest import Bench
from vanthu_signer.problem import SignerProblem
from vanthu_signer.service import open_token, open_tokens, serve
from vanthu_signer.terminal import Terminal
from vanthu_signer.token import PinState, TokenCertificate, TokenSignature


@dataclass
class LockingToken:
    """Locks after three wrong PINs."""

    pin: str = "123456"
    tries_left: int = 3
    attempts: list[str] = field(default_factory=list)
    label: str = "token"
    serial: str = "42"
    test_key: bool = False
    absent: bool = False

    def pin_state(self) -> PinState:
        if self.absent:
            raise SignerProblem("SG31", self.label)
        states = (PinState.LOCKED, PinState.FINAL_TRY, PinState.COUNT_LOW, PinState.READY)
        return states[self.tries_left]

    def unlock(self, pin: str) -> None:
        self.attempts.append(pin)
        if pin != self.pin:
            self.tries_left -= 1
            raise SignerProblem("SG32", self.label)
        self.tries_left = 3

    def certificates(self) -> tuple[TokenCertificate, ...]:
        return ()

    def sign(self, certificate_serial: str, signed_attributes: bytes, pin: str) -> TokenSignature:
        raise NotImplementedError(certificate_serial, signed_attributes, pin)


def _open(token: LockingToken, typed: str) -> str:
    output = io.StringIO()
    open_token(Terminal(io.StringIO(typed), output), token)
    return output.getvalue()


def test_sg32_one_action_is_one_try() -> None:
    token = LockingToken()
    with pytest.raises(SignerProblem) as caught:
        _open(token, "000000\n111111\n123456\n")
    assert caught.value.code == "SG32"
    assert token.attempts == ["000000"]


def test_sg33_a_low_count_is_shown_before_the_question() -> None:
    shown = _open(LockingToken(tries_left=2), "123456\n")
    assert shown.index("CẢNH BÁO") < shown.index("Mã PIN của thiết bị ký “token” (số 42):")


@pytest.mark.parametrize(("tries_left", "code"), [(1, "SG33"), (0, "SG34")])
def test_sg33_sg34_at_the_final_try_and_after_it_nothing_is_asked(
    *, tries_left: int, code: str
) -> None:
    token = LockingToken(tries_left=tries_left)
    with pytest.raises(SignerProblem) as caught:
        _open(token, "123456\n")
    assert caught.value.code == code
    assert token.attempts == []


def test_sg32_an_empty_answer_is_no_try() -> None:
    for typed in ("\n", ""):
        token = LockingToken()
        with pytest.raises(SignerProblem):
            _open(token, typed)
        assert token.attempts == []


def test_sg31_an_absent_token_is_named_and_the_other_used() -> None:
    output = io.StringIO()
    terminal = Terminal(io.StringIO("123456\n"), output)
    opened = open_tokens(terminal, (LockingToken(absent=True, label="vắng"), LockingToken()))
    assert [item.token.label for item in opened] == ["token"]
    assert "SG31" in output.getvalue()
    assert "vắng" in output.getvalue()


def test_sg6_the_loop_waits_longer_each_time_and_says_when_it_is_back(bench: Bench) -> None:
    desk, output = bench.sit("")
    bench.node.statuses = [500, 500, 503]
    bench.node.offer(bench.leader.job, bench.leader.prepared.pdf)
    pauses: list[float] = []
    serve(bench.channel, desk, desk.terminal, pause=pauses.append, chance=lambda: 1.0)
    assert pauses == [1.0, 2.0, 4.0]
    assert output.getvalue().count("SG6") == 1
    assert "Đã liên lạc lại" in output.getvalue()
    assert bench.node.refusals[bench.leader.job.id].code == "SG21"


def test_sg1_the_loop_ends_when_the_node_turns_the_agent_away(bench: Bench) -> None:
    desk, _ = bench.sit("")
    bench.node.statuses = [403]
    with pytest.raises(SignerProblem) as caught:
        serve(bench.channel, desk, desk.terminal, pause=lambda _: None, chance=lambda: 1.0)
    assert caught.value.code == "SG1"
