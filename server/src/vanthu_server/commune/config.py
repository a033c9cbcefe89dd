"""Where a node keeps its things; the only place that knows the command line's defaults."""

from pathlib import Path

import msgspec


class NodeConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One node's folders and address.

    `sidecar` lies outside the data folder, best on another disk or a USB stick; where nothing is
    said it is a sibling of the data folder, so that a backup or restore of the folder never
    takes it along.
    """

    data: Path
    sidecar_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8450

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "vanthu.sqlite"

    @property
    def sidecar(self) -> Path:
        """The sidecar's file."""
        beside = self.data.with_name(f"{self.data.name}-sidecar") / "journal.jsonl"
        return self.sidecar_file or beside

    @property
    def blobs(self) -> Path:
        """The folder of files by hash."""
        return self.data / "blobs"

    @property
    def partial(self) -> Path:
        """The folder of uploads that are not whole yet; no backup takes it."""
        return self.data / "partial"

    @property
    def key(self) -> Path:
        """The node's Ed25519 key."""
        return self.data / "node.key"

    @property
    def trust(self) -> Path:
        """Trusted root certificates, intermediates and CRLs."""
        return self.data / "trust"

    @property
    def pictures(self) -> Path:
        """Pictures of seals and handwritings, one PNG a holder."""
        return self.data / "pictures"

    @property
    def mirror(self) -> Path:
        """A branch's copy of the holder's journal."""
        return self.data / "mirror" / "vanthu.sqlite"

    @property
    def mirror_sidecar(self) -> Path:
        """The sidecar of that copy; the holder has the one that counts."""
        return self.data / "mirror" / "journal.jsonl"

    @property
    def lock(self) -> Path:
        """Held while a process works on the folder."""
        return self.data / "lock"
