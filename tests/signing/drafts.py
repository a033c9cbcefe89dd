"""A short notice as the typesetter makes it, ready for signing."""

from functools import cache
from pathlib import Path

import vanthu_server
from vanthu_server.signing.fields import reserve_fields
from vanthu_server.typesetting.boxes import SealPosition
from vanthu_server.typesetting.draft import Draft, typeset_draft

MARKS = Path(vanthu_server.__file__).parent / "samples" / "marks"

NOTICE = Draft(
    organ_parent="",
    organ_name="Ủy ban nhân dân xã Đông Thạnh",
    place="Đông Thạnh",
    type_name="Thông báo",
    subject="Về lịch tiếp công dân định kỳ tháng 12 năm 2026",
    body=(
        "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;",
        "Ủy ban nhân dân xã thông báo lịch tiếp công dân vào các ngày 10 và 20 tháng 12.",
        "Đề nghị các ấp phổ biến rộng rãi để người dân được biết, thực hiện.",
    ),
    recipients=("Các ấp", "Trang thông tin điện tử xã"),
    keep="VT, VP",
    signer_capacity="TM. ỦY BAN NHÂN DÂN",
    signer_position="CHỦ TỊCH",
    signer_name="Nguyễn Văn Trường",
)


@cache
def notice(seal_position: SealPosition = "overlap_left_third") -> bytes:
    """The notice with its reserved fields."""
    typeset = typeset_draft(NOTICE, seal_position=seal_position)
    return reserve_fields(typeset.pdf, typeset.boxes)


def signature_png() -> bytes:
    return (MARKS / "signature.png").read_bytes()


def seal_png() -> bytes:
    return (MARKS / "seal.png").read_bytes()
