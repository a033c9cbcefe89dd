"""What the node knows without any library: rights, symbols, ports."""
