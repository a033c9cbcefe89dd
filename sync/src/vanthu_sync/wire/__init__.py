"""Messages between a device (the PWA, a second client) and its node.

Rules (PROTOCOL.md, WI):
1. Commands and results name their version `v`; readings follow the program that the same node
   serves.
2. A device sends commands, each with an operation id of its own making (32 lower-case hex
   digits, 128 random bits); the node answers each with exactly one result.
3. Instants are RFC 3339 in UTC with milliseconds ("2026-11-20T02:10:00.123Z"); days are
   ISO 8601 ("2026-11-20") in Vietnam's zone. People see dd/mm/yyyy.
4. What a newer peer sends and we do not know is kept out of the way, never an error.

The types of pwa/src/domain/wire.gen.ts are made from this package by tools/wire_types.py.
"""

from vanthu_sync.wire.commands import Command, Commands, Result, Results
from vanthu_sync.wire.inbox import (
    AcceptInbox,
    Checked,
    CheckInbox,
    InboxItem,
    InboxPage,
    ReturnInbox,
    SignatureLine,
)
from vanthu_sync.wire.incoming import (
    Attach,
    DuplicateOf,
    HistoryLine,
    IncomingDocument,
    IncomingFields,
    IncomingPage,
    IncomingRow,
    OpenRegister,
    Registered,
    RegisterIncoming,
    RemoveContent,
)
from vanthu_sync.wire.office import (
    AgentCode,
    BindCertificate,
    CertificateRef,
    Certificates,
    Directory,
    HubState,
    LogIn,
    Me,
    Membership,
    NewAccount,
    NodeState,
    People,
    PersonRef,
    RegisterState,
    Uploaded,
)
from vanthu_sync.wire.outgoing import (
    Delivery,
    DraftOutgoing,
    OutgoingDocument,
    OutgoingDone,
    OutgoingFields,
    OutgoingPage,
    OutgoingRow,
    OutgoingStep,
    Recipient,
    SigningState,
)
from vanthu_sync.wire.parts import FileRef, Notice, OrganRef, Place, Problem, Wire

WIRE_VERSION = 1

__all__ = [
    "WIRE_VERSION",
    "AcceptInbox",
    "AgentCode",
    "Attach",
    "BindCertificate",
    "CertificateRef",
    "Certificates",
    "CheckInbox",
    "Checked",
    "Command",
    "Commands",
    "Delivery",
    "Directory",
    "DraftOutgoing",
    "DuplicateOf",
    "FileRef",
    "HistoryLine",
    "HubState",
    "InboxItem",
    "InboxPage",
    "IncomingDocument",
    "IncomingFields",
    "IncomingPage",
    "IncomingRow",
    "LogIn",
    "Me",
    "Membership",
    "NewAccount",
    "NodeState",
    "Notice",
    "OpenRegister",
    "OrganRef",
    "OutgoingDocument",
    "OutgoingDone",
    "OutgoingFields",
    "OutgoingPage",
    "OutgoingRow",
    "OutgoingStep",
    "People",
    "PersonRef",
    "Place",
    "Problem",
    "Recipient",
    "RegisterIncoming",
    "RegisterState",
    "Registered",
    "RemoveContent",
    "Result",
    "Results",
    "ReturnInbox",
    "SignatureLine",
    "SigningState",
    "Uploaded",
    "Wire",
]
