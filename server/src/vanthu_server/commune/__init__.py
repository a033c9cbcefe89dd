"""The commune node: the authority over the registers of its organs, on the office PC."""
