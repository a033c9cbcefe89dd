"""Limits of the hub that are its own, each with its reason; the wire's are in vanthu_sync."""

from datetime import timedelta
from typing import Final

from vanthu_sync.limits import BODY_BYTES_MAX

PAIR_CODE_LIFE: Final = timedelta(minutes=15)
"""Long enough to read it over the telephone, short enough not to be found later."""

PAIR_TRIES_MAX: Final = 5
"""Wrong tries that a code survives: one in 200,000 guesses right."""

PAIR_CODES_OPEN_MAX: Final = 10
"""Codes open at once; each wrong try costs one slow hash for each of them."""

CHALLENGE_BYTES: Final = 32
"""256 random bits never repeat."""

CHALLENGE_LIFE: Final = timedelta(minutes=2)
"""Two round trips on the worst link take seconds."""

CHALLENGES_MAX: Final = 20
"""Open challenges a journal; the oldest gives way, so strangers cannot fill the table."""

TOKEN_BYTES: Final = 32
"""256 random bits."""

NODE_SESSION_IDLE: Final = timedelta(hours=1)
"""A node asks at least every few minutes; an hour of silence means it is gone."""

TOUCH_AFTER: Final = timedelta(seconds=15)
"""A contact is written down at most this often: the page speaks in minutes."""

INSTANCES_MAX: Final = 1000
"""Process starts remembered a journal; three a day for a year."""

WARNINGS_MAX: Final = 100
"""Warnings of one kind kept a journal; a broken node must not fill the disk with evidence."""

MISSING_BLOBS_MAX: Final = 200
"""Hashes in one receipt, 13 kB; the next receipt names the next ones."""

NAME_CHARACTERS_MAX: Final = 300
"""Names of organs run to 150 characters; twice that is nobody's name."""

ORGANS_PER_NODE_MAX: Final = 50
"""Organs of one commune's node: UBND, HĐND, committees, boards."""

LETTER_BYTES_MAX: Final = BODY_BYTES_MAX - 4096
"""The receiver journals it as a body of its own, with cursor and origin beside it."""

INBOX_BYTES_MAX: Final = 1024 * 1024
"""Letters in one answer: two minutes on 64 kbit/s, and far below what a node reads."""

INBOX_WAIT_SECONDS_MAX: Final = 25
"""Proxies commonly cut a silent connection at 30 or 60 seconds."""

PASSWORD_CHARACTERS_MIN: Final = 10
"""NIST SP 800-63B asks for 8 at least; the province sees every commune."""

PASSWORD_CHARACTERS_MAX: Final = 200
"""Room for a sentence; argon2 must not be fed megabytes."""

LOGIN_TRIES_MAX: Final = 5
"""Wrong passwords in a row before an account is locked for LOGIN_LOCK."""

LOGIN_LOCK: Final = timedelta(minutes=5)
"""1,440 guesses a day against 10 characters come to nothing."""

PAGE_SESSION_IDLE: Final = timedelta(minutes=30)
"""An unattended screen closes."""

PAGE_SESSION_LIFE: Final = timedelta(hours=12)
"""One working day."""

CONTACT_LATE: Final = timedelta(hours=1)
"""A contact older than this is shown in amber."""
