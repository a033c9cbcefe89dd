"""Where a server listens, and that it never does so in the clear beyond its own machine."""

import argparse
import ipaddress
from dataclasses import dataclass
from pathlib import Path


class ConfigWrong(ValueError):
    """The arguments do not go together; the text says what to do, in Vietnamese."""


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
        """Whether people reach the server by TLS, its own or the proxy's."""
        return self.certificate is not None or self.is_behind_proxy


def add_arguments(parser: argparse.ArgumentParser, *, port: int) -> None:
    """Add the arguments that `listening` reads."""
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe / address")
    parser.add_argument("--port", type=int, default=port, help="cổng, 0: cổng trống / port")
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help="chứng thư TLS (PEM)")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="khóa TLS (PEM)")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="máy chủ trung gian lo TLS / a proxy does TLS"
    )
    parser.add_argument("--verbose", action="store_true", help="ghi nhật ký truy cập / access log")


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
