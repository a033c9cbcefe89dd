"""Texts of the errors about registers, numbers and who holds them (PROTOCOL.md NB, ER)."""

from typing import Final

from vanthu_sync.error_text import ErrorText

REGISTER_ERRORS: Final[dict[str, ErrorText]] = {
    "REGISTER_NOT_HERE": ErrorText(
        409,
        "Máy này không giữ sổ này nên không cấp số.",
        "Vào sổ ở nơi đang giữ sổ, hoặc hỏi người quản trị về việc giao sổ.",
    ),
    "REGISTER_CLOSED": ErrorText(
        409, "Sổ của năm này đã khóa.", "Mở sổ năm mới rồi vào sổ lại; nội dung vẫn được giữ."
    ),
    "YEAR_NOT_OPEN": ErrorText(
        409,
        "Sổ đang mở không phải của năm nay.",
        "Xem lại ngày giờ của máy; nếu đã sang năm mới, bấm «Mở sổ năm mới» rồi lưu lại.",
    ),
    "NODE_NOT_OPEN": ErrorText(
        503,
        "Máy xã chưa mở sổ: dữ liệu trên máy không khớp bản ghi kèm.",
        "Trả lời câu hỏi ở đầu màn hình; nếu không có, báo CNTT chạy «vanthu doctor».",
    ),
    "NODE_FOLLOWS": ErrorText(
        409,
        "Máy này chỉ theo dõi máy giữ sổ nên không ghi được.",
        "Làm việc trên máy giữ sổ; nếu máy đó hỏng, mở «Giữ sổ» trên máy này để tiếp quản.",
    ),
    "OWNER_CHANGED": ErrorText(
        409,
        "Máy khác đã tiếp quản sổ nên máy này không cấp số nữa.",
        "Không đóng dấu số nào từ máy này; mở «Giữ sổ» để chuyển các mục còn ở đây sang máy đó.",
    ),
    "PAPER_UNSAID": ErrorText(
        409,
        "Chưa xác nhận số cuối trên giấy nên chưa cấp số.",
        "Trả lời câu hỏi ở đầu màn hình rồi bấm lưu lại; nội dung đang nhập vẫn còn.",
    ),
    "DAY_UNSURE": ErrorText(
        409,
        "Ngày giờ của máy xã chưa chắc đúng nên chưa cấp số.",
        "Trả lời câu hỏi «Hôm nay là ngày nào?» ở đầu màn hình rồi bấm lưu lại.",
    ),
    "ANSWER_WRONG": ErrorText(
        422,
        "Câu trả lời chưa dùng được.",
        "Xem lại số hoặc ngày vừa nhập rồi trả lời lại.",
    ),
    "QUESTION_GONE": ErrorText(
        409, "Câu hỏi này không còn nữa.", "Tải lại trang để xem máy xã đang chờ gì."
    ),
    "TWO_PEOPLE_NEEDED": ErrorText(
        422,
        "Tiếp quản cần một văn thư và một lãnh đạo khác nhau cùng xác nhận.",
        "Mời đủ hai người nhập tài khoản và mật khẩu của mình rồi làm lại.",
    ),
    "TAKE_OVER_NOT_HERE": ErrorText(
        409,
        "Máy này không tiếp quản được vào lúc này.",
        "Chạy «vanthu doctor» để xem máy đang ở trạng thái nào.",
    ),
    "WITNESS_AWAY": ErrorText(
        409,
        "Nơi giữ bản mới hơn không ở trong mạng lúc này, nên chưa tiếp quản được.",
        "Bật máy đang giữ sổ hoặc nối mạng tới tỉnh, chờ hai bên gặp nhau rồi tiếp quản lại; nếu "
        "nơi đó đã mất hẳn, báo cán bộ CNTT chạy «vanthu commune forget-witness».",
    ),
    "WITNESS_UNKNOWN": ErrorText(
        404,
        "Máy này không ghi nhớ nơi nào có tên đó.",
        "Chạy lại với --list để xem các nơi đang được ghi nhớ.",
    ),
    "WITNESS_NOT_CAUSE": ErrorText(
        409,
        "Nơi này không phải là nguyên nhân làm sổ đóng, nên không cần bỏ qua.",
        "Chạy «vanthu doctor» để xem nguyên nhân.",
    ),
    "WITNESS_ANSWERS": ErrorText(
        409,
        "Nơi này vẫn trả lời, nên không bỏ qua được.",
        "Chạy máy xã, chờ hai bên gặp nhau rồi làm theo màn hình; nếu hai bản khác nhau, văn thư "
        "và lãnh đạo tiếp quản tại máy được chọn giữ sổ.",
    ),
    "WITNESS_NEEDED": ErrorText(
        409,
        "Cơ sở không bỏ qua được máy giữ sổ của mình.",
        "Ở máy giữ sổ, mở «Giữ sổ», bấm «Thôi dùng» ở cơ sở này; lấy mã mới, lập lại ở thư mục "
        "mới.",
    ),
    "NUMBER_NOT_SO": ErrorText(
        409,
        "Số này không ở trạng thái cho phép làm việc đó.",
        "Mở «Tình trạng số» để xem số này đang thế nào.",
    ),
    "NUMBER_WAITS": ErrorText(
        409,
        "Văn bản này đang chờ số của tỉnh.",
        "Chờ tỉnh cấp số; khi số về, mở lại văn bản và bấm «Cấp số» để ghi số vào.",
    ),
    "NUMBER_TAKEN": ErrorText(
        409,
        "Số này đã cấp cho mã tiếp nhận tạm khác của cùng sổ.",
        "Xem các số đã cấp, chọn số khác; hoặc để trống để lấy số tiếp theo.",
    ),
    "SLIP_NUMBERED": ErrorText(
        409,
        "Mã tiếp nhận tạm này đã được cấp một số khác.",
        "Dùng đúng số đã cấp cho mã này; không cấp số thứ hai.",
    ),
    "SLIP_WRONG": ErrorText(
        422,
        "Mã tiếp nhận tạm không đúng.",
        "Đối chiếu từng ký tự trên phiếu rồi nhập lại.",
    ),
    "SLIP_REDEEMED": ErrorText(
        409,
        "Phiếu này đã được cấp số.",
        "Mở số đã có để đối chiếu; không đóng dấu số khác cho phiếu này.",
    ),
    "SLIP_DEVICE_UNKNOWN": ErrorText(
        409,
        "Phiếu này thuộc thiết bị chưa có tên hoặc đã báo mất.",
        "Đối chiếu phiếu với giấy; nếu đúng, chọn «Vẫn vào sổ theo phiếu này».",
    ),
    "LEASE_SPENT": ErrorText(
        409,
        "Cơ sở này đã hết số được giao.",
        "Ghi phiếu tạm cho văn bản; số mới có khi liên lạc được với máy giữ sổ.",
    ),
    "LEASES_OFF": ErrorText(
        409,
        "Cơ quan chưa cho phép giao khối số cho cơ sở khác.",
        "Ở «Giữ sổ», lấy mã mới cho cơ sở và chọn cách giữ thứ tự, rồi giao số.",
    ),
    "DATE_WENT_BACK": ErrorText(
        409,
        "Ngày ban hành sớm hơn văn bản đã cấp số liền trước.",
        "Xem lại ngày giờ của máy; nếu số trước cấp nhầm ngày, hủy số đó có lý do rồi làm lại.",
    ),
    "YEAR_UNCONFIRMED": ErrorText(
        409,
        "Chưa xác nhận đã sang năm mới.",
        "Xem ngày ghi bên dưới; nếu đúng, bấm «Đúng, mở sổ năm mới».",
    ),
    "REGISTER_STILL_OUT": ErrorText(
        409,
        "Còn số đang giao hoặc phiếu chưa về nên chưa khóa sổ được.",
        "Thu các khối số đã giao và vào sổ các phiếu tạm trước, rồi khóa sổ.",
    ),
}
"""Every code with its HTTP status and texts."""
