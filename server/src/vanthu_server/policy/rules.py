"""The keys of a policy, nested as they are written: `sign.organ.position`.

The description of a key is what the clerk reads; README.md holds the same table, made by
`catalogue.rules_table` and compared by a test. A struct under `Section` is a branch; every
other type is the value of a key.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from vanthu_server.policy.paper import PaperList
from vanthu_server.policy.values import (
    ArchivePrint,
    Binding,
    Channel,
    DateCheck,
    InvalidSignature,
    Origin,
    PersonalToken,
    PrintPeriod,
    Reminder,
    ReportPeriod,
    RequiredSignatures,
    ScanBeforeIssue,
    SealPosition,
    SeparateAttachment,
    SignatureLine,
    Timestamp,
    UnsignedScan,
)

UPGRADE_NOTICE_HOURS_MAX = 168
"""A week: a longer notice is a plan and no switch."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A branch of the keys."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who gets a report or a notice.

    `named` is the office as the regulation names it, `current` the office that does its work
    today; `confirmed` says whether the organ has checked that (offices were merged in 2025).
    """

    named: Annotated[str, Meta(min_length=1, max_length=200)]
    current: Annotated[str, Meta(min_length=1, max_length=200)]
    matter: Annotated[str, Meta(max_length=200)] = ""
    confirmed: bool = False


class LegalValue(Section, frozen=True, kw_only=True):
    """Keys `legal_value.*`."""

    unsigned_scan: Annotated[
        UnsignedScan, Meta(description="Giá trị của văn bản điện tử không có chữ ký số hợp lệ")
    ]


class OrganSignature(Section, frozen=True, kw_only=True):
    """Keys `sign.organ.*`."""

    position: Annotated[SealPosition, Meta(description="Vị trí chữ ký số của cơ quan trên văn bản")]
    text: Annotated[
        tuple[SignatureLine, ...], Meta(description="Các dòng chữ cạnh hình con dấu, theo thứ tự")
    ]
    agency: Annotated[
        str, Meta(max_length=200, description="Nội dung dòng “Cơ quan” cạnh hình con dấu")
    ]


class PersonSignature(Section, frozen=True, kw_only=True):
    """Keys `sign.person.*`."""

    text: Annotated[
        tuple[SignatureLine, ...],
        Meta(description="Các dòng chữ cạnh hình chữ ký cá nhân, theo thứ tự"),
    ]


class Sign(Section, frozen=True, kw_only=True):
    """Keys `sign.*`."""

    required: Annotated[
        RequiredSignatures, Meta(description="Những chữ ký số phải có trước khi phát hành")
    ]
    initials_allowed: Annotated[bool, Meta(description="Cho phép thêm chữ ký nháy")]
    organ: OrganSignature
    person: PersonSignature
    attachment_separate: Annotated[
        SeparateAttachment, Meta(description="Cách ký tài liệu kèm theo nằm ở tệp riêng")
    ]
    date_equals_issue_date: Annotated[
        DateCheck, Meta(description="Kiểm tra ngày ký số trùng ngày ban hành")
    ]
    timestamp: Annotated[Timestamp, Meta(description="Dấu thời gian của chữ ký số")]


class Incoming(Section, frozen=True, kw_only=True):
    """Keys `incoming.*`."""

    on_invalid_signature: Annotated[
        InvalidSignature, Meta(description="Ai trả lại văn bản có chữ ký số không hợp lệ")
    ]
    channels: Annotated[
        tuple[Channel, ...],
        Meta(min_length=1, description="Các kênh tiếp nhận văn bản điện tử"),
    ]
    check_reminders: Annotated[
        tuple[Reminder, ...],
        Meta(min_length=1, description="Lúc nhắc Văn thư kiểm tra văn bản đến"),
    ]


class Outgoing(Section, frozen=True, kw_only=True):
    """Keys `outgoing.*`."""

    origin: Annotated[Origin, Meta(description="Văn bản điện tử đi được tạo từ đâu")]
    recipient_split: Annotated[
        bool, Meta(description="Tách “Nơi nhận” giấy và “Bản điện tử” trên văn bản")
    ]
    paper_list: Annotated[PaperList, Meta(description="Văn bản gửi kèm bản giấy")]
    archive_print: Annotated[ArchivePrint, Meta(description="In bản giấy để lưu")]


class Register(Section, frozen=True, kw_only=True):
    """Keys `register.*`."""

    print_period: Annotated[PrintPeriod, Meta(description="Kỳ in sổ đăng ký ra giấy")]
    bind: Annotated[Binding, Meta(description="Lúc đóng sổ đã in thành quyển")]


class Token(Section, frozen=True, kw_only=True):
    """Keys `token.*`."""

    person_held_by_clerk: Annotated[
        PersonalToken, Meta(description="Văn thư giữ thiết bị lưu khóa bí mật của cá nhân")
    ]


class Security(Section, frozen=True, kw_only=True):
    """Keys `security.*`."""

    scan_before_issue: Annotated[
        ScanBeforeIssue, Meta(description="Quét mã độc trước khi phát hành")
    ]


class Report(Section, frozen=True, kw_only=True):
    """Keys `report.*`."""

    periods: Annotated[
        tuple[ReportPeriod, ...], Meta(min_length=1, description="Kỳ báo cáo gửi, nhận văn bản")
    ]
    recipient: Annotated[tuple[Recipient, ...], Meta(description="Nơi nhận báo cáo")]


class Incident(Section, frozen=True, kw_only=True):
    """Keys `incident.*`."""

    recipient: Annotated[
        tuple[Recipient, ...], Meta(description="Nơi nhận thông báo sự cố an toàn thông tin")
    ]


class Cert(Section, frozen=True, kw_only=True):
    """Keys `cert.*`."""

    recipient: Annotated[
        tuple[Recipient, ...], Meta(description="Nơi nhận thông báo thu hồi chứng thư số")
    ]


class Ops(Section, frozen=True, kw_only=True):
    """Keys `ops.*`."""

    upgrade_notice_hours: Annotated[
        int,
        Meta(ge=0, le=UPGRADE_NOTICE_HOURS_MAX, description="Báo trước khi nâng cấp, số giờ"),
    ]


class Rules(Section, frozen=True, kw_only=True):
    """Every key of a policy, from its section down."""

    legal_value: LegalValue
    sign: Sign
    incoming: Incoming
    outgoing: Outgoing
    register: Register
    token: Token
    security: Security
    report: Report
    incident: Incident
    cert: Cert
    ops: Ops
