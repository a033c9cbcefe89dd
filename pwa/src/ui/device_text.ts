/** The Vietnamese words of «Thiết bị». */

export const d = {
  title: "Thiết bị",
  about:
    "Máy đã ghi danh thì giữ được văn bản trên máy và gửi việc lên máy xã, cả khi mạng chập chờn.",
  here: {
    title: "Máy này",
    none: "Máy này chưa ghi danh. Nhờ văn thư hoặc quản trị lấy mã 8 chữ số, rồi nhập vào đây.",
    barred:
      "Trình duyệt này không giữ được khóa của thiết bị. Mở Văn thư xã bằng địa chỉ bắt đầu bằng https, hoặc ngay trên máy xã.",
    known: (name: string) => `Máy này đã ghi danh: ${name}`,
    code: "Mã ghi danh",
    codeHint: "8 chữ số, dùng một lần",
    codeNeeded: "Nhập đủ 8 chữ số của mã.",
    name: "Tên máy",
    nameHint: "của ai, loại gì; ví dụ: Điện thoại chị Vân",
    nameNeeded: "Nhập tên máy.",
    enrol: "Ghi danh máy này",
    enrolling: "Đang ghi danh…",
  },
  code: {
    title: "Cho máy mới ghi danh",
    take: "Lấy mã cho máy mới",
    takeAnother: "Lấy mã khác",
    label: "Mã ghi danh",
    left: (minutes: number) => `còn ${minutes} phút`,
    over: "Mã này đã hết hạn. Lấy mã khác.",
    place: "Trên máy mới, mở địa chỉ này, đăng nhập, vào «Thiết bị» rồi nhập mã:",
    local:
      "Địa chỉ này chỉ dùng ngay trên máy xã. Ở máy khác, mở địa chỉ của máy xã trong mạng văn phòng.",
  },
  list: {
    title: "Các máy đã ghi danh",
    none: "Chưa có máy nào ghi danh.",
    slips: (code: string) => `phiếu T-${code}`,
    mine: "máy này",
    never: "chưa liên lạc lần nào",
    seen: (moment: string) => `liên lạc lần cuối ${moment}`,
    enrolled: (account: string, moment: string) => `${account} cho ghi danh ${moment}`,
    revoked: (moment: string) => `Đã thu hồi ${moment}`,
    lost: (moment: string) => `Đã báo mất ${moment}`,
  },
  revoke: {
    button: "Thu hồi",
    named: (name: string) => `Thu hồi ${name}`,
    text: "Máy xã không nhận việc từ máy này nữa. Lần liên lạc tới, máy tự xóa văn bản trên máy; việc chưa gửi được giữ lại cho chủ nhân lưu ra tệp.",
    lost: "Máy đã mất: xóa ngay tất cả, kể cả việc chưa gửi",
    done: (name: string) => `Đã thu hồi ${name}.`,
  },
};
