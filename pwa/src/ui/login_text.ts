/** The Vietnamese words of the log-in, and of the screen that locked itself. */

export const l = {
  title: "Đăng nhập",
  account: "Tài khoản",
  password: "Mật khẩu",
  submit: "Đăng nhập",
  working: "Đang đăng nhập…",
  needed: "Nhập cả tài khoản và mật khẩu.",
  expired: "Phiên làm việc đã hết giờ",
  expiredText: "Đăng nhập lại để làm tiếp. Những gì đang nhập vẫn còn nguyên.",
  locked: "Màn hình đã khóa",
  lockedText:
    "Máy để yên 5 phút nên tự khóa. Nhập mật khẩu để làm tiếp; những gì đang nhập vẫn còn nguyên.",
  other: "Dùng tài khoản khác",
};
