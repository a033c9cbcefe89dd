"""The agent's folder: what it is paired with, its tokens, its key, its counter, its log."""

import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

from vanthu_signer.problem import SignerProblem

_CONFIGURATION = "agent.json"
_SEQUENCE = "sequence"


class TokenChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Which token: a PKCS #12 file, or driver with label and serial."""

    kind: Literal["pkcs11", "pkcs12"]
    path: str
    label: str = ""
    serial: str = ""


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """The node this agent belongs to; `node_key` is pinned (32 raw bytes)."""

    node_url: str
    node_name: str
    node_key: bytes
    agent_id: str
    ca_file: str | None
    tokens: tuple[TokenChoice, ...]


class Home:
    """Paths and small files below one folder that only its owner may enter."""

    def __init__(self, folder: Path) -> None:
        """Make the folder with mode 0700 where there is none."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder

    @property
    def key(self) -> Path:
        """The agent's key file."""
        return self.folder / "agent.key"

    @property
    def log(self) -> Path:
        """The chained log."""
        return self.folder / "log.jsonl"

    @property
    def pages(self) -> Path:
        """Where pictures of pages lie while their question is open."""
        path = self.folder / "pages"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def pairing(self) -> Pairing:
        """What `pair` stored; SG50 when the agent is not paired or the file is damaged."""
        try:
            written = (self.folder / _CONFIGURATION).read_bytes()
            return msgspec.json.decode(written, type=Pairing)
        except (OSError, msgspec.DecodeError) as error:
            raise SignerProblem("SG50", _CONFIGURATION) from error

    def store_pairing(self, pairing: Pairing) -> None:
        """Write the pairing, and begin the counter anew."""
        _replace(self.folder / _CONFIGURATION, msgspec.json.format(msgspec.json.encode(pairing)))
        _replace(self.folder / _SEQUENCE, b"0")

    def next_sequence(self) -> int:
        """Count one further; the new number is on the disk before it is returned (SG2)."""
        path = self.folder / _SEQUENCE
        try:
            sequence = int(path.read_text(encoding="ascii")) + 1
        except (OSError, ValueError) as error:
            raise SignerProblem("SG50", _SEQUENCE) from error
        _replace(path, str(sequence).encode("ascii"))
        return sequence


def default_folder() -> Path:
    """Where the agent's folder is unless --home names another."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / "vanthu-signer"
    return Path.home() / ".config" / "vanthu-signer"


def default_module_list() -> Path:
    """Where the administrator's list of drivers is; people without rights cannot write there."""
    if sys.platform == "win32":
        root = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))
        return root / "vanthu-signer" / "modules.txt"
    return Path("/etc/vanthu-signer/modules.txt")


def _replace(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
