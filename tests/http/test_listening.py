"""Where a server listens: never in the clear beyond its own machine."""

import argparse
from pathlib import Path

import pytest

from vanthu_server.http.listening import ConfigWrong, Listening, add_arguments, listening


def parsed(*words: str) -> Listening:
    parser = argparse.ArgumentParser()
    add_arguments(parser, port=8450)
    return listening(parser.parse_args(words))


def test_a_server_listens_on_its_own_machine_unless_told_otherwise() -> None:
    found = parsed()

    assert (found.host, found.port, found.has_tls) == ("127.0.0.1", 8450, False)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "may-xa.test", "10.0.0.1"])  # noqa: S104 - refused
def test_plain_http_beyond_this_machine_is_refused(host: str) -> None:
    with pytest.raises(ConfigWrong, match="--tls-cert"):
        parsed("--host", host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_plain_http_on_this_machine_is_taken(host: str) -> None:
    assert parsed("--host", host).host == host


def test_tls_of_its_own_or_of_a_proxy_opens_the_way() -> None:
    own = parsed("--host", "0.0.0.0", "--tls-cert", "a.pem", "--tls-key", "b.pem")  # noqa: S104 - with TLS
    proxy = parsed("--host", "0.0.0.0", "--behind-proxy")  # noqa: S104 - behind a proxy

    assert (own.certificate, own.key, own.has_tls) == (Path("a.pem"), Path("b.pem"), True)
    assert (proxy.certificate, proxy.has_tls) == (None, True)


@pytest.mark.parametrize("words", [("--tls-cert", "a.pem"), ("--tls-key", "b.pem")])
def test_half_of_the_tls_files_is_none(words: tuple[str, str]) -> None:
    with pytest.raises(ConfigWrong, match="đi cùng nhau"):
        parsed(*words)
