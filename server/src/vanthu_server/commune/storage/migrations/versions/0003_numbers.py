"""Every state of a number, who holds the registers, and what is out: leases, slips, sites."""

from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = """
alter table number add column slip text not null default '';
alter table number add column captured_at text not null default '';
alter table number add column lease text not null default '';
alter table number add column holder text not null default '';
alter table number add column corrects integer not null default 0;
alter table number add column again integer not null default 0;
alter table number add column changed_at text not null default '';
alter table number add column changed_by text not null default '';
alter table number add column origin text not null default '';
alter table incoming add column paper_on text;
"""

PROJECTIONS = """
create index number_slip on number (slip) where slip <> '';
create table lease (
  id text primary key, organ text not null, book text not null, year integer not null,
  first integer not null, last integer not null, next integer not null, site text not null,
  day text not null, closed integer not null, granted_at text not null, seq integer not null
) strict;
create table site (
  id text primary key, name text not null, kind text not null, mode text not null,
  block integer not null, organ text not null, key text not null,
  head_seq integer not null, head_hash text not null,
  left_at text not null, reason text not null, seq integer not null
) strict;
create table slip_device (
  organ text not null, code text not null, name text not null, lost_at text not null,
  reason text not null, seq integer not null, primary key (organ, code)
) strict, without rowid;
create table take_over (
  epoch integer primary key, at text not null, reason text not null, clerk text not null,
  leader text not null, machine text not null, key text not null, ratified_at text not null,
  ratified_by text not null, seq integer not null
) strict;
create table stray (
  origin text primary key, organ text not null, kind text not null, document text not null,
  book text not null, year integer not null, number integer not null, at text not null,
  actor text not null, content text not null, settled_as integer, seq integer not null
) strict;
create table copy (
  id text primary key, organ text not null, year integer not null, number integer not null,
  issued_date text not null, kind text not null, source text not null,
  source_symbol text not null, subject text not null, copies integer not null,
  seq integer not null, unique (organ, year, number)
) strict;
create table clock_correction (
  one integer primary key check (one = 1), seconds integer not null, basis text not null,
  seq integer not null
) strict;
"""

MACHINE = """
create table holder (
  one integer primary key check (one = 1), standing text not null, machine text not null,
  owner_url text not null, owner_name text not null, owner_key blob, site text not null,
  last_seq integer not null, adopted integer not null, journal text not null
) strict;
create table confirmed_day (
  one integer primary key check (one = 1), day text not null
) strict;
create table site_sight (
  site text primary key, last_seq integer not null, seq integer, epoch integer, hash text,
  at text
) strict;
create table site_code (
  code_hash text primary key, made_at text not null, tries integer not null,
  kind text not null, mode text not null, block integer not null, organ text not null
) strict;
"""


def upgrade() -> None:
    """Add columns with defaults, and the new tables."""
    for group in (COLUMNS, PROJECTIONS, MACHINE):
        for statement in group.strip().split(";\n"):
            op.execute(statement.removesuffix(";"))
