"""What events weigh as the node packs them for the hub."""

from vanthu_server.commune.node import Node
from vanthu_sync import link
from vanthu_sync.journal import Checkpoint, Event, verify


def packed_bytes(node: Node, events: tuple[Event, ...]) -> int:
    """Return the bytes of consecutive events of the node's journal in packed batches."""
    head = node.hub.head_at(events[0].header.seq - 1)
    total = 0
    while events:
        portion = link.portion(events)
        reached = verify(head, portion)
        checkpoint = Checkpoint(head=reached, at="2026-11-20T00:00:00.000Z", signature=bytes(64))
        total += len(link.pack(link.Batch(head=head, events=portion, checkpoint=checkpoint)))
        events, head = events[len(portion) :], reached
    return total
