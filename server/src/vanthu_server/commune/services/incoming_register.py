"""`incoming.register`: Vào sổ văn bản đến, with files that were uploaded before."""

from vanthu_server.commune.services.attaching import uploads
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.registering import Entry, enter
from vanthu_server.commune.services.slips import redeem
from vanthu_sync import wire
from vanthu_sync.journal import Event


def register(desk: Desk, payload: wire.RegisterIncoming) -> Event:
    """Enter the document; raises Refused as `registering.enter`, `slips.redeem`, FILE_UNKNOWN."""
    slip = redeem(desk, payload)
    return enter(
        desk,
        Entry(
            fields=payload.fields,
            files=uploads(desk.unit, payload.files),
            duplicate_ok=payload.duplicate_ok,
            not_secret=payload.not_secret,
            slip=slip.slip,
            captured_at=slip.captured_at,
            received=slip.received,
        ),
    )
