"""`vanthu verify FILE`: the signatures of a PDF, with reasons; exit codes are public."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from vanthu_server.policy.policy_error import PolicyError
from vanthu_server.policy.shelf import load_policies
from vanthu_server.verification.limits import PDF_BYTES_MAX
from vanthu_server.verification.policy_rules import apply_policy
from vanthu_server.verification.reason import NEXT_STEPS, Reason, gravest, reason
from vanthu_server.verification.report import (
    SignatureRow,
    State,
    VerificationReport,
    undetermined,
)
from vanthu_server.verification.worker import verify_in_worker

EXIT_CODES: Final[dict[State, int]] = {
    "valid": 0,
    "valid_with_additions": 0,
    "invalid": 1,
    "undetermined": 2,
    "none": 3,
}
_VERDICTS = {"valid": "hợp lệ", "invalid": "không hợp lệ", "undetermined": "chưa kiểm tra được"}
_ROLES = {"person": "cá nhân", "organ": "cơ quan", None: "chưa rõ là cá nhân hay cơ quan"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `verify` to the vanthu command line."""
    parser = subparsers.add_parser(
        "verify",
        help="kiểm tra chữ ký số của một tệp PDF / check the signatures of a PDF",
        description=(
            "Kiểm tra mọi chữ ký số của tệp PDF. Mã thoát: 1 có chữ ký không hợp lệ, "
            "2 chưa kiểm tra được, 3 không có chữ ký, 0 hợp lệ. / "
            "Check every signature of a PDF. Exit code: 1 invalid, 2 undetermined, "
            "3 no signature, 0 valid."
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--trust",
        type=Path,
        metavar="DIR",
        help="thư mục chứng thư gốc, trung gian, CRL / folder of roots, intermediates, CRLs",
    )
    parser.add_argument(
        "--policy", metavar="KEY", help="quy chế áp dụng / policy to apply, e.g. nd30-2020"
    )
    parser.add_argument("--json", action="store_true", help="in JSON / print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check `arguments.file` now; print the report; return the exit code of EXIT_CODES."""
    now = datetime.now(UTC)
    report = _check(arguments.file, arguments.trust, now)
    if arguments.policy is not None:
        try:
            policy = load_policies().for_document(arguments.policy, now.date())
        except PolicyError as error:
            print(f"{error.code}: {error.text} {error.next_step}", file=sys.stderr)
            return EXIT_CODES["undetermined"]
        report = apply_policy(report, policy)
    if arguments.json:
        print(msgspec.json.encode(report).decode())
    else:
        print("\n".join(_lines(arguments.file, report)))
    return EXIT_CODES[report.state]


def _check(file: Path, trust: Path | None, now: datetime) -> VerificationReport:
    try:
        with file.open("rb") as stream:
            data = stream.read(PDF_BYTES_MAX + 1)
    except OSError as error:
        detail = error.strerror or str(error)
        return undetermined(now.isoformat(), reason("FILE_UNREADABLE", detail))
    return verify_in_worker(data, trust, at=now)


def _lines(file: Path, report: VerificationReport) -> list[str]:
    lines = [f"{file.name}: {report.state_name}"]
    lines += [_reason_line(item) for item in report.reasons]
    for number, row in enumerate(report.signatures, start=1):
        lines += _signature_lines(number, row)
    everything = report.reasons + tuple(item for row in report.signatures for item in row.reasons)
    step = NEXT_STEPS[gravest(everything)]
    return [*lines, step] if step else lines


def _signature_lines(number: int, row: SignatureRow) -> list[str]:
    return [
        f"{number}. {row.field}: {_VERDICTS[row.verdict]}",
        f"   Người ký: {row.signer_name} ({row.organisation}; {_ROLES[row.role]})",
        f"   Chứng thư: {row.serial}, từ {row.certificate_from} đến {row.certificate_to}",
        f"   Thời gian ký: {row.signing_time or 'không ghi'}",
        f"   Dấu thời gian: {row.timestamp or 'không có'}",
        f"   Phạm vi: {row.coverage}; thay đổi sau ký: {row.modification}",
        *(f"   {_reason_line(item)}" for item in row.reasons),
    ]


def _reason_line(item: Reason) -> str:
    return f"[{item.code}] {item.text}"
