"""Verification in a process of its own, bounded in time, memory and size.

The child (`python -m vanthu_server.verification.worker`) reads one line of JSON and then the PDF
from standard input, and writes the report as JSON to standard output; so it works on Windows.
Whatever goes wrong with the child is "chưa kiểm tra được", never valid.
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from vanthu_server.platform.memory import bound_own_memory
from vanthu_server.verification.expected import ExpectedDocument
from vanthu_server.verification.limits import (
    EXCEPTION_TEXT_MAX,
    PDF_BYTES_MAX,
    REPORT_BYTES_MAX,
    WORKER_MEMORY_BYTES_MAX,
    WORKER_SECONDS_MAX,
)
from vanthu_server.verification.reason import reason
from vanthu_server.verification.report import VerificationReport, undetermined
from vanthu_server.verification.settings import VerificationSettings
from vanthu_server.verification.trust import NOBODY_TRUSTED, TrustProblem, load_trust
from vanthu_server.verification.verify import verify_pdf

_MODULE = "vanthu_server.verification.worker"
_DEFAULT_SETTINGS = VerificationSettings()


class WorkerBounds(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how large the child may grow."""

    seconds: float = WORKER_SECONDS_MAX
    memory_bytes: int = WORKER_MEMORY_BYTES_MAX


class _Task(msgspec.Struct, frozen=True, kw_only=True):
    trust_folder: str | None
    at: datetime
    expected: ExpectedDocument | None
    settings: VerificationSettings
    memory_bytes: int


_DEFAULT_BOUNDS = WorkerBounds()


def verify_in_worker(
    data: bytes,
    trust_folder: Path | None,
    *,
    at: datetime,
    expected: ExpectedDocument | None = None,
    settings: VerificationSettings = _DEFAULT_SETTINGS,
    bounds: WorkerBounds = _DEFAULT_BOUNDS,
) -> VerificationReport:
    """Do `verify_pdf` in a child process with the trust folder's content; never raises OSError.

    Without a folder nobody is trusted, and nothing can be valid. `at` is aware. Blocks for at
    most `bounds.seconds`: call it from a worker thread.
    """
    if len(data) > PDF_BYTES_MAX:
        return undetermined(at.isoformat(), reason("PDF_TOO_LARGE", f"{len(data)} byte"))
    task = _Task(
        trust_folder=None if trust_folder is None else str(trust_folder),
        at=at,
        expected=expected,
        settings=settings,
        memory_bytes=bounds.memory_bytes,
    )
    try:
        child = subprocess.run(
            [sys.executable, "-m", _MODULE],
            input=msgspec.json.encode(task) + b"\n" + data,
            capture_output=True,
            timeout=bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return undetermined(at.isoformat(), reason("CHECK_TIMEOUT", f"quá {bounds.seconds:g} giây"))
    except OSError as error:
        return undetermined(at.isoformat(), reason("CHECK_FAILED", str(error)))
    return _read_report(child, at)


def _read_report(child: subprocess.CompletedProcess[bytes], at: datetime) -> VerificationReport:
    if child.returncode == 0 and len(child.stdout) <= REPORT_BYTES_MAX:
        try:
            return msgspec.json.decode(child.stdout, type=VerificationReport)
        except msgspec.DecodeError as error:
            return undetermined(at.isoformat(), reason("CHECK_FAILED", str(error)))
    last_words = child.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    detail = f"mã thoát {child.returncode} {last_words}"[:EXCEPTION_TEXT_MAX]
    return undetermined(at.isoformat(), reason("CHECK_FAILED", detail))


def main() -> int:
    """The child: one task on standard input, one report on standard output."""
    header, _, data = sys.stdin.buffer.read(PDF_BYTES_MAX + REPORT_BYTES_MAX).partition(b"\n")
    task = msgspec.json.decode(header, type=_Task)
    bound_own_memory(task.memory_bytes)
    try:
        trust = load_trust(Path(task.trust_folder)) if task.trust_folder else NOBODY_TRUSTED
    except TrustProblem as problem:
        report = undetermined(task.at.isoformat(), reason("TRUST_STORE_BROKEN", str(problem)))
    else:
        report = verify_pdf(data, trust, at=task.at, expected=task.expected, settings=task.settings)
    sys.stdout.buffer.write(msgspec.json.encode(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
