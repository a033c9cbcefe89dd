"""An upload: examined before it is kept, so that nothing marked secret or broken is stored.

Theory of operation: the bytes go to a temporary file; kind, size, PDF structure and the secrecy
box of page 1 are looked at there; only then does the file get its name (its hash) in the blob
store. A refused file leaves nothing behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from vanthu_server.blobs.store import BlobDiskFull, BlobStore, BlobTooLarge, BlobUnknown, BlobWriter
from vanthu_server.commune.domain.ports import Clock
from vanthu_server.commune.domain.upload import Upload
from vanthu_server.intake.file_kind import HEAD_BYTES
from vanthu_server.intake.pdf import PdfFacts, inspect_pdf_in_worker
from vanthu_server.intake.secrecy import SecrecyOutcome, check_secrecy
from vanthu_server.intake.upload import UploadLimits, UploadVerdict, examine_upload
from vanthu_sync import limits
from vanthu_sync.errors import Refused
from vanthu_sync.wire import Notice, Uploaded


class UploadRecords(Protocol):
    """Where records of uploads are kept."""

    def keep(self, upload: Upload, *, at: datetime) -> None:
        """Keep a record."""
        ...


class Receiving:
    """One upload on its way: feed it chunks, then `finish`."""

    def __init__(self, writer: BlobWriter, *, name: str, declared_type: str | None) -> None:
        self._writer = writer
        self._name = name
        self._declared = declared_type
        self._head = b""

    def require(self, sha256: str) -> None:
        """Raise Refused(BLOB_MISMATCH) unless the file has this hash, where one was said."""
        if sha256 and self._writer.sha256 != sha256:
            raise Refused("BLOB_MISMATCH", detail=self._name)

    def feed(self, chunk: bytes) -> None:
        """Take a chunk; raises Refused: UPLOAD_TOO_LARGE, DISK_FULL."""
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]
        with _refusing():
            self._writer.write(chunk)

    def examine(self) -> tuple[UploadVerdict, PdfFacts | None]:
        """Look at the whole; raises Refused for what may not be kept."""
        with _refusing():
            place = self._writer.held()
        return examine(place, name=self._name, declared_type=self._declared, head=self._head)

    def commit(self) -> str:
        """Give the file its name; return the hash; raises Refused(DISK_FULL)."""
        with _refusing():
            return self._writer.commit().sha256


class Uploading:
    """Takes uploads in."""

    def __init__(self, blobs: BlobStore, *, records: UploadRecords, clock: Clock) -> None:
        self._blobs = blobs
        self._records = records
        self._clock = clock

    @contextmanager
    def receive(self, name: str, declared_type: str | None) -> Iterator[Receiving]:
        """Begin an upload; leaving without `finish` drops it."""
        with self._blobs.begin(size_max=limits.UPLOAD_BYTES_MAX) as writer:
            yield Receiving(writer, name=name, declared_type=declared_type)

    def finish(self, receiving: Receiving, *, account: str, sha256: str = "") -> Uploaded:
        """Examine and keep; raises Refused as `Receiving.examine`, BLOB_MISMATCH and DISK_FULL.

        `sha256` is the hash that was said beforehand, "" where none was.
        """
        receiving.require(sha256)
        verdict, facts = receiving.examine()
        return self._keep(receiving.commit(), verdict=verdict, facts=facts, account=account)

    def again(self, sha256: str, *, name: str, account: str) -> Uploaded:
        """Take a file that is in the store as uploaded under this name.

        Raises Refused as `Receiving.examine`, and FILES_NOT_HERE.
        """
        try:
            place = self._blobs.path(sha256)
        except BlobUnknown as error:
            raise Refused("FILES_NOT_HERE", detail=sha256) from error
        with place.open("rb") as file:
            head = file.read(HEAD_BYTES)
        verdict, facts = examine(place, name=name, declared_type=None, head=head)
        return self._keep(sha256, verdict=verdict, facts=facts, account=account)

    def _keep(
        self, sha256: str, *, verdict: UploadVerdict, facts: PdfFacts | None, account: str
    ) -> Uploaded:
        upload = Upload(
            sha256=sha256,
            name=verdict.name,
            size=verdict.size,
            media_type=verdict.media_type,
            pages=None if facts is None else facts.pages,
            first_page_text="" if facts is None else facts.text_page1 or "",
            uploaded_by=account,
        )
        self._records.keep(upload, at=self._clock.now())
        return Uploaded(
            sha256=sha256,
            name=upload.name,
            size=upload.size,
            media_type=upload.media_type,
            pages=upload.pages,
            warnings=_warnings(facts),
        )


def examine(
    place: Path, *, name: str, declared_type: str | None, head: bytes
) -> tuple[UploadVerdict, PdfFacts | None]:
    """Look at a whole file that begins with `head`; raises Refused for what may not be kept."""
    size = place.stat().st_size
    verdict = examine_upload(name, declared_type, head, size, UploadLimits())
    if verdict.code:
        raise Refused(verdict.code, detail=verdict.detail)
    if verdict.media_type != "application/pdf":
        return verdict, None
    with _refusing():
        facts = inspect_pdf_in_worker(place)
    finding = check_secrecy(None, facts.text_page1, "")
    if finding.outcome == SecrecyOutcome.REFUSE:
        raise Refused(finding.code, detail=finding.detail)
    return verdict, facts


def _warnings(facts: PdfFacts | None) -> tuple[Notice, ...]:
    if facts is None or facts.text_page1:
        return ()
    text = "Tệp là ảnh quét, chưa đọc được dấu chỉ độ mật; người vào sổ tự kiểm tra."
    return (Notice(code="PAGE1_UNREADABLE", text=text),)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except BlobTooLarge as error:
        raise Refused("UPLOAD_TOO_LARGE", detail=str(error)) from error
    except BlobDiskFull as error:
        raise Refused("DISK_FULL", detail=str(error)) from error
