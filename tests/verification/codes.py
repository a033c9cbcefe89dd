from vanthu_server.verification.report import VerificationReport


def codes(report: VerificationReport) -> set[str]:
    """The codes of all reasons, the signatures' and the document's."""
    rows = [item for row in report.signatures for item in row.reasons]
    return {item.code for item in (*report.reasons, *rows)}
