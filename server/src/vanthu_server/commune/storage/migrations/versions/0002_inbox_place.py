"""Where this machine reads on in the hub's inbox: a restored hub's cursors go back."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table; empty, it means that the journal's own cursor holds."""
    op.execute(
        "create table inbox_place ("
        " one integer primary key check (one = 1), cursor integer not null) strict"
    )
