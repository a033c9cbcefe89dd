"""Network namespaces without names: they are gone when the last process in them is.

Linux only, and needs CAP_SYS_ADMIN and CAP_NET_ADMIN. A namespace is held by a file descriptor;
nothing is left behind by a program that was killed.
"""

import ctypes
import fcntl
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

CLONE_NEWNET: Final = 0x40000000
TUNSETIFF: Final = 0x400454CA
IFF_TUN_NO_PI: Final = 0x1001
SIOCSIFADDR: Final = 0x8916
SIOCSIFNETMASK: Final = 0x891C
SIOCSIFMTU: Final = 0x8922
SIOCGIFFLAGS: Final = 0x8913
SIOCSIFFLAGS: Final = 0x8914
IFF_UP: Final = 0x1
MTU: Final = 1400
"""What is left of 1,500 bytes on mobile and satellite links."""

_THREAD_SPACE: Final = Path("/proc/thread-self/ns/net")
_LIBC: Final = ctypes.CDLL(None, use_errno=True)

T = TypeVar("T")


def new_space() -> int:
    """Return a file descriptor that holds a new network namespace, its loopback up.

    Raises OSError where that is not permitted.
    """
    return _aside(_unshared)


@contextmanager
def inside(space: int) -> Iterator[None]:
    """Put this thread, and the processes that it starts, into a namespace."""
    home = os.open(_THREAD_SPACE, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _enter(space)
        try:
            yield
        finally:
            _enter(home)
    finally:
        os.close(home)


def tun(space: int, name: str, address: str) -> int:
    """Return a new TUN device of a namespace, up, with an address in a /24."""
    with inside(space):
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN_NO_PI))
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
                _set_address(control, name, SIOCSIFADDR, address)
                _set_address(control, name, SIOCSIFNETMASK, "255.255.255.0")
                request = struct.pack("16si20x", name.encode(), MTU)
                fcntl.ioctl(control, SIOCSIFMTU, request)
                _up(control, name)
        except OSError:
            os.close(device)
            raise
    return device


def _set_address(control: socket.socket, name: str, request: int, address: str) -> None:
    packed = socket.inet_aton(address)
    fcntl.ioctl(control, request, struct.pack("16sHH4s16x", name.encode(), 2, 0, packed))


def _up(control: socket.socket, name: str) -> None:
    read = fcntl.ioctl(control, SIOCGIFFLAGS, struct.pack("16sH22x", name.encode(), 0))
    flags = struct.unpack("16sH22x", read)[1] | IFF_UP
    fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH22x", name.encode(), flags))


def _unshared() -> int:
    if _LIBC.unshare(CLONE_NEWNET):
        raise _failure("unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        _up(control, "lo")
    return os.open(_THREAD_SPACE, os.O_RDONLY | os.O_CLOEXEC)


def _enter(space: int) -> None:
    if _LIBC.setns(space, CLONE_NEWNET):
        raise _failure("setns")


def _failure(what: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{what}: {os.strerror(number)}")


def _aside(work: Callable[[], T]) -> T:
    """Do `work` in a thread of its own, which takes its namespace along when it ends."""
    found: list[T] = []
    failed: list[OSError] = []

    def run() -> None:
        try:
            found.append(work())
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return found[0]
