"""The node's store: SQLite in the data folder, the sidecar outside it."""
