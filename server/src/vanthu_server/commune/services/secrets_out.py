"""State secrets stay out: refused when marked, asked about when only suspected."""

from collections.abc import Sequence

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.intake.secrecy import SecrecyOutcome, check_secrecy
from vanthu_sync.errors import Refused


def refuse_secrets(
    unit: Unit, *, marking: str, subject: str, files: Sequence[str], not_secret: bool
) -> None:
    """Raise Refused(SECRET_REFUSED or SECRECY_SUSPECTED); a person may answer the latter only.

    R-GEN-01, R-SEC-08: what is marked is refused before anything is stored.
    """
    pages = "\n".join(unit.first_page_text(sha256) for sha256 in files)
    finding = check_secrecy(marking, pages, subject)
    if finding.outcome == SecrecyOutcome.CLEAR:
        return
    if finding.outcome == SecrecyOutcome.WARN and not_secret:
        return
    raise Refused(finding.code, detail=finding.detail)
