"""The hub's use cases, one a file."""
