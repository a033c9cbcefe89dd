"""Files on their way to the node: asked for by hash first, then sent in parts (PROTOCOL.md UP)."""

from vanthu_sync.wire.office import Uploaded
from vanthu_sync.wire.parts import Wire


class FileAsked(Wire):
    """A file that a person wants to send: SHA-256 in 64 hex digits, and its name."""

    sha256: str
    name: str


class AskFiles(Wire):
    """POST /api/files/known: files that a person wants to send: some need not go."""

    files: tuple[FileAsked, ...]


class BegunUpload(Wire):
    """The person's own upload that is not whole: where it goes on, and from which byte."""

    sha256: str
    upload: str
    offset: int
    size: int


class FilesKnown(Wire):
    """Answer to AskFiles: each file asked for stands in exactly one of the three.

    `known` files are at the node and may be named by a command, as after an upload.
    """

    known: tuple[Uploaded, ...]
    begun: tuple[BegunUpload, ...]
    missing: tuple[str, ...]
