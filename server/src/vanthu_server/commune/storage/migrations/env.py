"""Alembic's environment of the commune node: an open SQLAlchemy connection comes in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
