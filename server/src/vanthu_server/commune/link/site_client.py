"""The holder of the registers over HTTP, as a follower or branch reaches it."""

import base64
from collections.abc import Callable, Iterator
from typing import Final

import httpx
import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.link.answers import answered, chunks, decoded, fetched, require_safe
from vanthu_server.keys.node_key import SigningKey, verify
from vanthu_sync import site_wire
from vanthu_sync.errors import Refused

SITE_HEADER: Final = "Vanthu-Site"
READ_SECONDS: Final = 30.0
SKIPS_MAX: Final = 40
"""Doubled each time: more requests than a site makes in ten thousand years."""

CONNECT_SECONDS: Final = 5.0
"""A LAN answers at once, or the machine is off."""


def join(
    url: str, request: site_wire.Join, *, transport: httpx.BaseTransport | None = None
) -> site_wire.Joined:
    """Introduce this machine with the one-time code; raises Refused."""
    require_safe(url)
    with httpx.Client(base_url=url, timeout=READ_SECONDS, transport=transport) as client:
        answer = _send(client, "POST", "/site/join", content=msgspec.json.encode(request))
    return decoded(answer, site_wire.Joined)


class SiteClient:
    """See `commune.services.sites.follower.Holding`."""

    def __init__(
        self,
        holder: Holder,
        *,
        key: SigningKey,
        sequence: Callable[[int], int],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        require_safe(holder.owner_url)
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.Client(base_url=holder.owner_url, timeout=timeout, transport=transport)
        self._holder = holder
        self._key = key
        self._sequence = sequence

    def sync(self, request: site_wire.Sync) -> site_wire.Answer:
        """One round; raises Refused, PEER_SIGNATURE_WRONG for another than the pinned key."""
        sealed, data = self._in_sequence(msgspec.json.encode(request))
        reply = decoded(data, site_wire.Sealed)
        signed = site_wire.sealed_bytes(
            site_wire.OWNER_DOMAIN,
            site=sealed.site,
            sequence=sealed.sequence,
            payload=reply.payload,
        )
        if not verify(self._holder.owner_key, reply.signature, signed):
            raise Refused("PEER_SIGNATURE_WRONG")
        return decoded(reply.payload, site_wire.Answer)

    def _in_sequence(self, payload: bytes) -> tuple[site_wire.Sealed, bytes]:
        """Send; a machine that was restored finds the number that the holder waits for."""
        skip = 0
        for _ in range(SKIPS_MAX):
            sealed = self._sealed(payload, skip)
            content = msgspec.json.encode(sealed)
            try:
                return sealed, _send(self._client, "POST", "/site/sync", content=content)
            except Refused as refused:
                if refused.code != "REQUEST_REPEATED":
                    raise
                skip = 2 * skip + 1
        raise Refused("REQUEST_REPEATED")

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Fetch a file into `blobs`; raises Refused, nothing is kept then."""
        sealed = self._sealed(msgspec.json.encode(site_wire.FileWanted(sha256=sha256)))
        body = msgspec.json.encode(sealed)
        request = self._client.build_request("POST", "/site/file", content=body)
        fetched(self._client, request, blobs, sha256)

    def send_file(self, sha256: str, blobs: BlobStore) -> None:
        """Send a file; raises Refused."""
        sealed = self._sealed(msgspec.json.encode(site_wire.FileWanted(sha256=sha256)))
        header = base64.b64encode(msgspec.json.encode(sealed)).decode("ascii")
        path = blobs.path(sha256)
        headers = {SITE_HEADER: header, "Content-Length": str(path.stat().st_size)}
        _send(self._client, "PUT", "/site/file", content=chunks(path), headers=headers)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _sealed(self, payload: bytes, skip: int = 0) -> site_wire.Sealed:
        sequence = self._sequence(skip)
        signed = site_wire.sealed_bytes(
            site_wire.SITE_DOMAIN, site=self._holder.site, sequence=sequence, payload=payload
        )
        return site_wire.Sealed(
            site=self._holder.site,
            sequence=sequence,
            payload=payload,
            signature=self._key.sign(signed),
        )


def _send(
    client: httpx.Client,
    method: str,
    path: str,
    *,
    content: bytes | Iterator[bytes],
    headers: dict[str, str] | None = None,
) -> bytes:
    request = client.build_request(method, path, content=content, headers=headers)
    return answered(client, request)
