from vanthu_signer.limits import BACKOFF_SECONDS_MAX


def backoff_seconds(failures: int, chance: float) -> float:
    """How long to wait after so many failures: doubling from 1 s, spread by chance in [0, 1]."""
    longest = min(BACKOFF_SECONDS_MAX, 2.0 ** min(failures - 1, 10))
    return longest * (0.5 + chance / 2)
