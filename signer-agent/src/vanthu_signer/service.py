"""`vanthu-signer run`: open the tokens, then wait for jobs until the person stops it."""

from collections.abc import Callable

from vanthu_signer.backoff import backoff_seconds
from vanthu_signer.channel import Channel
from vanthu_signer.desk import Desk, OpenToken
from vanthu_signer.problem import SignerProblem
from vanthu_signer.terminal import Terminal
from vanthu_signer.token import TEST_KEY_NAME, PinState, Token
from vanthu_sync.agent_wire import WAIT_SECONDS_MAX

_STOPS = {"SG1", "SG40", "SG42", "SG50"}


def open_token(terminal: Terminal, token: Token) -> OpenToken:
    """Show the PIN's state, ask for the PIN, try it once (SG32 to SG34)."""
    match token.pin_state():
        case PinState.LOCKED:
            raise SignerProblem("SG34", token.label)
        case PinState.FINAL_TRY:
            raise SignerProblem("SG33", token.label)
        case PinState.COUNT_LOW:
            terminal.say("CẢNH BÁO: mã PIN đã bị gõ sai trước đó, số lần thử còn ít.")
        case PinState.READY:
            pass
    kind = f"Mật khẩu của {TEST_KEY_NAME}" if token.test_key else "Mã PIN của thiết bị ký"
    pin = terminal.ask_secret(f"{kind} “{token.label}” (số {token.serial}):")
    if not pin:
        raise SignerProblem("SG32", "chưa nhập")
    token.unlock(pin)
    return OpenToken(token, pin, token.certificates())


def open_tokens(terminal: Terminal, tokens: tuple[Token, ...]) -> tuple[OpenToken, ...]:
    """Open every token that is there; one that is absent is named and left out.

    Raises SG31 when none is there, SG32 to SG35 at once.
    """
    opened = []
    for token in tokens:
        try:
            opened.append(open_token(terminal, token))
        except SignerProblem as problem:
            if problem.code != "SG31":
                raise
            terminal.say(f"{problem.code}: {problem.text} {problem.next_step}")
    if not opened:
        raise SignerProblem("SG31", "không có thiết bị ký nào")
    return tuple(opened)


def serve(
    channel: Channel,
    desk: Desk,
    terminal: Terminal,
    *,
    pause: Callable[[float], None],
    chance: Callable[[], float],
) -> None:
    """Handle jobs until nobody answers any more; raises what only a person can mend."""
    failures, last_code = 0, ""
    while not terminal.ended:
        try:
            for job in channel.jobs(WAIT_SECONDS_MAX):
                desk.handle(job)
        except SignerProblem as problem:
            if problem.code in _STOPS:
                raise
            failures += 1
            if problem.code != last_code:
                terminal.say(f"{problem.code}: {problem.text} {problem.next_step}")
            last_code = problem.code
            pause(backoff_seconds(failures, chance()))
        else:
            if failures:
                terminal.say("Đã liên lạc lại được với máy xã.")
            failures, last_code = 0, ""
