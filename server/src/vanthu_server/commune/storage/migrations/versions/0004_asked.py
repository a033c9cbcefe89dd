"""Documents that wait for the province's numbers, and what it gave."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = """
create table asked (
  organ text not null, slip text not null, book text not null, year integer not null,
  document text not null, day text not null, state text not null, number integer,
  duplicate_key text not null, origin text not null, seq integer not null,
  primary key (organ, slip)
) strict, without rowid;
create index asked_document on asked (document);
create table given (
  organ text not null, slip text not null, number integer not null, book text not null,
  year integer not null, signed_at text not null, refused text not null, seq integer not null,
  primary key (organ, slip, number)
) strict, without rowid;
create index journal_asked on journal (organ) where kind = 'number.asked';
create index journal_anew on journal (kind) where kind in ('node.recovered', 'node.taken_over');
"""


def upgrade() -> None:
    """Add the tables, and what finds the events that slips are counted by."""
    for statement in TABLES.strip().split(";\n"):
        op.execute(statement.removesuffix(";"))
