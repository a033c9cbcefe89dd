"""What the hub is told from outside; the only place that reads arguments and environment.

`VANTHU_PROVINCE_DATABASE` stands for --database, so that a password needs no command line.
"""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DATABASE_VARIABLE: Final = "VANTHU_PROVINCE_DATABASE"
PORT: Final = 8440


@dataclass(frozen=True, kw_only=True)
class ProvinceConfig:
    """The hub's folder, database, name, and whether people reach it by TLS."""

    data: Path
    database_url: str
    hub_name: str = "Máy tỉnh"
    is_secure: bool = False

    @property
    def key_file(self) -> Path:
        """Where the hub's signing key lies."""
        return self.data / "keys" / "hub.pem"

    @property
    def blob_folder(self) -> Path:
        """Where files lie."""
        return self.data / "blobs"


def database_url(args: argparse.Namespace) -> str:
    """Return the database's URL, or "" when the hub is to run one of its own."""
    return args.database or os.environ.get(DATABASE_VARIABLE, "")
