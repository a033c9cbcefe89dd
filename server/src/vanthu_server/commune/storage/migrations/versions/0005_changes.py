"""What changed since a place of the journal, and whose rights did."""

from alembic import op

revision = "0005"
down_revision = "0004"

INDEXES = (
    "create index document_event_seq on document_event (seq)",
    "create index journal_rights on journal (seq) where kind in ('person.added', 'roles.given')",
)


def upgrade() -> None:
    """Add what finds them."""
    for statement in INDEXES:
        op.execute(statement)
