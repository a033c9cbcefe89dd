"""The bytes that keys sign beside checkpoints, sessions and receipts."""

import hashlib

from vanthu_sync import canonical

REMOVAL_DOMAIN = b"vanthu removal v1\n"
TAKE_OVER_DOMAIN = b"vanthu take-over v1\n"
DELEGATION_DOMAIN = b"vanthu delegation v1\n"
GIVEN_DOMAIN = b"vanthu number v1\n"
ENROLMENT_DOMAIN = b"vanthu enrolment v1\n"
DEVICE_DOMAIN = b"vanthu device v1\n"


def removal_bytes(
    *, journal: str, document: str, seqs: tuple[int, ...], files: tuple[str, ...], reason: str
) -> bytes:
    """Return what the node's key signs for a Gỡ nội dung: all that goes, and why (JN7)."""
    return REMOVAL_DOMAIN + canonical.encode(
        {
            "journal": journal,
            "id": document,
            "seqs": list(seqs),
            "files": list(files),
            "reason": reason,
        }
    )


def take_over_bytes(value: dict[str, canonical.Value]) -> bytes:
    """Return what the new holder's key signs: all fields of `node.taken_over` but it (NB25)."""
    fields = {name: field for name, field in value.items() if name != "signature"}
    return TAKE_OVER_DOMAIN + canonical.encode(fields)


def delegation_bytes(
    *, journal: str, organ: str, book: str, year: int, owner: str, signed_at: str
) -> bytes:
    """Return what the hub's key signs when the province says who numbers a book (NB18)."""
    return DELEGATION_DOMAIN + canonical.encode(
        {
            "journal": journal,
            "organ": organ,
            "book": book,
            "year": year,
            "owner": owner,
            "signed_at": signed_at,
        }
    )


def given_bytes(  # noqa: PLR0913 - the fields of one record
    *, journal: str, organ: str, book: str, year: int, slip: str, number: int, signed_at: str
) -> bytes:
    """Return what the hub's key signs when the province gives a number to a slip (NB30)."""
    return GIVEN_DOMAIN + canonical.encode(
        {
            "journal": journal,
            "organ": organ,
            "book": book,
            "year": year,
            "slip": slip,
            "number": number,
            "signed_at": signed_at,
        }
    )


def enrolment_bytes(*, code: str, name: str, key: str) -> bytes:
    """Return what a device signs to show that the key it enrols is its own (DV1)."""
    return ENROLMENT_DOMAIN + canonical.encode({"code": code, "name": name, "key": key})


def device_bytes(*, device: str, account: str, body: bytes) -> bytes:
    """Return what a device signs for each batch: who it is, whose the batch is, the body (DV3)."""
    digest = hashlib.sha256(body).hexdigest()
    return DEVICE_DOMAIN + f"{device}\n{account}\n{digest}".encode()
