"""Bounds of the agent, each with its reason."""

from typing import Final

SIGNING_TIME_HOURS_MAX: Final = 24
"""How far /M may be from our clock: a file prepared yesterday is prepared again."""
EXPIRY_WARNING_DAYS: Final = 30
"""How long before the end of a certificate the person is warned: renewal takes weeks."""
SHOWN_CHARACTERS_MAX: Final = 300
"""Longest text of a job that is shown; a longer one would scroll the question away."""
TOKEN_SECONDS_MAX: Final = 60.0
"""Longest work of a token: slow cards take 5 s, a hanging driver for ever."""
TOKEN_REPLY_BYTES_MAX: Final = 256 * 1024
"""Largest answer of the token process: eight certificates with room."""
BACKOFF_SECONDS_MAX: Final = 60.0
"""Longest pause between two tries to reach the node: a clerk waits no longer than that."""
SUBMIT_TRIES: Final = 5
"""Tries to hand in one answer; afterwards the node offers the job again."""
ANSWERS_KEPT: Final = 100
"""Answers remembered, so that a job offered again is not asked again."""
CONNECT_SECONDS_MAX: Final = 10.0
"""Longest wait for a connection on a poor link (300 ms, 5 % loss)."""
READ_SECONDS_MAX: Final = 60.0
"""Longest silence within a reply; the long-poll's wait of 25 s lies well below."""
LOG_LINE_BYTES_MAX: Final = 8192
"""Longest line of the log; ours have fewer than 1,000 bytes."""
PAGE_PIXELS_MAX: Final = 4_000_000
"""Largest picture of a page: A4 at 180 dpi; a page of a kilometre must not fill the memory."""
MODULES_MAX: Final = 50
"""Lines in the administrator's list of drivers."""
