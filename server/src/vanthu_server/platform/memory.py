"""A bound on a worker's memory, where the system offers one to a process itself."""

import sys


def bound_own_memory(limit_bytes: int) -> bool:
    """Let no allocation take this process over `limit_bytes`; False where that cannot be set.

    Windows has no such call for a running process; there the size bounds and the time limit of
    the caller must do.
    """
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 (exists on POSIX only)

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    return True
