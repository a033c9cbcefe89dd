"""The node's way to the province hub over HTTP."""
