"""Scripts that build, check and show the workspace; run as `python -m tools.name`."""
