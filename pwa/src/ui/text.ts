/**
 * Every Vietnamese word on the screens. Names of lists come from the wire's vocabulary; what only
 * some screens say lies in files of its own, so that nobody else fetches it: office_text.ts
 * (Quản trị), number_text.ts (numbers and registers), row_text.ts (what became of a number).
 */

import type { TypedDay } from "../domain/dates.ts";
import { showDay, weekday } from "../domain/dates.ts";
import type { FieldFault } from "../domain/incoming_form.ts";
import type { Day } from "../domain/wire.gen.ts";

const WEEKDAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const FAULTS = {
  required: "Ô này cần có nội dung.",
  not_a_number: "Ô này chỉ ghi số.",
  not_a_slip: "Mã này không đúng. Đối chiếu từng ký tự; ký tự cuối có thể là O hay 0, I hay 1.",
  not_a_time: "Không đọc được giờ này. Gõ như 14:05 hoặc 1405.",
} as const;
const KILO = 1024;

export const t = {
  app: {
    name: "Văn thư xã",
    skip: "Đến nội dung chính",
    nav: "Các màn hình",
    organ: "Cơ quan",
    logOut: "Đăng xuất",
    loading: "Đang mở…",
    again: "Thử lại",
    close: "Đóng",
    back: "Quay lại",
    cancel: "Thôi",
    unknown: "—",
    noScreen: "Chưa mở được màn hình này. Máy xã có thể vừa được nâng cấp.",
    reload: "Mở lại trang",
    noRoles: "Tài khoản này chưa có vai trò ở cơ quan nào. Hỏi người quản trị của cơ quan.",
    notYours: "Vai trò của bạn ở cơ quan này không mở màn hình này.",
    home: "Về màn hình của bạn",
  },
  screens: {
    den: "Văn bản đến",
    "vao-so": "Vào sổ văn bản đến",
    "cho-tiep-nhan": "Chờ tiếp nhận",
    di: "Văn bản đi",
    soan: "Soạn dự thảo",
    "ban-sao": "Sổ bản sao",
    "giu-so": "Giữ sổ",
    "tiep-quan": "Tiếp quản sổ",
    "tinh-trang-so": "Tình trạng số",
    "nhap-lai": "Nhập lại từ giấy",
    "quan-tri": "Quản trị",
    "thiet-bi": "Thiết bị",
  },
  /** Where the way to a screen is called shorter than the screen. */
  nav: { "vao-so": "Vào sổ", "ban-sao": "Bản sao" } as Readonly<Record<string, string>>,
  login: {
    unreachable: "Chưa liên lạc được với máy xã.",
    unreachableNext: "Kiểm tra máy xã đã bật và cùng mạng văn phòng, rồi thử lại.",
  },
  hub: {
    node: "Chưa liên lạc được với máy xã. Đang thử lại; những gì đang nhập vẫn còn nguyên.",
    away: "Chưa liên lạc được với tỉnh – vẫn làm việc.",
    unpaired: "Máy xã chưa ghép nối với tỉnh – vẫn làm việc.",
    asking: "Đang hỏi máy xã…",
    notShown: "Tình trạng với tỉnh: — (vai trò này không xem)",
    allThere: "Tỉnh đã nhận đủ.",
    waiting: (count: number) => `${count} việc chờ gửi`,
    waitingUnknown: "— việc chờ gửi",
    contact: (age: string) => `Liên lạc với tỉnh ${age}`,
    never: "Chưa từng liên lạc với tỉnh",
    details: "Chi tiết",
    title: "Đồng bộ với tỉnh",
    node_head: "Máy xã đã ghi đến việc số",
    hub_head: "Tỉnh đã nhận đến việc số",
    files: "Tệp chờ gửi",
    filesValue: (count: number, size: string) => `${count} tệp (${size})`,
    last: "Lần liên lạc cuối",
    next: "Lần thử tiếp theo",
    failures: "Số lần thử không được",
    problem: "Vướng mắc",
    none: "không",
    signers: "Máy ký đang kết nối",
    sendNow: "Gửi ngay",
    sending: "Đang gửi…",
    asOf: (moment: string) => `Theo máy xã lúc ${moment}`,
  },
  place: {
    saved: (moment: string) => `Đã lưu trên máy xã ${moment}`,
    hub: (moment: string) => `Tỉnh đã nhận ${moment}`,
  },
  list: {
    search: "Tìm",
    searchHint: "Trích yếu, số ký hiệu, cơ quan… không cần dấu",
    year: "Năm",
    everyYear: "Mọi năm",
    book: "Chế độ Sổ",
    register: "Vào sổ",
    draft: "Soạn dự thảo",
    total: (shown: number, total: number) => `${shown} / ${total} văn bản`,
    more: "Xem thêm",
    empty: "Chưa có văn bản nào trong sổ.",
    emptyRegister: "Nhấn F2 để vào sổ văn bản đầu tiên.",
    notFound: (query: string) => `Không tìm thấy văn bản nào có “${query}”.`,
    clear: "Bỏ tìm kiếm",
    failed: "Chưa đọc được danh sách.",
    failedNext: "Danh sách sẽ hiện khi máy xã trả lời.",
    number: "Số đến",
    files: (count: number) => `${count} tệp`,
    noFiles: "không có tệp",
    due: (day: string) => `Hạn ${day}`,
    noSymbol: "không số",
    removed: "Đã gỡ nội dung",
    numbers: "Tình trạng số",
    columns: [
      "Ngày đến",
      "Số đến",
      "Tác giả",
      "Số, ký hiệu",
      "Ngày tháng văn bản",
      "Tên loại và trích yếu nội dung",
      "Đơn vị hoặc người nhận",
      "Ngày chuyển",
      "Ký nhận",
      "Ghi chú",
    ],
    bookTitle: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    bookRegion: "Sổ đăng ký văn bản đến, cuộn ngang để xem đủ mười cột",
  },
  print: {
    title: (year: number) => `In sổ năm ${year}`,
    from: "Từ số",
    to: "Đến số",
    copy: "In lại lần thứ",
    hint: "Để trống cả ba ô là in cả sổ, lần đầu.",
    open: "In sổ",
  },
  form: {
    arrival: "Ngày đến",
    number: "Số đến",
    automatic: "tự động",
    organ_name: "Cơ quan ban hành",
    symbol: "Số, ký hiệu",
    symbolHint: "ví dụ 45/UBND-NV",
    issued_date: "Ngày văn bản",
    dayHint: "8/4, 0804 hoặc 08042026",
    type_name: "Tên loại",
    noType: "(không chọn)",
    subject: "Trích yếu nội dung",
    subjectLong: (count: number) =>
      `${count} ký tự, chuẩn ghi 500: vẫn lưu đủ, chỉ cắt khi gửi theo chuẩn.`,
    to_places: "Đơn vị hoặc người nhận",
    urgency: "Độ khẩn",
    due_date: "Hạn giải quyết",
    secrecy_mark: "Độ mật",
    notSecret: "Không",
    secrets: ["MẬT", "TỐI MẬT", "TUYỆT MẬT"],
    secretHint: "Văn bản mật không nhập vào đây: vào sổ giấy riêng.",
    files: "Tệp kèm theo",
    more: "Thêm thông tin (nguồn, người ký, ghi chú, hồ sơ)",
    source: "Nguồn",
    page_amount: "Số trang",
    description: "Ghi chú",
    language: "Ngôn ngữ",
    signer_name: "Người ký",
    signer_position: "Chức vụ người ký",
    file_organ_id: "Mã cơ quan lập danh mục hồ sơ",
    file_catalog: "Năm hình thành hồ sơ",
    file_notation: "Số và ký hiệu hồ sơ",
    doc_ordinal: "Số thứ tự trong hồ sơ",
    save: "Lưu",
    saveNew: "Lưu và thêm mới",
    arrivalStamped: "Ngày đến (trên dấu)",
    saveInto: (number: number) => `Lưu vào số ${number}`,
    repeat: "Lặp lại từ văn bản trước",
    nothingToRepeat: "Chưa có văn bản trước để lặp lại.",
    repeated: "Đã lấy lại từ văn bản trước. Nhập số và trích yếu.",
    keys: "Enter: ô tiếp theo · Ctrl+Enter: lưu và thêm mới · Alt+Enter: lưu · F4: lặp lại",
    kept: "Nháp được giữ trên máy này.",
    unkept: "Trình duyệt này không giữ được bản nháp: đừng đóng trang trước khi lưu xong.",
    sending: "Đang lưu…",
    lost: "Chưa nhận được trả lời. Đang hỏi lại…",
    lostSafe: "Hỏi lại không vào sổ hai lần.",
    faults: (count: number) => `Có ${count} chỗ cần sửa.`,
    notDone: "Chưa lưu được",
    openYear: (year: number) => `Mở sổ năm mới ${year}`,
    isIt: (day: string, year: number) => `Hôm nay là ${day}. Mở sổ năm ${year}?`,
    yesOpen: "Đúng, mở sổ năm mới",
    paperBefore: "Số cuối đã ghi trên sổ giấy năm này (0: chưa có)",
    yearOpened: "Đã mở sổ năm mới. Bấm lưu lại.",
    suggestions: "Gợi ý",
    bySlip: "Nhập theo phiếu tạm",
    slip: "Mã tiếp nhận tạm",
    slipHint: "ghi trên phiếu, ví dụ T-07-0012M",
    captured_day: "Ngày nhận ghi trên phiếu",
    captured_time: "Giờ nhận",
    timeHint: "14:05 hoặc 1405",
    uploadsFirst:
      "Còn tệp chưa lên máy xã: đợi tệp gửi xong, hoặc bỏ tệp để lưu ngay rồi đính kèm sau.",
  },
  upload: {
    choose: "Chọn tệp",
    drop: "hoặc kéo tệp thả vào đây",
    queued: (size: string) => `Chờ gửi · ${size}`,
    sending: (percent: number, sent: string, size: string) =>
      `Đang gửi ${percent} % · ${sent} / ${size}`,
    paused: (percent: number, size: string) =>
      percent > 0 ? `Đã tạm dừng ở ${percent} % của ${size}` : `Chưa gửi · ${size}`,
    lost: (percent: number) => `Mất liên lạc ở ${percent} %; có mạng sẽ tự gửi tiếp.`,
    send: "Gửi ngay",
    sendNamed: (name: string) => `Gửi ngay ${name}`,
    pause: "Tạm dừng",
    pauseNamed: (name: string) => `Tạm dừng gửi ${name}`,
    sparing: "Mạng tính tiền theo dung lượng: chỉ gửi tệp khi tôi bấm «Gửi ngay»",
    there: (size: string) => `Đã lên máy xã · ${size}`,
    pages: (count: number) => `${count} trang`,
    remove: "Bỏ tệp",
    removeNamed: (name: string) => `Bỏ tệp ${name}`,
  },
  number: {
    in: "SỐ ĐẾN",
    out: "SỐ",
    write: "Ghi số này lên dấu ĐẾN",
    stamped: "Đã ghi dấu",
    outDone: "Số và ngày đã ghi vào văn bản",
    seen: "Đã xem",
    title: "Đã vào sổ",
    outTitle: "Đã cấp số",
  },
  confirm: {
    duplicate: "Văn bản này có thể đã vào sổ",
    duplicateNumber: (number: number, year: number) => `Số đến ${number} năm ${year}`,
    seeIt: "Xem văn bản đó",
    register: "Vẫn vào sổ",
    redeemed: "Phiếu này đã được cấp số",
    unknownDevice: "Phiếu của thiết bị chưa có tên hoặc đã báo mất",
    bySlip: "Vẫn vào sổ theo phiếu này",
    suspected: "Có phải văn bản mật không?",
    notSecret: "Không phải văn bản mật",
    mend: "Quay lại sửa",
    refusedSecret: "Không nhận văn bản mật",
  },
  detail: {
    arrived: "Ngày đến",
    registered: "Vào sổ lúc",
    place: "Tình trạng",
    files: "Tệp",
    noFiles: "Chưa có tệp.",
    addFiles: "Thêm tệp",
    attach: (count: number) => `Gắn ${count} tệp vào văn bản`,
    open: (name: string) => `Mở ${name}`,
    removedFile: "đã gỡ",
    main: "văn bản chính",
    history: "Lịch sử",
    policy: "Theo quy chế",
    verdict: "Kiểm tra ký số",
    verdictPaper: "Chưa kiểm tra ký số; giá trị pháp lý theo bản giấy hoặc bản gốc.",
    remove: "Gỡ nội dung",
    removeTitle: "Gỡ nội dung văn bản",
    removeText:
      "Số đến và dòng trong sổ còn nguyên; nội dung và tệp bị gỡ khỏi máy xã, tỉnh và các thiết bị. Không lấy lại được.",
    reason: "Lý do",
    reasonNeeded: "Ghi lý do.",
    otherActs: "Việc khác",
    node: "Máy xã",
    warnings: "Lưu ý",
  },
  inbox: {
    empty: "Không có văn bản nào chờ tiếp nhận.",
    sender: "Nơi gửi",
    sent: "Gửi lúc",
    received: "Nhận lúc",
    missing: (count: number) => `Còn ${count} tệp đang về`,
    check: "Kiểm tra ký số",
    accept: "Tiếp nhận",
    acceptNeedsCheck: "Kiểm tra ký số trước khi tiếp nhận.",
    giveBack: "Trả lại",
    giveBackTitle: "Trả lại nơi gửi",
    checkedAt: (moment: string) => `Đã kiểm tra ${moment}`,
    notChecked: "Chưa kiểm tra ký số",
    signature: "Chữ ký",
    signedAt: "Ký lúc",
    noSignatures: "Không thấy chữ ký số nào trong các tệp.",
    states: { waiting: "Chờ tiếp nhận", accepted: "Đã tiếp nhận", returned: "Đã trả lại" },
    roles: { person: "Chữ ký cá nhân", organ: "Chữ ký cơ quan" },
  },
  out: {
    everyState: "Mọi trạng thái",
    state: "Trạng thái",
    empty: "Chưa có văn bản đi nào.",
    notNumbered: "chưa có số",
    recipients: "Nơi nhận",
    signer: "Người ký",
    updated: (moment: string) => `Cập nhật ${moment}`,
    preview: "Xem bản PDF",
    newTab: "(mở thẻ mới)",
    edit: "Sửa dự thảo",
    submit: "Trình ký",
    sign: "Ký số",
    send_back: "Trả lại",
    number: "Cấp số",
    seal: "Đóng dấu (ký số cơ quan)",
    issue: "Phát hành",
    sendBackTitle: "Trả lại người soạn",
    nothingToDo: "Chưa đến lượt bạn.",
    signing: "Ký số",
    signingStates: {
      waiting: "Đang chờ máy ký",
      asked: "Máy ký đang hỏi…",
      signed: "Đã ký",
      refused: "Người ký từ chối",
      failed: "Ký không được",
    },
    signingRoles: { person: "Chữ ký cá nhân", organ: "Chữ ký cơ quan" },
    deliveries: "Gửi đến",
    notSent: "Chưa gửi",
    waitingSend: "Chờ gửi",
    sentHub: "Đã gửi lên tỉnh",
    paper: "bản giấy",
    version: "Bản dự thảo thứ",
    body: "Nội dung",
  },
  draft: {
    type_name: "Tên loại",
    notation: "Ký hiệu",
    notationHint: "số được cấp sau khi ký",
    subject: "Trích yếu nội dung",
    body: "Nội dung",
    bodyHint: "Mỗi đoạn một dòng",
    recipients: "Nơi nhận qua liên thông",
    noDirectory: "Chưa có danh bạ của tỉnh; ghi nơi nhận bản giấy bên dưới.",
    paper: "Nơi nhận bản giấy",
    paperHint: "Mỗi nơi một dòng",
    signer: "Người ký",
    noSigner: "(chọn người ký)",
    signer_capacity: "Thẩm quyền ký",
    signer_position: "Chức vụ",
    place_name: "Địa danh",
    keep: "Lưu",
    urgency: "Độ khẩn",
    due_date: "Hạn trả lời",
    save: "Lưu dự thảo",
    changed:
      "Dự thảo đã có bản mới hơn. Nội dung đang nhập vẫn giữ ở đây; mở bản mới để đối chiếu.",
  },
  keys: {
    title: "Phím tắt",
    single: "Dùng phím đơn / và ? trên máy này",
    help: "Phím tắt (?)",
    list: [
      ["F2", "Vào sổ văn bản đến"],
      ["/", "Tìm"],
      ["Enter", "Ô tiếp theo"],
      ["Ctrl+Enter", "Lưu và thêm mới"],
      ["Alt+Enter", "Lưu"],
      ["F4", "Lặp lại từ văn bản trước"],
      ["Esc", "Đóng hộp thoại"],
      ["?", "Bảng phím tắt này"],
    ],
  },
} as const;

