from pathlib import Path

import pytest

from tests.signing.office import DATE, NUMBER, Office, der
from vanthu_server.signing.fields import DATE_FIELD, LEADER_FIELD, NUMBER_FIELD, ORGAN_FIELD
from vanthu_server.signing.fill import Filled
from vanthu_server.verification.expected import ExpectedDocument, expected_signer
from vanthu_server.verification.trust import TrustStore, load_trust


@pytest.fixture(scope="session")
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def trust_folder(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office.trust_folder(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="session")
def trust(trust_folder: Path) -> TrustStore:
    return load_trust(trust_folder)


@pytest.fixture(scope="session")
def numbered(office: Office) -> Filled:
    """Signed by the leader, number and date filled in."""
    return office.numbered()


@pytest.fixture(scope="session")
def finished(office: Office, numbered: Filled) -> bytes:
    """Signed, numbered, sealed."""
    return office.sealed(numbered.pdf)


@pytest.fixture(scope="session")
def expected(office: Office, numbered: Filled) -> ExpectedDocument:
    """What the register journaled of the finished document."""
    return ExpectedDocument(
        signers=(
            expected_signer(LEADER_FIELD, "person", der(office.pki.leader)),
            expected_signer(ORGAN_FIELD, "organ", der(office.pki.organ)),
        ),
        values={NUMBER_FIELD: NUMBER, DATE_FIELD: DATE},
        appearance_hashes=numbered.appearance_hashes,
    )
