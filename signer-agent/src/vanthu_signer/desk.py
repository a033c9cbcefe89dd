"""One job from the node's offer to the answer that goes back (PROTOCOL.md, "Course of a job")."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from msgspec.structs import replace

from vanthu_signer.backoff import backoff_seconds
from vanthu_signer.channel import Channel, JobGone
from vanthu_signer.consent import Setting, ask_consent
from vanthu_signer.limits import ANSWERS_KEPT, SUBMIT_TRIES
from vanthu_signer.log import Event, LogEntry, SigningLog, digest_hex
from vanthu_signer.pages import draw_pages, remove_pages
from vanthu_signer.problem import SignerProblem
from vanthu_signer.review import Reviewed, review
from vanthu_signer.terminal import Terminal, shown
from vanthu_signer.token import TEST_KEY_NAME, Token, TokenCertificate, TokenSignature
from vanthu_sync.agent_wire import Refusal, SignatureSubmission, SigningJob

Answer = SignatureSubmission | Refusal


@dataclass(frozen=True)
class OpenToken:
    """A token whose PIN was right; the PIN stays in memory as long as the agent runs."""

    token: Token
    pin: str
    certificates: tuple[TokenCertificate, ...]


@dataclass(frozen=True)
class Surroundings:
    """What a desk stands in: the clock, the pause, chance, the pictures' folder, the node."""

    now: Callable[[], datetime]
    pages_folder: Path
    server: str
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = lambda: 1.0


class Desk:
    """Handles jobs one after the other; remembers its answers, so nobody is asked twice."""

    def __init__(
        self,
        *,
        channel: Channel,
        terminal: Terminal,
        log: SigningLog,
        tokens: tuple[OpenToken, ...],
        surroundings: Surroundings,
    ) -> None:
        self._channel = channel
        self.terminal = terminal
        self._log = log
        self._tokens = tokens
        self._around = surroundings
        self._answers: dict[tuple[str, str], Answer] = {}

    def handle(self, job: SigningJob) -> None:
        """Fetch, review, ask, sign, log, answer. Raises SG3, SG5, SG6 when the node is away."""
        known = (job.id, job.prepared_sha256)
        if known not in self._answers:
            try:
                self._answers[known] = self._decide(job)
            except JobGone:
                self.terminal.say(f"Việc {job.id} đã được máy xã rút lại.")
                return
            while len(self._answers) > ANSWERS_KEPT:
                del self._answers[next(iter(self._answers))]
        self._deliver(job, self._answers[known])

    def _decide(self, job: SigningJob) -> Answer:
        pdf = self._channel.prepared(job)
        try:
            held, certificate = self._holder(job)
            reviewed = review(job, pdf, certificate.der, self._around.now())
            self._channel.asked(job)
            self._ask(reviewed, held)
            signature = self._sign(job, held, certificate)
        except SignerProblem as problem:
            if problem.code in {"SG3", "SG5", "SG6"}:
                raise
            return self._refused(job, problem)
        return SignatureSubmission(signature=signature.signature, algorithm=signature.algorithm)

    def _holder(self, job: SigningJob) -> tuple[OpenToken, TokenCertificate]:
        """SG16: the token whose certificate the job names."""
        for held in self._tokens:
            for certificate in held.certificates:
                if certificate.serial == job.certificate_serial:
                    return held, certificate
        raise SignerProblem("SG16", f"không có chứng thư {job.certificate_serial} ở máy này")

    def _ask(self, reviewed: Reviewed, held: OpenToken) -> None:
        pages = draw_pages(reviewed.pdf, self._around.pages_folder, reviewed.job.id)
        token = held.token
        setting = Setting(self._around.server, token.label, token.serial, token.test_key)
        try:
            ask_consent(self.terminal, reviewed, setting, pages)
        finally:
            remove_pages(pages)

    def _sign(
        self, job: SigningJob, held: OpenToken, certificate: TokenCertificate
    ) -> TokenSignature:
        """SG36 and SG40: logged before the token is used, checked and logged after it."""
        self._write("approved", job, held)
        made = held.token.sign(certificate.serial, job.signed_attributes, held.pin)
        if not _accepts(certificate.der, made, job.signed_attributes):
            raise SignerProblem("SG36", held.token.label)
        self._write("signed", job, held, signature=digest_hex(made.signature))
        self.terminal.say(f"Đã ký: {shown(job.title)}")
        return made

    def _refused(self, job: SigningJob, problem: SignerProblem) -> Refusal:
        self.terminal.say(f"KHÔNG KÝ. {problem.code}: {problem.text} {problem.next_step}")
        entry = self._entry("refused", job)
        self._log.append(replace(entry, code=problem.code), self._around.now())
        return Refusal(code=problem.code, text=f"{problem.text} {problem.next_step}")

    def _deliver(self, job: SigningJob, answer: Answer) -> None:
        """Hand the answer in, with some tries; a job offered again gets the same answer."""
        for failures in range(1, SUBMIT_TRIES + 1):
            try:
                self._send(job, answer)
            except JobGone:
                self.terminal.say(f"Máy xã không còn nhận trả lời cho việc {job.id}.")
                return
            except SignerProblem as problem:
                if problem.code == "SG1" or failures == SUBMIT_TRIES:
                    raise
                self._around.pause(backoff_seconds(failures, self._around.chance()))
            else:
                self._log.append(self._entry("sent", job), self._around.now())
                return

    def _send(self, job: SigningJob, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self._channel.refuse(job, answer)
        else:
            self._channel.submit(job, answer)

    def _write(
        self, event: Event, job: SigningJob, held: OpenToken, *, signature: str = ""
    ) -> None:
        entry = replace(
            self._entry(event, job),
            token=held.token.serial,
            note=TEST_KEY_NAME if held.token.test_key else "",
            signature=signature,
        )
        self._log.append(entry, self._around.now())

    def _entry(self, event: Event, job: SigningJob) -> LogEntry:
        return LogEntry(
            event=event,
            job=job.id,
            role=job.role,
            field=job.field,
            before=job.reviewed_sha256,
            after=job.prepared_sha256,
            certificate=job.certificate_serial,
        )


def _accepts(certificate: bytes, made: TokenSignature, signed: bytes) -> bool:
    """Say whether the certificate's key made this signature over `signed`."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey) and made.algorithm == "rsa_pkcs1_sha256":
            key.verify(made.signature, signed, padding.PKCS1v15(), hashes.SHA256())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and made.algorithm == "ecdsa_sha256":
            key.verify(made.signature, signed, ec.ECDSA(hashes.SHA256()))
            return True
    except InvalidSignature:
        return False
    return False
