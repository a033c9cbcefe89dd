"""Ed25519 keys of nodes and hubs."""

from vanthu_server.keys.node_key import KeyUnreadable, SigningKey, load_or_create, verify

__all__ = ["KeyUnreadable", "SigningKey", "load_or_create", "verify"]
