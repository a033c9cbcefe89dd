"""Numbers that the province gives: what waits for one, and what was given.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _asked()
    _given()


def _asked() -> None:
    op.create_table(
        "asked_numbers",
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


def _given() -> None:
    op.create_table(
        "given_numbers",
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
    )
    op.create_index(
        "ix_given_numbers_slip",
        "given_numbers",
        ["organ", "slip"],
        unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    )


def downgrade() -> None:
    """Refuse: migrations only add."""
    raise NotImplementedError("a journal that was taken in is never thrown away")
