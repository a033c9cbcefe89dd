"""The hub's tables in PostgreSQL."""
