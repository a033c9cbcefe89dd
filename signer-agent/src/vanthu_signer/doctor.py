"""`vanthu-signer doctor`: what works and what does not, with the cause and the next step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from asn1crypto import x509

from vanthu_signer.channel import Channel
from vanthu_signer.home import Home
from vanthu_signer.log import check_log
from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import TEST_KEY_NAME, PinState, Token

_PIN_TEXTS = {
    PinState.READY: "mã PIN sẵn sàng",
    PinState.COUNT_LOW: "mã PIN đã bị gõ sai, số lần thử còn ít",
    PinState.FINAL_TRY: "mã PIN chỉ còn một lần thử: không dùng nữa, đặt lại trước",
    PinState.LOCKED: "mã PIN đã bị khóa",
}
_PIN_GOOD = {PinState.READY, PinState.COUNT_LOW}


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: is it good, and what is it."""

    good: bool
    text: str


def examine(
    home: Home,
    open_tokens: Callable[[], tuple[Token, ...]],
    open_channel: Callable[[], Channel],
    now: datetime,
) -> tuple[Finding, ...]:
    """Look at log, node and tokens; a failure of one does not hide the others. No PIN is tried."""
    findings = [
        *_tried("Nhật ký ký số", partial(_log, home)),
        *_tried("Máy xã", partial(_node, open_channel)),
    ]
    for token in _tried_tokens(open_tokens, findings):
        findings += _tried(f"Thiết bị “{token.label}”", partial(_token, token, now))
    return tuple(findings)


def _tried(subject: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except SignerProblem as problem:
        text = f"{subject}: {problem.code}: {problem.text} {problem.next_step}"
        return [Finding(good=False, text=text)]


def _tried_tokens(
    open_tokens: Callable[[], tuple[Token, ...]], findings: list[Finding]
) -> tuple[Token, ...]:
    found: list[Token] = []

    def look() -> list[Finding]:
        found.extend(open_tokens())
        return []

    findings += _tried("Thiết bị ký", look)
    return tuple(found)


def _log(home: Home) -> list[Finding]:
    chain = check_log(home.log)
    return [Finding(good=True, text=f"Nhật ký ký số: {chain.count} dòng, chuỗi nguyên vẹn")]


def _node(open_channel: Callable[[], Channel]) -> list[Finding]:
    jobs = open_channel().jobs(0)
    return [Finding(good=True, text=f"Máy xã: liên lạc được, {len(jobs)} việc đang chờ")]


def _token(token: Token, now: datetime) -> list[Finding]:
    state = token.pin_state()
    kind = f" ({TEST_KEY_NAME})" if token.test_key else ""
    findings = [
        Finding(
            good=state in _PIN_GOOD,
            text=f"Thiết bị “{token.label}”{kind} số {token.serial}: {_PIN_TEXTS[state]}",
        )
    ]
    for certificate in token.certificates():
        parsed = x509.Certificate.load(certificate.der)
        start, end = parsed.not_valid_before, parsed.not_valid_after
        text = f"   Chứng thư {certificate.serial}: từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}"
        findings.append(Finding(good=start <= now <= end, text=text))
    return findings
