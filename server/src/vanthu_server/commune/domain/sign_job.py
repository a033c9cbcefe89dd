"""A signature that is asked for, and the agent that may give it."""

from datetime import datetime
from typing import Literal

import msgspec

JobRole = Literal["person", "organ"]
JobStatus = Literal["waiting", "asked", "signed", "refused", "failed"]

FIELDS: dict[str, str] = {"person": "ChuKyLanhDao", "organ": "DauCoQuan"}
"""Role → signature field of the file (signing.md 1)."""


class SignJob(msgspec.Struct, frozen=True, kw_only=True):
    """One signature by one certificate at one agent.

    `reviewed` is the hash of the file that is shown and signed; `prepared` that of the same
    file with its placeholder, "" until the agent first asks for the job.
    """

    id: str
    organ: str
    document: str
    role: JobRole
    agent: str
    certificate_serial: str
    state: JobStatus
    reason: str
    asked_by: str
    made_at: datetime
    changed_at: datetime
    reviewed: str
    prepared: str = ""
    detail: bytes = b""


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A paired signer agent: its pinned key and the last request number seen."""

    id: str
    name: str
    key: bytes
    last_seq: int
