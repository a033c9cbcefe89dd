"""Who may hold a journal's registers: guests' sessions, named keys, take-overs, delegations.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.add_column("pair_codes", sa.Column("journal", sa.Text, nullable=False, server_default=""))
    _keys()
    _acts()


def _keys() -> None:
    op.create_table(
        "guest_sessions",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("instance", sa.Text, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
    )
    op.create_table(
        "named_keys",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("left", sa.Boolean, nullable=False),
    )


def _acts() -> None:
    op.create_table(
        "take_overs",
        sa.Column("journal", sa.Text, sa.ForeignKey("journals.id"), primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("clerk", sa.Text, nullable=False),
        sa.Column("leader", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("ratified_at", MOMENT),
        sa.Column("ratified_by", sa.Text, nullable=False),
    )
    op.create_table(
        "delegations",
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


def downgrade() -> None:
    """Refuse: migrations only add."""
    raise NotImplementedError("a journal that was taken in is never thrown away")
