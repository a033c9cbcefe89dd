"""Clients that others wrote, unmodified, over a link that is cut 20 times: tuspy, tus-js-client."""

import hashlib
import io
import json
import os
import random
import shutil
import subprocess
from pathlib import Path

from tusclient.client import TusClient

from tests.commune.cut_wire import CutWire
from tests.commune.node import Person, RealNode
from tests.commune.papers import scan
from tests.commune.tus import ask
from tools.tree import ROOT

SCAN_BYTES = 2 * 1024 * 1024
CUTS = 20
CHUNK_BYTES = 128 * 1024
CLIENT = Path(__file__).parent.parent / "tus_js_client.mjs"
SECONDS_MAX = 120
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


def test_up3_tus_js_client_sends_two_megabytes_over_twenty_cuts(
    real_node: RealNode, tmp_path: Path
) -> None:
    clerk = real_node.start().person()
    wire = CutWire(real_node.address, cuts=cuts())
    file = tmp_path / "quet.pdf"
    file.write_bytes(CONTENT)
    places = [str(ROOT / ".build" / "node-bin"), os.environ["PATH"]]
    node = shutil.which("node", path=os.pathsep.join(places))
    assert node is not None
    headers = json.dumps(headers_of(clerk))

    done = subprocess.run(
        [node, CLIENT, f"{wire.address}/api/files", file, headers],
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )

    wire.close()
    assert done.stdout == "sent\n", done.stderr
    assert_arrived(clerk, wire)
