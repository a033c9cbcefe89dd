"""The node's HTTP: the PWA and its API, and the channel of the signer agents."""
