"""The first tables of the hub.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables, and the one row of the hub."""
    _nodes()
    _sessions()
    _journals()
    _files()
    _page()
    op.execute("INSERT INTO hub (id, directory_version) VALUES (1, 0)")


def _nodes() -> None:
    op.create_table(
        "hub",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("directory_version", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "communes",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_table(
        "pair_codes",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("commune", sa.Text, sa.ForeignKey("communes.name"), nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("wrong_tries", sa.Integer, nullable=False),
        sa.Column("used_by", sa.Text, nullable=False),
        sa.Column("used_key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "journals",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("commune", sa.Text, sa.ForeignKey("communes.name"), nullable=False),
        sa.Column("node_name", sa.Text, nullable=False),
        sa.Column("node_key", sa.LargeBinary, nullable=False),
        sa.Column("paired_at", MOMENT, nullable=False),
        sa.Column("instance", sa.Text, nullable=False),
        sa.Column("contact_at", MOMENT, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("data_at", MOMENT),
        sa.Column("checkpoint_at", sa.Text),
        sa.Column("checkpoint_signature", sa.LargeBinary),
    )
    op.create_table(
        "organs",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
    )
    op.create_index("ix_organs_journal", "organs", ["journal"])


def _sessions() -> None:
    op.create_table(
        "instances",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("instance", sa.Text, primary_key=True),
        sa.Column("opened_at", MOMENT, nullable=False),
    )
    op.create_table(
        "challenges",
        sa.Column("hub_challenge", sa.LargeBinary, primary_key=True),
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
        sa.Column("instance", sa.Text, nullable=False),
        sa.Column("node_challenge", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_table(
        "node_sessions",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("instance", sa.Text, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
    )


def _journals() -> None:
    op.create_table(
        "events",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("header", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "bodies",
        sa.Column("journal", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("nonce", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "tallies",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("cursor", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("organ", sa.Text, nullable=False),
        sa.Column("organ_name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("journal", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("sent_at", sa.Text, nullable=False),
        sa.UniqueConstraint("journal", "seq", "organ", name="uq_messages"),
    )
    op.create_index("ix_messages_organ_cursor", "messages", ["organ", "cursor"])


def _files() -> None:
    op.create_table(
        "blob_refs",
        sa.Column("journal", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("owed", sa.Boolean, nullable=False),
    )
    op.create_index("ix_blob_refs_sha256", "blob_refs", ["sha256"])
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
    )
    op.create_table(
        "doomed_blobs",
        sa.Column("sha256", sa.Text, primary_key=True),
    )


def _page() -> None:
    op.create_table(
        "warnings",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("evidence", sa.LargeBinary),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.UniqueConstraint("journal", "kind", "subject", name="uq_warnings"),
    )
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "login_failures",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("locked_until", MOMENT),
        sa.Column("last_at", MOMENT, nullable=False),
    )
    op.create_table(
        "page_sessions",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("accounts.name"), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Refuse: migrations only add."""
    raise NotImplementedError("a journal that was taken in is never thrown away")
