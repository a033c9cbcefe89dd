"""The first tables of the commune node.

Three groups (SCHEMA.md): the journal; projections, which `vanthu rebuild` can make again from
the journal; and what belongs to this machine alone (passwords, sessions, uploads, peers).
"""

from alembic import op

revision = "0001"
down_revision = None

JOURNAL = """
create table node (
  one integer primary key check (one = 1), journal text not null
) strict;
create table journal (
  seq integer primary key, v integer not null, epoch integer not null, kind text not null,
  organ text not null, policy text not null, at text not null, actor text not null,
  op text not null, body_hash text not null, prev text not null, hash text not null,
  nonce blob, body blob
) strict;
create index journal_kind on journal (kind, seq);
"""

PROJECTIONS = """
create table operation (
  op text primary key, fingerprint text not null, seq integer not null
) strict;
create table document_event (
  document text not null, seq integer not null, primary key (document, seq)
) strict, without rowid;
create table organ (
  id text primary key, code text not null, name text not null, parent text not null,
  place text not null, abbreviation text not null, policy text not null, seq integer not null
) strict;
create table person (
  account text primary key, name text not null, position text not null, seq integer not null
) strict;
create table role (
  account text not null, organ text not null, role text not null,
  primary key (account, organ, role)
) strict, without rowid;
create table certificate (
  holder text not null, role text not null, seq integer not null, body blob not null,
  primary key (holder, role)
) strict, without rowid;
create table register (
  organ text not null, book text not null, year integer not null, mark integer not null,
  epoch integer not null, owner text not null, status text not null, seq integer not null,
  primary key (organ, book, year)
) strict, without rowid;
create table number (
  organ text not null, book text not null, year integer not null, number integer not null,
  state text not null, document text not null, reason text not null, seq integer not null,
  primary key (organ, book, year, number)
) strict, without rowid;
create table incoming (
  id text primary key, organ text not null, year integer not null, number integer not null,
  arrival_date text not null, registered_at text not null, organ_name text not null,
  symbol text not null, issued_date text, type_name text not null, subject text not null,
  to_places text not null, urgency integer not null, due_date text, description text not null,
  source text not null, fields blob not null, notices blob not null, policy text not null,
  message text not null, duplicate_key text not null, removed integer not null default 0,
  seq integer not null, unique (organ, year, number)
) strict;
create index incoming_duplicate on incoming (organ, duplicate_key);
create virtual table incoming_search using fts5 (id unindexed, text, tokenize = "unicode61");
create table outgoing (
  id text primary key, organ text not null, state text not null, version integer not null,
  fields blob not null, type_name text not null, subject text not null,
  signer text not null, signer_name text not null, recipients text not null,
  urgency integer not null, year integer, number integer, symbol text not null,
  issued_date text, numbered blob, number_seq integer, policy text not null,
  updated_at text not null, removed integer not null default 0, seq integer not null,
  last_seq integer not null, unique (organ, year, number)
) strict;
create virtual table outgoing_search using fts5 (id unindexed, text, tokenize = "unicode61");
create table delivery (
  document text not null, position integer not null, organ text not null, name text not null,
  status text not null, text text not null, at text, seq integer not null,
  primary key (document, position)
) strict, without rowid;
create table file (
  document text not null, sha256 text not null, name text not null, size integer not null,
  media_type text not null, kind text not null, added_at text not null, added_by text not null,
  removed integer not null default 0, seq integer not null, primary key (document, sha256)
) strict, without rowid;
create index file_hash on file (sha256);
create table inbox (
  id text primary key, organ text not null, cursor integer not null, envelope blob not null,
  sent_at text not null, received_at text not null, state text not null, verdict text,
  checked_at text, signatures blob, seq integer not null
) strict;
create table inbox_cursor (
  one integer primary key check (one = 1), cursor integer not null
) strict;
"""

MACHINE = """
create table password (
  account text primary key, hash text not null, changed_at text not null
) strict;
create table session (
  token_hash text primary key, account text not null, opened_at text not null,
  seen_at text not null
) strict;
create table login_failure (
  account text primary key, count integer not null, last_at text not null
) strict;
create table upload (
  sha256 text primary key, name text not null, size integer not null, media_type text not null,
  pages integer, first_page_text text not null, uploaded_by text not null,
  uploaded_at text not null
) strict;
create table pairing_code (
  code_hash text primary key, made_at text not null, tries integer not null
) strict;
create table agent (
  id text primary key, name text not null, key blob not null, last_seq integer not null,
  certificates blob not null, paired_at text not null, seen_at text
) strict;
create table sign_job (
  id text primary key, organ text not null, document text not null, role text not null,
  agent text not null, state text not null, reason text not null, asked_by text not null,
  made_at text not null, changed_at text not null, reviewed text not null,
  prepared text not null, detail blob not null
) strict;
create index sign_job_document on sign_job (document, made_at);
create table hub (
  one integer primary key check (one = 1), url text not null, name text not null,
  key blob not null, directory blob not null, directory_version integer not null,
  directory_at text, last_contact text
) strict;
create table receipt (
  seq integer primary key, hash text not null, at text not null, signature blob not null
) strict;
create table blob_sent (
  sha256 text primary key, at text not null
) strict;
"""


def upgrade() -> None:
    """Make all tables; each is STRICT, so a wrong type is an error at once."""
    for group in (JOURNAL, PROJECTIONS, MACHINE):
        for statement in group.strip().split(";\n"):
            op.execute(statement.removesuffix(";"))
