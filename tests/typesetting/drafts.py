"""A draft as a commune writes one, to vary in tests."""

from vanthu_server.typesetting.draft import Draft

NOTICE = Draft(
    organ_parent="",
    organ_name="Ủy ban nhân dân xã Đông Thạnh",
    place="Đông Thạnh",
    type_name="Thông báo",
    subject="Về lịch tiếp công dân định kỳ tháng 12 năm 2026",
    body=(
        "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;",
        "Theo đề nghị của Chánh Văn phòng HĐND và UBND xã,",
        (
            "Ủy ban nhân dân xã Đông Thạnh thông báo lịch tiếp công dân định kỳ; đề nghị Trưởng các"
            " ấp, các đoàn thể phổ biến rộng rãi để người dân được biết, thực hiện./."
        ),
    ),
    recipients=("Thường trực Đảng ủy, HĐND xã", "Trưởng các ấp"),
    keep="VT, VP",
    signer_capacity="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
    signer_position="Phó Chủ tịch",
    signer_name="Nguyễn Văn Trường",
)

TASK = (
    "{}. Giao các phòng, đơn vị trực thuộc phối hợp với Mặt trận Tổ quốc Việt Nam xã và các tổ"
    " chức chính trị - xã hội tuyên truyền, vận động nhân dân thực hiện; báo cáo kết quả trước"
    " ngày 15 hằng tháng về Văn phòng HĐND và UBND xã để tổng hợp."
)
