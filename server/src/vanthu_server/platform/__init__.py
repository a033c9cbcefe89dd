"""What differs between Windows and the rest, in one place."""
