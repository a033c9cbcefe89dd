"""A device with a key of its own, as a browser has it: enrols and signs its batches (DV1, DV3)."""

import base64
import json
from dataclasses import dataclass, field
from typing import Final

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.commune.person import Json, Person
from vanthu_sync.signed_records import device_bytes, enrolment_bytes

NAME: Final = "Điện thoại văn thư"


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class DeviceKey:
    """A P-256 key as WebCrypto has it."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)
    id: str = ""

    @property
    def public(self) -> str:
        """The raw point, base64."""
        point = self.private.public_key()
        return _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def sign(self, data: bytes) -> str:
        """Return r ‖ s over `data`, base64."""
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(SHA256())))
        return _text(r.to_bytes(32) + s.to_bytes(32))

    def wish(self, code: str, *, name: str = NAME) -> Json:
        """Return what it sends to be enrolled."""
        proof = self.sign(enrolment_bytes(code=code, name=name, key=self.public))
        return {"code": code, "name": name, "key": self.public, "proof": proof}

    def headers(self, account: str, body: bytes) -> dict[str, str]:
        """Return what goes with a batch."""
        signature = self.sign(device_bytes(device=self.id, account=account, body=body))
        return {"vanthu-device": self.id, "vanthu-signature": signature}


@dataclass
class Paired:
    """A person at an enrolled device."""

    person: Person
    account: str
    key: DeviceKey

    def post(self, message: Json) -> httpx.Response:
        """Send a signed batch."""
        return self.send(json.dumps(message).encode())

    def send(self, body: bytes) -> httpx.Response:
        """Send signed bytes."""
        headers = self.key.headers(self.account, body)
        return self.person.http.post("/api/sync", content=body, headers=headers)


def code_for_device(clerk: Person) -> str:
    """Return a one-time code, as the screen «Thiết bị» shows it."""
    reply = clerk.http.post(f"/api/organs/{clerk.organ}/device-code")
    assert reply.status_code == 200, reply.text
    return str(reply.json()["code"])


def enrol(http: httpx.Client, wish: Json) -> httpx.Response:
    """Ask to be enrolled."""
    return http.post("/api/devices/enrol", json=wish)


def paired(clerk: Person, person: Person, account: str) -> Paired:
    """Return `person` at a new device that `clerk` let in."""
    key = DeviceKey()
    reply = enrol(person.http, key.wish(code_for_device(clerk)))
    assert reply.status_code == 200, reply.text
    key.id = reply.json()["id"]
    return Paired(person=person, account=account, key=key)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
