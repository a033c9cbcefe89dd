"""Files asked for by hash before they are sent (PROTOCOL.md UP1).

"Known" is only said to a person who has the file anyway: their own upload, or a file of a document
that they may open. To everybody else a file that the node has is missing, is sent, and is kept
once: so the answer never tells that a file exists which is not for them.
"""

from collections.abc import Iterable
from typing import Protocol

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.upload import Upload
from vanthu_server.commune.services.resuming import Resuming
from vanthu_server.commune.services.uploading import Uploading
from vanthu_sync import limits
from vanthu_sync.errors import Refused
from vanthu_sync.operations import is_operation_id
from vanthu_sync.wire import AskFiles, BegunUpload, FileAsked, FileRef, FilesKnown, Uploaded


class Holdings(Protocol):
    """Who has a file."""

    def documents_with(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """Return organ and id of each document or message that has the file."""
        ...

    def file(self, organ: str, document: str, sha256: str) -> FileRef | None:
        """Return a file of a document as its readers see it, None where it has no such file."""
        ...

    def upload(self, sha256: str) -> Upload | None:
        """Return the record of the upload of this hash, whosever it is."""
        ...


class FilesAsked:
    """Answers which files need not be sent."""

    def __init__(self, holdings: Holdings, *, uploading: Uploading, resuming: Resuming) -> None:
        self._holdings = holdings
        self._uploading = uploading
        self._resuming = resuming

    def answer(self, person: Person, asked: AskFiles) -> FilesKnown:
        """Sort the files into known, begun and missing; raises Refused(REQUEST_TOO_LARGE)."""
        if len(asked.files) > limits.FILES_ASKED_MAX:
            raise Refused("REQUEST_TOO_LARGE")
        begun = self._begun(person)
        files = {each.sha256: each for each in asked.files}
        known = {
            sha256: uploaded
            for sha256, each in files.items()
            if (uploaded := self._known(person, each)) is not None
        }
        rest = [sha256 for sha256 in files if sha256 not in known]
        return FilesKnown(
            known=tuple(known.values()),
            begun=tuple(begun[sha256] for sha256 in rest if sha256 in begun),
            missing=tuple(sha256 for sha256 in rest if sha256 not in begun),
        )

    def _known(self, person: Person, asked: FileAsked) -> Uploaded | None:
        record = self._holdings.upload(asked.sha256)
        own = record is not None and record.uploaded_by == person.account
        if not own and not self._may_open(person, asked.sha256):
            return None
        try:
            return self._uploading.again(asked.sha256, name=asked.name, account=person.account)
        except Refused:
            return None  # not here, or refused with its reason when it is sent under this name

    def _may_open(self, person: Person, sha256: str) -> bool:
        return any(
            self._holdings.file(organ, document, sha256) is not None
            for organ, document in _readable(person, self._holdings.documents_with(sha256))
        )

    def _begun(self, person: Person) -> dict[str, BegunUpload]:
        oldest_first = reversed(self._resuming.begun(person.account))
        return {
            each.partial.sha256: BegunUpload(
                sha256=each.partial.sha256,
                upload=f"/api/files/{each.partial.id}",
                offset=each.offset,
                size=each.partial.length,
            )
            for each in oldest_first
            if each.partial.sha256
        }


def _readable(person: Person, found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the documents whose files the person may open, as the file's own route judges it."""
    return [
        (organ, document)
        for organ, document in found
        if rights.may(person, "read" if is_operation_id(document) else "read.inbox", organ)
    ]
