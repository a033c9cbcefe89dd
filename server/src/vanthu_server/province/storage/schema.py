"""The hub's tables, as the queries know them; migrations/ makes them.

Rules:
1. Migrations only add; a test compares this file with what they make.
2. Truth is `events` with `bodies`; tallies, blob_refs, messages, take_overs, asked_numbers and the
   sites among named_keys are made from them. The province's own are approvals, `delegations` and
   `given_numbers`; the last also come back from the journals that took them in.
3. Instants are timestamptz, except those that are signed text: `sent_at`, `signed_at`,
   `checkpoint_at`, and `at` of a take-over.
4. A message holds no copy of its body: it is read from the sender's event, so that a removed
   content is gone from every inbox too. A message of the province itself has the journal "" and
   the id of its delegation as `seq`, or the journal ":numbers" and the id of a given number.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

METADATA: Final = sa.MetaData()
_MOMENT: Final = sa.DateTime(timezone=True)

HUB: Final = sa.Table(
    "hub",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("directory_version", sa.BigInteger, nullable=False),
)
"""The hub itself: one row."""

COMMUNES: Final = sa.Table(
    "communes",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("added_at", _MOMENT, nullable=False),
)
"""Communes by name, paired or not yet."""

PAIR_CODES: Final = sa.Table(
    "pair_codes",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("commune", sa.Text, sa.ForeignKey("communes.name"), nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("made_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("wrong_tries", sa.Integer, nullable=False),
    sa.Column("used_by", sa.Text, nullable=False),
    sa.Column("used_key", sa.LargeBinary, nullable=False),
    sa.Column("journal", sa.Text, nullable=False, server_default=""),
)
"""One-time codes, hashed; `journal` is the one that a code lets a machine take over."""

JOURNALS: Final = sa.Table(
    "journals",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("commune", sa.Text, sa.ForeignKey("communes.name"), nullable=False),
    sa.Column("node_name", sa.Text, nullable=False),
    sa.Column("node_key", sa.LargeBinary, nullable=False),
    sa.Column("paired_at", _MOMENT, nullable=False),
    sa.Column("instance", sa.Text, nullable=False),
    sa.Column("contact_at", _MOMENT, nullable=False),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("data_at", _MOMENT),
    sa.Column("checkpoint_at", sa.Text),
    sa.Column("checkpoint_signature", sa.LargeBinary),
)
"""Paired nodes: key, head and last contact. `data_at` is when the last batch came."""

INSTANCES: Final = sa.Table(
    "instances",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("instance", sa.Text, primary_key=True),
    sa.Column("opened_at", _MOMENT, nullable=False),
)
"""Node processes that opened a session."""

CHALLENGES: Final = sa.Table(
    "challenges",
    METADATA,
    sa.Column("hub_challenge", sa.LargeBinary, primary_key=True),
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
    sa.Column("instance", sa.Text, nullable=False),
    sa.Column("node_challenge", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
)
"""Sessions being opened."""

NODE_SESSIONS: Final = sa.Table(
    "node_sessions",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("instance", sa.Text, nullable=False),
    sa.Column("used_at", _MOMENT, nullable=False),
)
"""One a journal."""

GUEST_SESSIONS: Final = sa.Table(
    "guest_sessions",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("instance", sa.Text, nullable=False),
    sa.Column("used_at", _MOMENT, nullable=False),
)
"""One a journal and key that is not the pinned one."""

NAMED_KEYS: Final = sa.Table(
    "named_keys",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("left", sa.Boolean, nullable=False),
)
"""Keys beside the pinned ones: of followers, of former holders, of machines that were let in.

