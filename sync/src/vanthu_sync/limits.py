"""Every limit of the protocol in one place, each with its reason."""

from typing import Final

NONCE_BYTES: Final = 16
"""128 random bits hide a short body (a name, a number) behind its hash for good."""

VALUE_DEPTH_MAX: Final = 32
"""Arrays and objects within each other; a form needs five, and no reader's stack is at risk."""

OPERATION_ID_HEX: Final = 32
"""128 random bits as hex: two devices never meet by chance."""

FINGERPRINT_HEX: Final = 16
"""64 bits tell two honest commands apart; the journal carries them with every command."""

SIDECAR_LAG_EVENTS_MAX: Final = 64
"""One transaction writes a handful of events, and the next is refused until they are in the
sidecar: a wider gap means that an older sidecar was put back."""

COMMANDS_PER_REQUEST_MAX: Final = 200
"""A week of one clerk; more goes in the next request, so no reply waits for minutes."""

COMMAND_BYTES_MAX: Final = 256 * 1024
"""A form with long text, no files: files travel by hash in their own lane."""

CHANGES_MAX: Final = 200
"""Documents in one answer of a sync; the next comes with the next cursor, so progress shows."""

CHANGES_BYTES_MAX: Final = 256 * 1024
"""The same before compression: some 40 KB, six seconds on 64 kbit/s."""

BODY_BYTES_MAX: Final = 512 * 1024
"""An event's body; a document's text of 200 pages fits, a scan does not belong here."""

BATCH_EVENTS_MAX: Final = 500
"""Events in one journal batch: at 200 bytes each some 13 s on 64 kbit/s, then progress shows."""

BATCH_BYTES_MAX: Final = 8 * 1024 * 1024
"""A batch after decompression; stops a small message that unfolds into a large one."""

UPLOAD_BYTES_MAX: Final = 100 * 1024 * 1024
"""One scanned file; 300 colour pages at 200 dpi stay under it."""

UPLOAD_DURABLE_BYTES: Final = 256 * 1024
"""What one part of a resumable upload holds in memory before it is on the disk: half a minute at
64 kbit/s, and all that a power cut can cost."""

UPLOAD_METADATA_BYTES_MAX: Final = 4 * 1024
"""A file's name of 255 letters in base64, its type and its hash."""

UPLOADS_OPEN_MAX: Final = 20
"""Uploads of one person that are begun and not whole: a morning's scans. A device sends one after
the other, so more are forgotten ones that would fill the disk."""

UPLOAD_KEPT_DAYS: Final = 14
"""How long what came of an upload is kept after its last byte: a link is down for a week, and
the clerk is away for another."""

FILES_ASKED_MAX: Final = 100
"""Hashes in one question for known files; as many as one document has."""

FILES_PER_DOCUMENT_MAX: Final = 100
"""Files of one document; larger dossiers go as an archive."""

DEVICE_NAME_CHARACTERS_MAX: Final = 80
"""A device's name is read in a list: whose it is and what it is."""

PAGE_ROWS_MAX: Final = 200
"""Rows in one answer of a list."""

PAPER_AHEAD_MAX: Final = 20_000
"""Twice a commune's year: a last number on paper further ahead is a slip of the finger."""

GIVEN_AHEAD_MAX: Final = 1_000
"""The province gives a book's numbers one after the other; one further ahead than weeks of a
commune is a slip of the finger, and each number between is kept as leased."""

NUMBER_MAX: Final = 9_999_999_999
"""NĐ 30/2020 Phụ lục VI Phần II II.13: the arrival number has at most 10 digits."""

REASON_CHARACTERS_MAX: Final = 2000
"""A reason is a few sentences."""

MESSAGES_PER_PULL_MAX: Final = 50
"""Inbox messages in one answer of the hub, so that a slow link gets them in steps."""
