"""`document.attach`: uploads are added to an incoming document (R-IN-11, R-IN-23)."""

from collections.abc import Iterable

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.secrets_out import refuse_secrets
from vanthu_sync import limits, wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import DocumentAttached, FileEntry
from vanthu_sync.journal import Event


def attach(desk: Desk, payload: wire.Attach) -> Event:
    """Add the files; raises Refused: NOT_FOUND, STEP_NOT_NOW, FILE_UNKNOWN, FILES_TOO_MANY."""
    document = desk.unit.incoming(desk.organ, payload.id)
    if document.row.content_removed:
        raise Refused("STEP_NOT_NOW", detail="Nội dung đã được gỡ.")
    files = uploads(desk.unit, payload.files)
    if len(document.files) + len(files) > limits.FILES_PER_DOCUMENT_MAX:
        raise Refused("FILES_TOO_MANY")
    refuse_secrets(desk.unit, marking="", subject="", files=payload.files, not_secret=True)
    return desk.record(DocumentAttached(id=payload.id, files=files))


def uploads(unit: Unit, hashes: Iterable[str]) -> tuple[FileEntry, ...]:
    """Return the entries of uploaded files; raises Refused(FILE_UNKNOWN)."""
    return tuple(_upload(unit, sha256) for sha256 in dict.fromkeys(hashes))


def _upload(unit: Unit, sha256: str) -> FileEntry:
    entry = unit.upload(sha256)
    if entry is None:
        raise Refused("FILE_UNKNOWN", detail=sha256)
    return entry
