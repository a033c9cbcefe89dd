"""What the hub is told from outside; the only place that reads arguments and environment.

`VANTHU_PROVINCE_DATABASE` stands for --database, so that a password needs no command line.
"""

import argparse
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DATABASE_VARIABLE: Final = "VANTHU_PROVINCE_DATABASE"
PORT: Final = 8440


class ConfigWrong(ValueError):
    """The arguments do not go together; the text says what to do, in Vietnamese."""


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


@dataclass(frozen=True, kw_only=True)
class Listening:
    """Address, port (0: any free one), TLS files, and whether the access log is written."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    is_behind_proxy: bool = False
    is_verbose: bool = False

    @property
    def has_tls(self) -> bool:
        """Whether people reach the hub by TLS, its own or the proxy's."""
        return self.certificate is not None or self.is_behind_proxy


def database_url(args: argparse.Namespace) -> str:
    """Return the database's URL, or "" when the hub is to run one of its own."""
    return args.database or os.environ.get(DATABASE_VARIABLE, "")


def listening(args: argparse.Namespace) -> Listening:
    """Return where to listen; raises ConfigWrong for plain HTTP beyond this machine."""
    certificate, key = args.tls_cert, args.tls_key
    if (certificate is None) != (key is None):
        raise ConfigWrong("--tls-cert và --tls-key phải đi cùng nhau.")
    if certificate is None and not args.behind_proxy and not _is_loopback(args.host):
        raise ConfigWrong(
            f"Không mở HTTP không mã hóa ra ngoài máy này ({args.host}). Thêm --tls-cert và "
            "--tls-key, hoặc --behind-proxy nếu đã có máy chủ trung gian lo TLS."
        )
    return Listening(
        host=args.host,
        port=args.port,
        certificate=certificate,
        key=key,
        is_behind_proxy=args.behind_proxy,
        is_verbose=args.verbose,
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
