"""An event of the product's journal as every witness of the simulator can hold it."""

from vanthu_sync.journal import Event


class Linked:
    """See `port.Link`: what is looked at often is kept, the hash is made once."""

    __slots__ = ("epoch", "event", "hash", "prev", "seq")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.seq = event.header.seq
        self.epoch = event.header.epoch
        self.prev = event.header.prev
        self.hash = event.hash
