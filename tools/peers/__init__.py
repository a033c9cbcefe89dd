"""The peers of the sync benchmark, and our own side of it, behind one interface."""
