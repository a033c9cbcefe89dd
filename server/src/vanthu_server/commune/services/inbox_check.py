"""Verifying every file of a received document, each in a process of its own."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from vanthu_server.commune.domain.ports import Blobs
from vanthu_server.verification.report import SignatureRow, VerificationReport
from vanthu_server.verification.worker import verify_in_worker
from vanthu_sync.vocabulary import Verdict
from vanthu_sync.wire import FileRef, SignatureLine

VERDICTS: Final = {
    "valid": Verdict.VALID,
    "valid_with_additions": Verdict.VALID_WITH_ADDITIONS,
    "invalid": Verdict.INVALID,
    "undetermined": Verdict.UNDETERMINED,
    "none": Verdict.UNSIGNED,
}

GRAVITY: Final = (
    Verdict.INVALID,
    Verdict.UNDETERMINED,
    Verdict.UNSIGNED,
    Verdict.VALID_WITH_ADDITIONS,
    Verdict.VALID,
)
"""The gravest verdict of any file is the document's."""


PDF_START: Final = b"%PDF-"
PDF_START_BYTES: Final = 1024
"""Readers take the start of a PDF anywhere in here, also behind that of a picture."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found over all files."""

    verdict: Verdict
    signatures: tuple[SignatureLine, ...]


def check_files(files: Sequence[FileRef], *, blobs: Blobs, trust: Path, at: datetime) -> Report:
    """Verify the PDF files; a document without any is unsigned; raises Refused(FILES_NOT_HERE).

    What is a PDF says the file, not its sender: a changed one under another name is found too.
    """
    contents = ((file, blobs.read(file.sha256)) for file in files)
    reports = [
        verify_in_worker(content, trust, at=at)
        for file, content in contents
        if file.media_type == "application/pdf" or PDF_START in content[:PDF_START_BYTES]
    ]
    found = {VERDICTS[report.state] for report in reports} or {Verdict.UNSIGNED}
    return Report(
        verdict=next(verdict for verdict in GRAVITY if verdict in found),
        signatures=tuple(_line(row) for report in reports for row in _rows(report)),
    )


def _rows(report: VerificationReport) -> Sequence[SignatureRow]:
    return report.signatures


def _line(row: SignatureRow) -> SignatureLine:
    return SignatureLine(
        field=row.field,
        signer=row.signer_name,
        role=row.role or "",
        verdict=VERDICTS[row.verdict],
        signed_at=row.signing_time or "",
        reasons=tuple(reason.text for reason in row.reasons),
    )