`left`: the follower is none any more, or the former holder is shut out.
"""

TAKE_OVERS: Final = sa.Table(
    "take_overs",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("epoch", sa.BigInteger, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("clerk", sa.Text, nullable=False),
    sa.Column("leader", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("ratified_at", _MOMENT),
    sa.Column("ratified_by", sa.Text, nullable=False),
)
"""Who took registers over, and whether the province approved."""

DELEGATIONS: Final = sa.Table(
    "delegations",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
    sa.Column("organ", sa.Text, nullable=False),
    sa.Column("book", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("signed_at", sa.Text, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
)
"""What the province said of who numbers a book, signed."""

ASKED_NUMBERS: Final = sa.Table(
    "asked_numbers",
    METADATA,
    sa.Column("organ", sa.Text, primary_key=True),
    sa.Column("slip", sa.Text, primary_key=True),
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("book", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("mark", sa.BigInteger, nullable=False),
    sa.Column("asked_at", sa.Text, nullable=False),
    sa.Column("taken_back", sa.Boolean, nullable=False),
)
"""Documents that asked for a number of the province; their content is in the event's body."""

GIVEN_NUMBERS: Final = sa.Table(
    "given_numbers",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
    sa.Column("organ", sa.Text, nullable=False),
    sa.Column("book", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("slip", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("signed_at", sa.Text, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("refused", sa.Text, nullable=False),
    sa.UniqueConstraint("organ", "book", "year", "number", name="uq_given_numbers"),
    sa.Index(
        "ix_given_numbers_slip",
        "organ",
        "slip",
        unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    ),
)
"""Numbers that the province gave: each once, and a slip has one that was not refused."""

ORGANS: Final = sa.Table(
    "organs",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False, index=True),
)
"""The directory."""

EVENTS: Final = sa.Table(
    "events",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("header", sa.LargeBinary, nullable=False),
)
"""Headers in canonical form, with their chain hash."""

BODIES: Final = sa.Table(
    "bodies",
    METADATA,
    sa.Column("journal", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("nonce", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""What Gỡ nội dung takes out."""

TALLIES: Final = sa.Table(
    "tallies",
    METADATA,
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
)
"""Events counted by kind and day (Vietnam)."""

MESSAGES: Final = sa.Table(
    "messages",
    METADATA,
    sa.Column("cursor", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("organ", sa.Text, nullable=False),
    sa.Column("organ_name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("journal", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("sent_at", sa.Text, nullable=False),
    sa.UniqueConstraint("journal", "seq", "organ", name="uq_messages"),
    sa.Index("ix_messages_organ_cursor", "organ", "cursor"),
)
"""The inboxes; an organ that is not in the directory yet waits here too."""

BLOB_REFS: Final = sa.Table(
    "blob_refs",
    METADATA,
    sa.Column("journal", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True, index=True),
    sa.Column("owed", sa.Boolean, nullable=False),
)
"""Files that events name; `owed`: the node is to send it."""

BLOBS: Final = sa.Table(
    "blobs",
    METADATA,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("received_at", _MOMENT, nullable=False),
)
"""Files that are here."""

DOOMED_BLOBS: Final = sa.Table(
    "doomed_blobs",
    METADATA,
    sa.Column("sha256", sa.Text, primary_key=True),
)
"""Files given up, whose bytes may still lie in the folder."""

WARNINGS: Final = sa.Table(
    "warnings",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("facts", JSONB, nullable=False),
    sa.Column("evidence", sa.LargeBinary),
    sa.Column("first_at", _MOMENT, nullable=False),
    sa.Column("last_at", _MOMENT, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.UniqueConstraint("journal", "kind", "subject", name="uq_warnings"),
)
"""What people must know of a node, with its evidence."""

ACCOUNTS: Final = sa.Table(
    "accounts",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("changed_at", _MOMENT, nullable=False),
)
"""People of the province page."""

LOGIN_FAILURES: Final = sa.Table(
    "login_failures",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("locked_until", _MOMENT),
    sa.Column("last_at", _MOMENT, nullable=False),
)
"""Wrong passwords in a row, by the name that was typed."""

PAGE_SESSIONS: Final = sa.Table(
    "page_sessions",
    METADATA,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("account", sa.Text, sa.ForeignKey("accounts.name"), nullable=False),
    sa.Column("opened_at", _MOMENT, nullable=False),
    sa.Column("used_at", _MOMENT, nullable=False),
)
"""People who are logged in."""
