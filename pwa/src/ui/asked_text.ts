/** The Vietnamese words about documents that wait for a number of the province. */

export const a = {
  title: (count: number) => `Chờ số của tỉnh (${count})`,
  about:
    "Sổ này do tỉnh cấp số. Văn bản đã lưu đủ, không phải nhập lại; khi tỉnh cấp, số tự vào sổ.",
  slip: (slip: string) => `Mã tạm ${slip}`,
  entered: (moment: string, who: string) => (who === "" ? moment : `${who} nhập ${moment}`),
  sent: "Đã gửi lên tỉnh, chờ số",
  unsent: "Chưa gửi lên tỉnh; máy xã tự gửi khi có mạng",
  back: "Sổ đã giao lại cho xã cấp số",
  takeBack: "Vào sổ tại xã",
  takeBackNamed: (slip: string) => `Vào sổ tại xã mã tạm ${slip}`,
  open: "Mở văn bản",
  openNamed: (slip: string) => `Mở văn bản mã tạm ${slip}`,
  given: (count: number) => `Số tỉnh mới cấp (${count})`,
  givenIn: (number: number) => `Số đến ${number} – ghi lên dấu ĐẾN`,
  givenOut: (number: number) => `Số ${number} – mở văn bản để ghi số`,
  panel: {
    title: "Đã lưu, chờ số của tỉnh",
    label: "MÃ TẠM",
    write: "Ghi mã này bằng bút chì lên văn bản. Số của tỉnh về sẽ hiện cạnh mã này ở danh sách.",
    outgoing: "Đã xin số của tỉnh. Khi số về, mở lại văn bản và bấm «Cấp số».",
    seen: "Đã ghi mã",
    seenOut: "Đã xem",
  },
  waits: (slip: string) => `Đang chờ số của tỉnh – mã tạm ${slip}.`,
  came: (number: number) => `Tỉnh đã cấp số ${number}: bấm «Cấp số» để ghi vào văn bản.`,
  stray: "chưa có số, đang chờ tỉnh cấp",
} as const;
