"""A file that was uploaded and waits for its document."""

import msgspec


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is durable at the node and examined."""

    sha256: str
    name: str
    size: int
    media_type: str
    pages: int | None
    first_page_text: str
    uploaded_by: str
