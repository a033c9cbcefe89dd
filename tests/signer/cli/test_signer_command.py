"""`vanthu-signer` as a clerk runs it: real processes, a real loopback node, answers by pipe."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.signer.fake_node import CODE, FakeNode, running
from tests.signing.drafts import notice
from tests.signing.office import Office, der, serial_hex
from tools.test_pki import write_p12
from vanthu_server.signing.fields import LEADER_FIELD
from vanthu_server.signing.finish import finish
from vanthu_server.signing.look import Look
from vanthu_server.verification.trust import load_trust
from vanthu_server.verification.verify import verify_pdf
from vanthu_sync.agent_wire import SigningJob

PASSPHRASE = "mật khẩu thử"


def _now() -> datetime:
    return datetime.now(UTC).astimezone().replace(microsecond=0)


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@pytest.fixture
def node() -> Iterator[FakeNode]:
    with running(FakeNode()) as started:
        yield started


@pytest.fixture
def home(node: FakeNode, office: Office, tmp_path: Path) -> Path:
    """A paired agent with the leader's test key."""
    p12 = tmp_path / "leader.p12"
    write_p12(p12, office.pki.leader, office.authority, PASSPHRASE)
    folder = tmp_path / "home"
    words = ("pair", "--node", node.url, "--code", CODE, "--name", "Máy lãnh đạo")
    done = _signer(folder, *words, "--p12", str(p12), answers=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stdout
    return folder


def _signer(home: Path, *words: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vanthu_signer", "--home", str(home), *words],
        input=answers,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def _run_until(home: Path, answers: str, done: Callable[[], bool]) -> None:
    """Run the agent with prepared answers until `done`, then stop it; it must get there in 30 s."""
    words = [sys.executable, "-m", "vanthu_signer", "--home", str(home), "run"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8"
    ) as agent:
        assert agent.stdin is not None
        agent.stdin.write(answers)
        agent.stdin.flush()
        deadline = time.monotonic() + 30
        while not done() and time.monotonic() < deadline and agent.poll() is None:
            time.sleep(0.05)
        agent.terminate()
    assert done()


def _offer(node: FakeNode, office: Office) -> bytes:
    """Offer the leader's job, prepared now; return what finishes it."""
    leader = office.pki.leader
    made = office.prepared(notice(), name=LEADER_FIELD, by=leader, look=Look(), at=_now())
    job = SigningJob(
        id="viec-1",
        created_at=_now().isoformat(),
        role="person",
        title="Thông báo lịch tiếp công dân",
        symbol="",
        organ_name="UBND xã Đông Thạnh",
        signer_name="Nguyễn Văn Trường",
        field=LEADER_FIELD,
        certificate_serial=serial_hex(leader),
        reviewed_sha256=made.reviewed_sha256,
        reviewed_size=made.reviewed_size,
        prepared_sha256=made.prepared_sha256,
        prepared_size=len(made.pdf),
        signed_attributes=made.signed_attributes,
    )
    node.offer(job, made.pdf)
    node.prepared = made
    return made.pdf


def test_a_leader_pairs_is_asked_and_signs(
    node: FakeNode, home: Path, office: Office, tmp_path: Path
) -> None:
    """R-SIG-18, R-TOK-05: signed with the own key on the own PC, and the file verifies."""
    _offer(node, office)
    _run_until(home, f"{PASSPHRASE}\nký\n", lambda: "viec-1" in node.signatures)
    made = node.prepared
    assert made is not None
    signature = node.signatures["viec-1"].signature
    finished = finish(made, signature, der(office.pki.leader))
    trust = load_trust(office.trust_folder(tmp_path / "trust"))
    report = verify_pdf(finished, trust, at=_now() + timedelta(minutes=1))
    assert report.state == "valid"
    assert report.signatures[0].signer_name == "Nguyễn Văn Trường (THỬ NGHIỆM)"


def _events(home: Path) -> int:
    """Lines of the log: paired, refused, sent."""
    return (home / "log.jsonl").read_bytes().count(b"\n")


def test_a_leader_who_says_no_signs_nothing_and_the_log_knows(
    node: FakeNode, home: Path, office: Office
) -> None:
    """R-TOK-03."""
    _offer(node, office)
    _run_until(home, f"{PASSPHRASE}\nkhông\n", lambda: _events(home) == 3)
    assert node.refusals["viec-1"].code == "SG21"
    shown = _signer(home, "log")
    assert shown.returncode == 0
    assert "refused viec-1" in shown.stdout
    assert "3 dòng, chuỗi nguyên vẹn." in shown.stdout
    log = home / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"refused", b"signed!"))
    broken = _signer(home, "log")
    assert broken.returncode == 1
    assert "SG42" in broken.stdout


def test_a_wrong_passphrase_is_one_try_and_says_what_to_do(node: FakeNode, home: Path) -> None:
    """R-TOK-05."""
    done = _signer(home, "run", answers="sai\nmật khẩu thử\n")
    assert done.returncode == 1
    assert "SG32" in done.stdout
    assert done.stdout.count("Mật khẩu của khóa thử nghiệm") == 1
    assert node.paired is not None


def test_the_doctor_finds_what_is_wrong(node: FakeNode, home: Path, tmp_path: Path) -> None:
    """R-TOK-12: which certificates this PC holds, and till when."""
    well = _signer(home, "doctor")
    assert well.returncode == 0
    assert "✓ Máy xã: liên lạc được" in well.stdout
    (tmp_path / "leader.p12").rename(tmp_path / "away.p12")
    node.unsigned = True
    ill = _signer(home, "doctor")
    assert ill.returncode == 1
    assert "SG3" in ill.stdout
    assert "SG31" in ill.stdout


def test_an_agent_that_is_not_paired_says_how(tmp_path: Path) -> None:
    for action in ("run", "doctor"):
        done = _signer(tmp_path / "fresh", action)
        assert done.returncode == 1
        assert "vanthu-signer pair" in done.stdout


def test_a_wrong_code_pairs_nothing(node: FakeNode, office: Office, tmp_path: Path) -> None:
    p12 = tmp_path / "leader.p12"
    write_p12(p12, office.pki.leader, office.authority, PASSPHRASE)
    words = ("pair", "--node", node.url, "--code", "999999", "--name", "Máy", "--p12", str(p12))
    done = _signer(tmp_path / "home", *words, answers=f"{PASSPHRASE}\n")
    assert done.returncode == 1
    assert "SG1:" in done.stdout
    assert node.paired is None
