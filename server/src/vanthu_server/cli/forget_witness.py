"""`vanthu commune forget-witness`: do without a witness that is gone for good."""

import argparse
from typing import Final

from vanthu_server.commune.domain.opening_texts import TEXTS
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.witnesses import Remembered
from vanthu_server.http.listening import ConfigWrong
from vanthu_sync.clock import VIETNAM, moment

TEXT: Final = "bỏ qua nơi đối chiếu đã mất hẳn / a witness that is gone for good"

DESCRIPTION: Final = (
    "Bỏ qua một nơi đối chiếu (máy tỉnh, máy theo dõi, cơ sở) từng báo hai bản khác nhau hoặc giữ "
    "bản mới hơn, nay đã mất hẳn nên sổ đóng mãi. Lãnh đạo hoặc quản trị cho mật khẩu; việc này "
    "ghi vào nhật ký. Sau đó máy hỏi số cuối trên giấy, hoặc đòi tiếp quản nếu nơi đó từng thấy "
    "máy khác giữ sổ. Nơi còn trả lời thì không bỏ qua được. Dừng máy xã trước khi chạy. Mã thoát: "
    "0 xong, 1 không làm được và sổ vẫn đóng, 2 thiếu tham số. / Do without a witness that closed "
    "the registers and is gone for good; stop the node first. Exit code: 0 done, 1 refused, "
    "nothing opened, 2 wrong arguments."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command asks for."""
    parser.description = DESCRIPTION
    parser.add_argument("name", nargs="?", default="", metavar="NƠI", help="tên trong --list")
    parser.add_argument("--list", action="store_true", help="kể các nơi được ghi nhớ / list them")
    parser.add_argument("--reason", default="", help="vì sao nơi đó không còn nữa")
    parser.add_argument("--account", default="", help="lãnh đạo hoặc quản trị quyết định việc này")


def listed(node: Node) -> int:
    """Print what is remembered, and what it means."""
    remembered = node.witnesses().all()
    for each in remembered:
        print(_line(each))
    if not remembered:
        print("Máy này không ghi nhớ nơi nào.")
    return 0


def require_all(args: argparse.Namespace) -> None:
    """Raise ConfigWrong unless place, reason and account are named."""
    if not (args.name and args.reason and args.account):
        message = "Cần tên nơi, --reason và --account; xem tên bằng --list."
        raise ConfigWrong(message)


def forget(node: Node, args: argparse.Namespace, *, password: str) -> int:
    """Do without the place; raises Refused."""
    person = node.sessions().check(args.account, password)
    opened = node.witnesses().forget(args.name, reason=args.reason, by=person)
    print(f"Đã bỏ qua «{args.name}» và ghi vào nhật ký.")
    if opened.cause:
        said = TEXTS[opened.cause]
        print(f"Lần chạy tới: {said.title}. {said.next_step}")
    return 0


def _line(each: Remembered) -> str:
    if each.heard_at:
        heard = f"nghe lần cuối {moment(each.heard_at).astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    else:
        heard = "không rõ nghe lần cuối khi nào"
    place = f"sự kiện {each.head.seq}, lượt giữ sổ {each.head.epoch}"
    means = f"LÀM ĐÓNG SỔ: {TEXTS[each.cause].title}" if each.cause else "khớp, không cản việc gì"
    return f"{each.witness}  «{each.name}»  {place}, {heard}: {means}."
