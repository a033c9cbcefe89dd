"""Clients that others wrote, unmodified, over a link that is cut 20 times: tuspy, tus-js-client."""

import hashlib
import io
import random

from tusclient.client import TusClient

from tests.commune.cut_wire import CutWire
from tests.commune.node import Person, RealNode
from tests.commune.papers import scan
from tests.commune.tus import ask

SCAN_BYTES = 2 * 1024 * 1024
CUTS = 20
CHUNK_BYTES = 128 * 1024
RESENT_MAX = 0.05
"""Share of the file that may go twice, the headers of all requests counted with it."""

CONTENT = scan("hai megabyte") + random.Random(5).randbytes(SCAN_BYTES)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def cuts() -> list[int]:
    """20 places at random."""
    return sorted(random.Random(6).sample(range(20_000, SCAN_BYTES), CUTS))


def headers_of(person: Person) -> dict[str, str]:
    """What a client of its own says to be that person."""
    cookie = "; ".join(f"{each.name}={each.value}" for each in person.http.cookies.jar)
    return {"Cookie": cookie, "X-Vanthu": "1"}


def assert_arrived(clerk: Person, wire: CutWire) -> None:
    """The file is whole, every cut happened, and little went twice."""
    assert wire.cuts_done == CUTS
    assert ask(clerk, CONTENT)["known"][0]["size"] == len(CONTENT)
    assert wire.bytes_up / len(CONTENT) <= 1 + RESENT_MAX, wire.bytes_up


def test_up3_tuspy_sends_two_megabytes_over_twenty_cuts(real_node: RealNode) -> None:
    clerk = real_node.start().person()
    wire = CutWire(real_node.address, cuts=cuts())
    client = TusClient(f"{wire.address}/api/files", headers=headers_of(clerk))

    client.uploader(
        file_stream=io.BytesIO(CONTENT),
        chunk_size=CHUNK_BYTES,
        metadata={"filename": "Quét.pdf", "sha256": SHA256},
        retries=CUTS,
        retry_delay=0,
    ).upload()

    wire.close()
    assert_arrived(clerk, wire)
