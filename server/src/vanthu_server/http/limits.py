"""Limits of the web servers, each with its reason."""

from typing import Final

THREADS_MAX: Final = 16
"""Database work at once: a transaction takes milliseconds, more threads would only queue."""

SMALL_REQUEST_BYTES_MAX: Final = 64 * 1024
"""A log-in, a pairing, a status: a few kilobytes at most."""

CHECKS_AT_ONCE_MAX: Final = 4
"""Log-ins being checked at once: argon2 takes 64 MiB each."""
