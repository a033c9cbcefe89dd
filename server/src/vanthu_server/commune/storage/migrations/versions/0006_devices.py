"""Devices that are known by a key, the code that lets the next one in, and their last contact."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    """create table device (
  id text primary key, organ text not null, name text not null, key text not null unique,
  code text not null, enrolled_at text not null, enrolled_by text not null,
  revoked_at text not null, revoked_by text not null, reason text not null,
  lost integer not null, seq integer not null
) strict""",
    """create table device_entry (
  code_hash text primary key, made_at text not null, tries integer not null,
  organ text not null, account text not null
) strict""",
    "create table device_sight (device text primary key, at text not null) strict",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in TABLES:
        op.execute(statement)
