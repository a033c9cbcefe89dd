from typing import Final

TITLES: Final = {
    "SG1": "Ghép nối với máy xã không thành",
    "SG3": "Không xác minh được câu trả lời của máy xã",
    "SG4": "Địa chỉ máy xã không được phép",
    "SG5": "Dữ liệu từ máy xã quá giới hạn",
    "SG6": "Không liên lạc được với máy xã",
    "SG10": "Tệp nhận được không phải tệp máy xã đã báo",
    "SG11": "Tệp chuẩn bị không bắt đầu bằng bản đã duyệt",
    "SG12": "Phần thêm vào sau bản đã duyệt không chỉ là chữ ký",
    "SG13": "Chữ ký sẽ không bao trọn tệp",
    "SG14": "Thuộc tính ký không đúng danh mục cho phép",
    "SG15": "Giá trị băm được yêu cầu ký không phải của tệp này",
    "SG16": "Yêu cầu ký bằng chứng thư khác",
    "SG17": "Chứng thư số không có hiệu lực",
    "SG18": "Thời gian ký lệch quá xa đồng hồ máy này",
    "SG19": "Chữ ký có trước không còn nguyên vẹn",
    "SG21": "Người ký không đồng ý",
    "SG30": "Trình điều khiển thiết bị ký không có trong danh sách cho phép",
    "SG31": "Không thấy thiết bị ký hoặc chứng thư cần dùng",
    "SG32": "Mã PIN không đúng",
    "SG33": "Mã PIN chỉ còn một lần thử",
    "SG34": "Mã PIN đã bị khóa",
    "SG35": "Thiết bị ký gặp lỗi",
    "SG36": "Thiết bị ký trả về chữ ký sai",
    "SG40": "Không ghi được nhật ký ký số",
    "SG42": "Nhật ký ký số đã bị sửa",
    "SG50": "Chưa ghép nối hoặc cấu hình hỏng",
}
"""Code → Vietnamese title. A code is the number of the rule that was broken (PROTOCOL.md)."""

NEXT_STEPS: Final = {
    "SG1": "Lấy mã ghép nối mới tại máy xã rồi chạy lại `vanthu-signer pair`.",
    "SG3": "Báo quản trị: máy xã có thể đã bị thay; nếu đúng là máy mới, ghép nối lại.",
    "SG4": "Dùng địa chỉ https://…, hoặc http://localhost trên chính máy xã.",
    "SG5": "Báo quản trị máy xã.",
    "SG6": "Kiểm tra mạng và máy xã; chương trình tự thử lại.",
    "SG17": "Gia hạn chứng thư hoặc chỉnh đồng hồ máy tính, rồi trình ký lại.",
    "SG18": "Chỉnh đồng hồ máy tính, hoặc trình ký lại để chuẩn bị tệp mới.",
    "SG21": "Văn bản trở về người trình; sửa rồi trình ký lại.",
    "SG30": "Nhờ quản trị thêm đường dẫn đầy đủ của trình điều khiển vào tệp danh sách.",
    "SG31": "Cắm thiết bị ký, đợi vài giây rồi làm lại; chạy `vanthu-signer doctor`.",
    "SG32": "Mỗi lần chỉ thử một lần: chạy lại và gõ cẩn thận.",
    "SG33": "Không thử nữa: dùng công cụ của nhà cung cấp để đặt lại số lần thử.",
    "SG34": "Liên hệ nơi cấp thiết bị để mở khóa; không ký được đến lúc đó.",
    "SG35": "Rút ra cắm lại thiết bị ký rồi làm lại; chạy `vanthu-signer doctor`.",
    "SG36": "Rút ra cắm lại thiết bị ký; nếu còn lỗi, báo nơi cấp thiết bị.",
    "SG40": "Kiểm tra chỗ trống và quyền ghi của thư mục chương trình, rồi làm lại.",
    "SG42": "Giữ nguyên tệp nhật ký, báo người phụ trách an toàn thông tin.",
    "SG50": "Chạy `vanthu-signer pair` để ghép nối với máy xã.",
}
_PREPARE_AGAIN: Final = "Không ký. Trình ký lại; nếu lặp lại, báo quản trị kèm mã này."


class SignerProblem(Exception):
    """Why something was not signed or not done.

    `code` is a key of TITLES; `text` names the cause and `next_step` what to do, in Vietnamese.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        title = TITLES[code]
        super().__init__(f"{code}: {title}: {detail}" if detail else f"{code}: {title}")
        self.code = code
        self.detail = detail
        self.text = f"{title}: {detail}." if detail else f"{title}."
        self.next_step = NEXT_STEPS.get(code, _PREPARE_AGAIN)
