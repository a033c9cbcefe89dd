"""Bounds of verification, each with its reason."""

from typing import Final

PDF_BYTES_MAX: Final = 64 * 1024 * 1024
"""Largest file checked: what signing accepts too."""
SIGNATURES_MAX: Final = 32
"""Signatures in one file; four are common (VGCA), each costs a walk over the later revisions."""
TRUST_FILES_MAX: Final = 500
"""Files in a trust folder: a few authorities with their CRLs."""
TRUST_FILE_BYTES_MAX: Final = 32 * 1024 * 1024
"""Largest single file there: the CRL of a national authority."""
WORKER_SECONDS_MAX: Final = 60.0
"""Longest check of one file; 300 pages take 1.2 s, a bomb would take hours."""
WORKER_MEMORY_BYTES_MAX: Final = 1024 * 1024 * 1024
"""Memory of the worker: sixteen times the largest file."""
REPORT_BYTES_MAX: Final = 1024 * 1024
"""Largest report a worker may hand back."""
FUTURE_SECONDS_MAX: Final = 3600
"""How far ahead of our clock a claimed signing time may be: clocks of office PCs differ."""
EXCEPTION_TEXT_MAX: Final = 300
"""Characters of a library's error in a reason: what helps the person who asks for support."""
