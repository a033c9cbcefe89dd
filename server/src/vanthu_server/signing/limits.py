"""Bounds of signing, each with its reason."""

from typing import Final

PDF_BYTES_MAX: Final = 64 * 1024 * 1024
"""Largest file that is signed: what the agent accepts too (vanthu_sync.agent_wire)."""
CONTENTS_HEX_DIGITS: Final = 24576
"""Room for the CMS object, as hex digits: 12 KiB hold RSA-4096, three certificates, a timestamp."""
IMAGE_BYTES_MAX: Final = 512 * 1024
"""Largest signature or seal picture: each signing repeats it in the file."""
IMAGE_PIXELS_MAX: Final = 1024 * 1024
"""A 36 mm seal at 720 dpi; more is invisible and slow to unpack."""
CHAIN_CERTIFICATES_MAX: Final = 4
"""Certificates between root and signer; the state's chain has one or two."""
TEXT_LINE_CHARACTERS_MAX: Final = 200
"""Longest value of one line beside a signature; longer ones are unreadable at 5 points."""
