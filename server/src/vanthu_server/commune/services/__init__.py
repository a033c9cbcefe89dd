"""The use cases of the node, one a file."""