/** Return "Thứ Tư, 08/04/2026". */
export function sayDay(day: Day): string {
  return `${WEEKDAYS[weekday(day)]}, ${showDay(day)}`;
}

/** Return why a typed text is no day. */
export function sayNoDay(typed: Exclude<TypedDay, { kind: "day" } | { kind: "empty" }>): string {
  if (typed.kind === "unreadable")
    return "Không đọc được ngày này. Gõ như 8/4, 0804 hoặc 08042026.";
  if (typed.kind === "no_such_month") return `Không có tháng ${typed.month}.`;
  return `Không có ngày ${typed.day}/${typed.month}/${typed.year}: tháng ${typed.month} năm ${typed.year} có ${typed.last} ngày.`;
}

/** Return what is wrong with a field. */
export function sayFault(fault: FieldFault): string {
  if (fault.why === "not_a_day") return sayNoDay(fault.day);
  return FAULTS[fault.why];
}

/** Return "3 phút trước", "2 giờ trước", "5 ngày trước". */
export function sayAge(minutes: number): string {
  if (minutes < 1) return "vừa xong";
  if (minutes < 60) return `${minutes} phút trước`;
  if (minutes < 60 * 24) return `${Math.floor(minutes / 60)} giờ trước`;
  return `${Math.floor(minutes / (60 * 24))} ngày trước`;
}

/** Return a size as people read it: "812 KB", "1,4 MB". */
export function saySize(bytes: number): string {
  if (bytes < KILO) return `${bytes} B`;
  if (bytes < KILO * KILO) return `${Math.round(bytes / KILO)} KB`;
  return `${(bytes / KILO / KILO).toFixed(1).replace(".", ",")} MB`;
}
