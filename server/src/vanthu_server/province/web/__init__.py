"""The hub over HTTP: the link for nodes, the page for people."""
