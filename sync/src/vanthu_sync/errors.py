"""The errors that people see: a stable code, the cause and the next step in Vietnamese.

Rules (PROTOCOL.md, ER): a code is never reused for another meaning; every code stands on that
page; the text names what is wrong, the next step says what to do now. `Refused` carries one
through the code.
"""

from typing import Final

import msgspec

from vanthu_sync.device_errors import DEVICE_ERRORS
from vanthu_sync.error_text import ErrorText
from vanthu_sync.register_errors import REGISTER_ERRORS
from vanthu_sync.wire import Notice, Problem

UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that are no message: not JSON, not this shape, too deep."""

TYPE_PREFIX: Final = "urn:vanthu:"


ERRORS: Final[dict[str, ErrorText]] = {
    "AUTH_REQUIRED": ErrorText(401, "Bạn chưa đăng nhập.", "Đăng nhập rồi làm tiếp."),
    "AUTH_EXPIRED": ErrorText(
        401,
        "Phiên làm việc đã hết hạn.",
        "Đăng nhập lại; nội dung đang nhập vẫn được giữ trên máy này.",
    ),
    "AUTH_WRONG": ErrorText(
        401,
        "Tên đăng nhập hoặc mật khẩu không đúng.",
        "Kiểm tra phím Caps Lock và bộ gõ rồi nhập lại; nếu quên mật khẩu, hỏi người quản trị.",
    ),
    "AUTH_LOCKED": ErrorText(
        429,
        "Đã nhập sai mật khẩu quá nhiều lần; tài khoản tạm khóa.",
        "Chờ hết thời gian khóa rồi thử lại, hoặc nhờ người quản trị đặt lại mật khẩu.",
    ),
    "RIGHT_MISSING": ErrorText(
        403,
        "Tài khoản của bạn không có quyền làm việc này.",
        "Nhờ người có quyền thực hiện, hoặc hỏi người quản trị về vai trò của bạn.",
    ),
    "REQUEST_UNREADABLE": ErrorText(
        400,
        "Máy chủ không đọc được yêu cầu.",
        "Tải lại trang; nếu vẫn lỗi, cập nhật ứng dụng và báo cán bộ CNTT.",
    ),
    "REQUEST_FOREIGN": ErrorText(
        403,
        "Yêu cầu không đến từ trang của máy này.",
        "Mở đúng địa chỉ của Văn thư xã rồi làm lại.",
    ),
    "REQUEST_REPEATED": ErrorText(
        409,
        "Yêu cầu này của máy theo dõi hoặc cơ sở đã đến trước đó.",
        "Không cần làm gì: máy kia tự gửi lại với số mới.",
    ),
    "REQUEST_TOO_LARGE": ErrorText(
        413, "Yêu cầu lớn hơn mức cho phép.", "Chia nhỏ nội dung, gửi tệp riêng rồi thử lại."
    ),
    "NOT_FOUND": ErrorText(
        404, "Không tìm thấy mục này.", "Quay lại danh sách và tìm theo số hoặc trích yếu."
    ),
    "COMMAND_UNKNOWN": ErrorText(
        400, "Máy chủ không biết lệnh này.", "Tải lại trang để dùng phiên bản mới của ứng dụng."
    ),
    "OP_INVALID": ErrorText(
        400, "Mã thao tác không đúng dạng.", "Tải lại trang rồi làm lại thao tác."
    ),
    "OP_REUSED": ErrorText(
        409,
        "Mã thao tác này đã dùng cho một nội dung khác; không có gì bị ghi đè.",
        "Mở danh sách xem mục đã lưu; nếu cần mục mới, bấm Thêm mới rồi lưu lại.",
    ),
    "FIELDS_INVALID": ErrorText(
        422, "Một số ô nhập chưa đúng.", "Sửa các ô được đánh dấu rồi lưu lại."
    ),
    "SECRET_REFUSED": ErrorText(
        422,
        "Văn bản có dấu chỉ độ mật: không được đưa vào hệ thống này; chưa có gì được lưu.",
        "Xử lý bản giấy theo quy định bảo vệ bí mật nhà nước và vào sổ văn bản mật riêng.",
    ),
    "SECRECY_SUSPECTED": ErrorText(
        422,
        "Nội dung có từ ngữ giống dấu chỉ độ mật.",
        "Xem lại bản gốc; nếu đúng là không mật, chọn «Không phải văn bản mật» rồi lưu lại.",
    ),
    "DUPLICATE_DOCUMENT": ErrorText(
        409,
        "Văn bản này có thể đã vào sổ: trùng cơ quan ban hành, số ký hiệu và ngày.",
        "Mở số đã có để đối chiếu; nếu đúng là văn bản khác, chọn «Vẫn vào sổ».",
    ),
    "FILE_UNKNOWN": ErrorText(
        422, "Tệp chưa có trên máy xã.", "Chọn lại tệp để tải lên rồi lưu lại."
    ),
    "FILES_TOO_MANY": ErrorText(
        422, "Văn bản có quá nhiều tệp.", "Gộp các trang thành một tệp PDF rồi đính kèm lại."
    ),
    "UPLOAD_EMPTY": ErrorText(422, "Tệp rỗng.", "Mở tệp xem có nội dung không rồi chọn lại."),
    "UPLOAD_TOO_LARGE": ErrorText(
        413,
        "Tệp lớn hơn mức cho phép (100 MB).",
        "Quét lại ở 200 dpi hoặc chia thành nhiều tệp.",
    ),
    "UPLOAD_MISLABELLED": ErrorText(
        422,
        "Tên tệp không khớp với nội dung bên trong.",
        "Đổi tên tệp cho đúng loại, hoặc xuất lại ra PDF rồi chọn lại.",
    ),
    "UPLOAD_KIND": ErrorText(
        422,
        "Loại tệp này không được nhận.",
        "Chuyển sang PDF, ảnh JPEG/PNG/TIFF hoặc tệp văn phòng (DOCX, XLSX, ODT) rồi chọn lại.",
    ),
    "UPLOADS_TOO_MANY": ErrorText(
        429,
        "Bạn còn quá nhiều tệp đang gửi dở.",
        "Chờ các tệp đang gửi xong, hoặc bấm «Bỏ tệp» ở tệp không cần nữa, rồi chọn lại.",
    ),
    "UPLOAD_GONE": ErrorText(
        404,
        "Máy xã không còn giữ phần đã gửi của tệp này.",
        "Chọn lại tệp để gửi từ đầu; bản gốc trên máy bạn vẫn còn.",
    ),
    "UPLOAD_OFFSET": ErrorText(
        409,
        "Phần gửi tiếp không nối đúng chỗ máy xã đã nhận.",
        "Không cần làm gì: ứng dụng tự hỏi lại chỗ đã nhận rồi gửi tiếp.",
    ),
    "UPLOAD_BUSY": ErrorText(
        423,
        "Tệp này đang được gửi tiếp ở một cửa sổ khác.",
        "Để cửa sổ kia gửi xong, hoặc đóng cửa sổ kia rồi gửi lại ở đây.",
    ),
    "UPLOAD_CHECKSUM": ErrorText(
        460,
        "Phần vừa gửi bị hỏng trên đường truyền nên không được giữ.",
        "Không cần làm gì: ứng dụng gửi lại phần đó.",
    ),
    "UPLOAD_PART_TYPE": ErrorText(
        415,
        "Phần gửi tiếp của tệp không đúng dạng.",
        "Tải lại trang để dùng phiên bản mới của ứng dụng.",
    ),
    "TUS_VERSION": ErrorText(
        412,
        "Máy xã không dùng phiên bản này của cách gửi tệp từng phần.",
        "Tải lại trang để dùng phiên bản mới của ứng dụng.",
    ),
    "PDF_BROKEN": ErrorText(
        422, "Tệp PDF bị hỏng, không mở được.", "Quét hoặc xuất lại tệp rồi chọn lại."
    ),
    "PDF_ENCRYPTED": ErrorText(
        422, "Tệp PDF có mật khẩu.", "Xin bản không đặt mật khẩu rồi chọn lại."
    ),
    "PDF_TOO_MANY_PAGES": ErrorText(
        422, "Tệp PDF có quá nhiều trang.", "Chia tệp thành nhiều phần rồi chọn lại."
    ),
    "PDF_TIMEOUT": ErrorText(
        422,
        "Đọc tệp PDF quá lâu nên đã dừng.",
        "Xuất lại tệp đơn giản hơn (in ra PDF) rồi chọn lại.",
    ),
    "REASON_REQUIRED": ErrorText(422, "Chưa nêu lý do.", "Nhập lý do rồi làm lại."),
    "PRINT_ASKED_WRONG": ErrorText(
        422,
        "Khoảng số hoặc lần in của sổ cần in chưa đúng.",
        "Chọn từ số, đến số trong các số đã cấp, lần in lại từ 1 đến 99, rồi in lại.",
    ),
    "PRINT_TOO_LONG": ErrorText(
        422,
        "Sổ cần in dài quá một quyển.",
        "In thành nhiều quyển: nhập từ số và đến số cho từng quyển.",
    ),
    "PRINT_WAITS": ErrorText(
        503,
        "Máy xã đang ghi sổ nên chưa in được bản đầy đủ.",
        "Chờ vài giây rồi in lại; nếu vẫn vậy, báo cán bộ CNTT xem ổ đĩa giữ bản ghi kèm.",
    ),
    "PRINT_FAILED": ErrorText(
        500,
        "Máy xã chưa lập được bản in của sổ; sổ trên máy vẫn còn nguyên.",
        "In lại; nếu vẫn lỗi, báo cán bộ CNTT.",
    ),
    **REGISTER_ERRORS,
    **DEVICE_ERRORS,
    "DISK_FULL": ErrorText(
        507,
        "Ổ đĩa của máy xã đã đầy; việc vừa rồi chưa được ghi.",
        "Báo cán bộ CNTT giải phóng ổ đĩa rồi bấm lưu lại; nội dung đang nhập vẫn còn.",
    ),
    "STORAGE_FAILED": ErrorText(
        500,
        "Máy xã không ghi được dữ liệu; việc vừa rồi chưa được xác nhận.",
        "Bấm lưu lại: cùng một thao tác không bao giờ thành hai số. Nếu vẫn lỗi, báo cán bộ CNTT.",
    ),
    "VERSION_CHANGED": ErrorText(
        409,
        "Người khác vừa sửa dự thảo này.",
        "Mở bản mới để đối chiếu; phần bạn nhập vẫn còn trên màn hình.",
    ),
    "STEP_NOT_NOW": ErrorText(
        409,
        "Văn bản không ở bước cho phép làm việc này.",
        "Tải lại văn bản để xem bước hiện tại.",
    ),
    "SIGNER_NO_CERTIFICATE": ErrorText(
        409,
        "Chưa có chứng thư số nào gắn với người ký hoặc con dấu này.",
        "Quản trị gắn chứng thư trên máy ký với người ký rồi làm lại.",
    ),
    "AGENT_ABSENT": ErrorText(
        409,
        "Chưa có máy ký nào ghép với máy xã.",
        "Chạy «vanthu-signer pair» trên máy cắm thiết bị ký rồi làm lại.",
    ),
    "JOB_NOT_WAITING": ErrorText(
        409,
        "Việc ký này không còn chờ nữa.",
        "Mở lại văn bản xem trạng thái; nếu cần, bấm ký lại để tạo việc mới.",
    ),
    "SIGNING_WAITS": ErrorText(
        409,
        "Đang có một việc ký chờ ở máy ký.",
        "Xem màn hình máy ký; trả lời ở đó rồi quay lại.",
    ),
    "SIGNING_FAILED": ErrorText(
        422,
        "Chữ ký nhận được không khớp với văn bản nên không được dùng.",
        "Ký lại; nếu vẫn lỗi, chạy «vanthu-signer doctor» trên máy ký.",
    ),
    "TIMESTAMP_REQUIRED": ErrorText(
        409,
        "Quy chế của cơ quan bắt buộc dấu thời gian nên chưa ký được khi ngoại tuyến.",
        "Chờ khi có mạng tới máy chủ dấu thời gian rồi ký; văn bản được giữ ở bước chờ ký.",
    ),
    "NUMBER_DATE_MISMATCH": ErrorText(
        409,
        "Ngày ký khác ngày ban hành, trái quy chế của cơ quan.",
        "Trả lại để lãnh đạo ký lại trong ngày cấp số.",
    ),
    "TEXT_DOES_NOT_FIT": ErrorText(
        422,
        "Nội dung dài hơn ô dành sẵn trên văn bản.",
        "Rút gọn ký hiệu hoặc địa danh rồi trình lại.",
    ),
    "CHECK_FIRST": ErrorText(
        409, "Chưa kiểm tra ký số nên chưa tiếp nhận được.", "Bấm «Kiểm tra ký số» trước."
    ),
    "SIGNATURE_INVALID": ErrorText(
        409,
        "Chữ ký số không hợp lệ nên không tiếp nhận được.",
        "Bấm «Trả lại» và nêu lý do để bên gửi phát hành lại.",
    ),
    "FILES_NOT_HERE": ErrorText(
        409,
        "Tệp của văn bản chưa tải về đủ.",
        "Chờ máy xã tải xong (xem tiến độ ở thanh trạng thái) rồi làm lại.",
    ),
    "PAIR_CODE_WRONG": ErrorText(
        403,
        "Mã ghép không đúng, đã dùng hoặc đã hết hạn.",
        "Tạo mã ghép mới rồi nhập lại trong 15 phút.",
    ),
    "PEER_UNKNOWN": ErrorText(
        401, "Máy này chưa được ghép hoặc đã bị thu hồi.", "Ghép lại bằng mã mới."
    ),
    "PEER_SIGNATURE_WRONG": ErrorText(
        401,
        "Chữ ký của máy bên kia không khớp với khóa đã ghim.",
        "Không dùng kết nối này; báo cán bộ CNTT kiểm tra hai máy rồi ghép lại.",
    ),
    "PEER_UNREADABLE": ErrorText(
        502,
        "Máy tỉnh trả lời không đọc được.",
        "Máy xã vẫn giữ mọi dữ liệu và sẽ tự gửi lại; nếu kéo dài, báo tỉnh.",
    ),
    "PEER_FAILED": ErrorText(
        502,
        "Máy tỉnh đang gặp lỗi.",
        "Máy xã vẫn làm việc và sẽ tự gửi lại; nếu kéo dài, báo tỉnh.",
    ),
    "HUB_FAILED": ErrorText(
        500,
        "Máy tỉnh gặp lỗi khi ghi dữ liệu; yêu cầu vừa rồi không được nhận.",
        "Không cần làm gì ở xã: máy xã tự gửi lại. Quản trị máy tỉnh xem nhật ký lỗi.",
    ),
    "HUB_DISK_FULL": ErrorText(
        507,
        "Ổ đĩa của máy tỉnh đã đầy; yêu cầu vừa rồi không được nhận.",
        "Không cần làm gì ở xã: máy xã tự gửi lại. Quản trị máy tỉnh giải phóng ổ đĩa.",
    ),
    "PEER_AWAY": ErrorText(
        503, "Chưa liên lạc được với máy tỉnh.", "Cứ làm việc; máy xã tự gửi khi có mạng."
    ),
    "JOURNAL_BROKEN": ErrorText(
        409,
        "Nhật ký gửi lên không nối đúng chuỗi: có sự kiện bị sửa hoặc thiếu.",
        "Không nhận gì; báo cán bộ CNTT chạy «vanthu doctor» trên máy xã.",
    ),
    "JOURNAL_FORK": ErrorText(
        409,
        "Nhật ký rẽ nhánh: hai nội dung khác nhau ở cùng một vị trí.",
        "Dừng cấp số trên máy này; báo tỉnh để đối chiếu hai bản và đính chính.",
    ),
    "SECOND_NODE": ErrorText(
        409,
        "Hai máy đang dùng chung một danh tính máy xã.",
        "Tắt bản sao; chỉ để một máy giữ sổ rồi báo tỉnh.",
    ),
    "SESSION_ENDED": ErrorText(
        401, "Phiên kết nối với tỉnh đã hết.", "Máy xã tự mở phiên mới, không cần làm gì."
    ),
    "BLOB_MISMATCH": ErrorText(
        422, "Tệp nhận được không đúng mã băm.", "Gửi lại tệp; bản đã nhận không được dùng."
    ),
}
"""Every code with its HTTP status and texts."""


class Refused(Exception):
    """A request or command is refused with the error `code`; nothing was changed.

    `data` tells a program more, for example which entry is the duplicate.
    """

    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        field: str = "",
        fields: tuple[Notice, ...] = (),
        data: msgspec.Struct | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.field = field
        self.fields = fields
        self.data = data


def problem(refused: Refused) -> Problem:
    """Return the problem details (RFC 9457) that tell a person of `refused`."""
    text = ERRORS[refused.code]
    return Problem(
        type=TYPE_PREFIX + refused.code.lower().replace("_", "-"),
        title=text.title,
        status=text.status,
        code=refused.code,
        detail=refused.detail,
        next_step=text.next_step,
        field=refused.field,
        fields=refused.fields,
    )
