"""All journals as lines, for somebody who checks them with other software."""

from collections.abc import Iterator

from vanthu_server.province.domain.ports import Database
from vanthu_sync import sidecar


def dump_journals(database: Database) -> Iterator[bytes]:
    """Yield a canonical JSON line for each event held, by journal and seq.

    A line has header, nonce and body (base64; null where the content was removed) and the chain
    hash: the form of the sidecar (PROTOCOL.md, NB6).
    """
    with database.begin() as tables:
        for event in tables.journals.dump():
            yield sidecar.line(event)
