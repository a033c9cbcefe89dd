"""A small world of real processes over loopback, for the story, the demo and the tests."""
