"""What an opening says to the clerk: title, what happened, what to do (ux.md, plain words)."""

from typing import Final

import msgspec


class OpeningText(msgspec.Struct, frozen=True, kw_only=True):
    """Title, explanation and next step of one cause."""

    title: str
    text: str
    next_step: str


_PAPER = "Xem số cuối cùng đã đóng dấu trên giấy rồi nhập vào đây; máy sẽ ghi tiếp sau số đó."
_WAIT = "Chưa đóng dấu số nào; danh sách vẫn xem được. Báo cán bộ CNTT."

TEXTS: Final[dict[str, OpeningText]] = {
    "sidecar_missing": OpeningText(
        title="Không thấy bản ghi kèm",
        text="Ổ hoặc USB giữ bản ghi kèm không có ở đây, nên máy không tự biết số cuối.",
        next_step="Cắm lại ổ rồi mở lại máy; nếu không còn ổ đó, " + _PAPER[0].lower() + _PAPER[1:],
    ),
    "sidecar_behind": OpeningText(
        title="Bản ghi kèm cũ hơn dữ liệu",
        text="Bản ghi kèm thiếu nhiều mục so với máy: có thể ai đó đã chép đè bản cũ.",
        next_step=_PAPER,
    ),
    "sidecar_hole": OpeningText(
        title="Bản ghi kèm thiếu một đoạn",
        text="Bản ghi kèm không nối được vào dữ liệu của máy.",
        next_step=_PAPER,
    ),
    "sidecar_damaged": OpeningText(
        title="Bản ghi kèm bị hỏng",
        text="Có dòng của bản ghi kèm không đọc được.",
        next_step=_PAPER,
    ),
    "other_journal": OpeningText(
        title="Bản ghi kèm là của máy khác",
        text="Ổ đang cắm giữ bản ghi kèm của một máy xã khác; máy sẽ không ghi đè lên nó.",
        next_step="Cắm đúng ổ rồi mở lại máy; nếu không còn, " + _PAPER[0].lower() + _PAPER[1:],
    ),
    "first_of_day": OpeningText(
        title="Mở sổ đầu ngày",
        text="Hôm nay chưa liên lạc được với tỉnh hay máy nào khác để đối chiếu.",
        next_step="Xem số cuối trên giấy và ngày hôm nay; nếu đúng, bấm «Đúng như vậy».",
    ),
    "rolled_back": OpeningText(
        title="Cần đối chiếu số trên giấy",
        text="Máy này từng bị lùi về bản cũ, hoặc vừa bỏ qua một nơi đã mất: trên giấy có thể "
        "còn số mà máy không biết.",
        next_step=_PAPER,
    ),
    "day": OpeningText(
        title="Ngày giờ của máy chưa chắc đúng",
        text="Đồng hồ của máy vừa nhảy, hoặc chưa có gì xác nhận ngày hôm nay.",
        next_step="Chọn đúng ngày hôm nay; các mục đã ghi không đổi.",
    ),
    "other_machine": OpeningText(
        title="Đây là bản sao, hoặc dữ liệu đã chuyển máy",
        text="Dữ liệu này đang thuộc về một máy khác. Hai máy cùng cấp số sẽ trùng số.",
        next_step="Nếu máy kia không còn dùng, văn thư và lãnh đạo cùng tiếp quản tại máy này.",
    ),
    "owner_changed": OpeningText(
        title="Máy khác đã tiếp quản sổ",
        text="Từ khi máy khác tiếp quản, máy này không cấp số nữa.",
        next_step="Không đóng dấu từ máy này. Nếu phải dùng lại máy này, tiếp quản lại tại đây.",
    ),
    "fork": OpeningText(
        title="Hai bản dữ liệu khác nhau",
        text="Ở cùng một vị trí có hai nội dung: có hai máy đã cùng ghi. Không bản nào bị xóa.",
        next_step="Chọn máy giữ sổ: văn thư và lãnh đạo tiếp quản tại máy đó; các mục lệch vào "
        "danh sách «Mục lạc» để đính chính.",
    ),
    "witness_unread": OpeningText(
        title="Nơi khác giữ bản mới hơn mà chưa lấy về được",
        text="Tỉnh hoặc máy theo dõi có mục mới hơn máy này, nhưng chưa tải về đủ.",
        next_step="Chờ có mạng; máy tự lấy về rồi mở sổ. " + _WAIT,
    ),
    "sidecar_failed": OpeningText(
        title="Không ghi được bản ghi kèm",
        text="Ổ giữ bản ghi kèm bị rút, đầy hoặc chỉ cho đọc.",
        next_step="Cắm lại hoặc giải phóng ổ rồi mở lại máy. " + _WAIT,
    ),
    "recover_failed": OpeningText(
        title="Chưa lấy lại được các mục thiếu",
        text="Dữ liệu của máy cũ hơn bản ghi kèm và chưa ghi bổ sung được.",
        next_step="Kiểm tra ổ dữ liệu còn trống và ghi được rồi mở lại máy. " + _WAIT,
    ),
    "follower": OpeningText(
        title="Máy này theo dõi máy giữ sổ",
        text="Máy này giữ một bản sao luôn mới và không cấp số.",
        next_step="Nếu máy giữ sổ hỏng, văn thư và lãnh đạo tiếp quản tại máy này.",
    ),
}
"""Cause → its texts; `follower` and `day` are no causes of a closed node."""

GONE_FOR_GOOD: Final = (
    "Nếu nơi giữ bản kia đã mất hẳn, cán bộ CNTT dừng máy xã này rồi chạy «vanthu commune "
    "forget-witness»."
)
"""What is added where the witness was heard in an earlier run only."""

WITNESS_NAMES: Final = {"sidecar": "bản ghi kèm", "hub": "máy tỉnh", "holder": "máy giữ sổ"}
"""Witnesses by name; any other is the name of a follower or branch."""
