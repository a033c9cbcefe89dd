/* Made by tools/wire_types.py from vanthu_sync.wire and vanthu_sync.vocabulary: do not edit. */

/** A day in Vietnam's zone, ISO 8601: "2026-11-20". */
export type Day = string;

export const WIRE_VERSION = 1;

export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  "Nghị quyết": "NQ",
  "Quyết định": "QĐ",
  "Chỉ thị": "CT",
  "Quy chế": "QC",
  "Quy định": "QyĐ",
  "Thông cáo": "TC",
  "Thông báo": "TB",
  "Hướng dẫn": "HD",
  "Chương trình": "CTr",
  "Kế hoạch": "KH",
  "Phương án": "PA",
  "Đề án": "ĐA",
  "Dự án": "DA",
  "Báo cáo": "BC",
  "Biên bản": "BB",
  "Tờ trình": "TTr",
  "Hợp đồng": "HĐ",
  "Công văn": "",
  "Công điện": "CĐ",
  "Bản ghi nhớ": "BGN",
  "Bản thỏa thuận": "BTT",
  "Giấy ủy quyền": "GUQ",
  "Giấy mời": "GM",
  "Giấy giới thiệu": "GGT",
  "Giấy nghỉ phép": "GNP",
  "Phiếu gửi": "PG",
  "Phiếu chuyển": "PC",
  "Phiếu báo": "PB",
  "Thư công": "",
};

export const URGENCY_NAMES: Readonly<Record<string, string>> = {
  "0": "Thường",
  "1": "Khẩn",
  "2": "Thượng khẩn",
  "3": "Hỏa tốc",
  "4": "Hỏa tốc hẹn giờ",
};

export const ROLE_NAMES: Readonly<Record<string, string>> = {
  "van_thu": "Văn thư",
  "lanh_dao": "Lãnh đạo",
  "chuyen_vien": "Chuyên viên",
  "quan_tri": "Quản trị",
};

export const SOURCE_NAMES: Readonly<Record<string, string>> = {
  "giay": "Giấy",
  "lien_thong": "Liên thông",
  "thu_dien_tu": "Thư điện tử",
};

export const BOOK_NAMES: Readonly<Record<string, string>> = {
  "den": "Sổ đăng ký văn bản đến",
  "di": "Sổ đăng ký văn bản đi",
  "sao": "Sổ bản sao",
};

export const COPY_NAMES: Readonly<Record<string, string>> = {
  "SY": "Sao y",
  "SL": "Sao lục",
  "TrS": "Trích sao",
};

export const NUMBER_STATE_NAMES: Readonly<Record<string, string>> = {
  "issued": "Đã vào sổ",
  "void": "Hủy",
  "leased": "Đang giao, chưa dùng",
  "content_lost": "Mất nội dung, chờ nhập lại từ giấy",
};

export const LEASE_ORDER_NAMES: Readonly<Record<string, string>> = {
  "khong": "Không giao số cho cơ sở khác",
  "huy_cuoi_ngay": "Hủy số dư cuối ngày (giữ thứ tự theo ngày)",
  "dung_tiep": "Dùng tiếp số dư (không hủy số, in giờ nhận thật)",
  "so_rieng": "Mỗi cơ sở một sổ riêng",
};

export const OUTGOING_STATE_NAMES: Readonly<Record<string, string>> = {
  "du_thao": "Dự thảo",
  "trinh_ky": "Chờ ký",
  "da_ky": "Đã ký, chờ cấp số",
  "da_cap_so": "Đã cấp số, chờ đóng dấu",
  "da_dong_dau": "Đã đóng dấu, chờ phát hành",
  "da_phat_hanh": "Đã phát hành",
  "da_huy": "Đã hủy số",
};

export const EXCHANGE_STATUS_NAMES: Readonly<Record<string, string>> = {
  "01": "Đã đến",
  "02": "Từ chối tiếp nhận",
  "03": "Đã tiếp nhận",
  "04": "Phân công",
  "05": "Đang xử lý",
  "06": "Hoàn thành",
};

export const VERDICT_NAMES: Readonly<Record<string, string>> = {
  "hop_le": "Hợp lệ",
  "hop_le_co_them": "Hợp lệ, có nội dung thêm sau chữ ký cá nhân",
  "khong_hop_le": "Không hợp lệ",
  "chua_kiem_tra_duoc": "Chưa kiểm tra được",
  "khong_co_chu_ky": "Không có chữ ký",
};

/** Result of `incoming.register` and its likes where the province numbers the book.
 *
 * `slip` (mã tiếp nhận tạm) stands for the document until its number comes; durable when sent. */
export interface Asked {
  readonly id: string;
  readonly book: string;
  readonly year: number;
  readonly slip: string;
  readonly arrival_date: Day;
  readonly asked_at: string;
  readonly warnings: readonly Notice[];
}

/** GET /api/organs/{organ}/asked: all that wait, oldest first, then what was given lately. */
export interface AskedList {
  readonly rows: readonly AskedRow[];
}

/** A document that waits for the province's number, or got it lately.
 *
 * `number` is null until it is given; `sent` tells whether the province holds what was asked.
 * `refused` explains a number that could not be used here, "" where there was none.
 * `may_take_back`: the node numbers the book again, so the document can come in here. */
export interface AskedRow {
  readonly slip: string;
  readonly id: string;
  readonly book: string;
  readonly year: number;
  readonly state: "given" | "waiting";
  readonly number: number | null;
  readonly organ_name: string;
  readonly symbol: string;
  readonly type_name: string;
  readonly subject: string;
  readonly day: Day;
  readonly asked_at: string;
  readonly asked_by: string;
  readonly given_at: string;
  readonly sent: boolean;
  readonly refused: string;
  readonly may_take_back: boolean;
}

/** Payload of `number.take_back` (vào sổ tại xã) → Registered. */
export interface TakeBack {
  readonly slip: string;
}

/** A document as it is now; one without content is not, or no longer, for this person. */
export interface Change {
  readonly id: string;
  readonly organ: string;
  readonly incoming: IncomingDocument | null;
  readonly outgoing: OutgoingDocument | null;
  readonly inbox: InboxItem | null;
}

/** POST /api/sync: what waits in the outbox, and the cursor of the last answer ("" for none). */
export interface Sync {
  readonly v: number;
  readonly cursor: string;
  readonly commands: readonly Command[];
}

/** Answer to POST /api/sync.
 *
 * `results` answer the commands in their order. `changes` follow the cursor; `anew` says why they
 * begin from the beginning: the device keeps what it has until `remaining` is 0, and then drops
 * what did not come. `organs` are those that the person belongs to. `cursor` goes into the next
 * request; `remaining` counts the documents that are still to come. */
export interface Synced {
  readonly v: number;
  readonly results: readonly Result[];
  readonly changes: readonly Change[];
  readonly cursor: string;
  readonly remaining: number;
  readonly organs: readonly string[];
  readonly anew: "branch" | "first" | "journal" | "rights" | "view" | null;
}

/** One wish of a person: `kind` names it, `payload` is one of the payloads below. */
export interface Command {
  readonly op: string;
  readonly kind: string;
  readonly organ: string;
  readonly payload: unknown;
}

/** POST /api/commands. */
export interface Commands {
  readonly v: number;
  readonly commands: readonly Command[];
}

/** The node's answer to one command; a refused command comes back with its cause. */
export interface Result {
  readonly op: string;
  readonly outcome: "accepted" | "rejected";
  readonly data: unknown;
  readonly problem: Problem | null;
}

/** Answer to POST /api/commands, in the order of the commands. */
export interface Results {
  readonly v: number;
  readonly results: readonly Result[];
}

/** A device; `revoked_at` is "" while it is taken from, `last_seen` null before its first. */
export interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly enrolled_at: string;
  readonly enrolled_by: string;
  readonly last_seen: string | null;
  readonly revoked_at: string;
  readonly revoked_by: string;
  readonly reason: string;
  readonly lost: boolean;
}

/** Answer to GET /api/organs/{organ}/devices, newest first. */
export interface Devices {
  readonly devices: readonly DeviceRow[];
}

/** Answer to POST /api/organs/{organ}/device-code: eight digits for the next device. */
export interface EnrolCode {
  readonly code: string;
  readonly minutes: number;
}

/** POST /api/devices/enrol; `key` and `proof` are base64 (DV1). */
export interface EnrolDevice {
  readonly code: string;
  readonly name: string;
  readonly key: string;
  readonly proof: string;
}

/** Answer to it: who the device is from now on; `code` begins its slips. */
export interface Enrolled {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly organ: string;
}

/** `device.revoke`; `lost`: it is in no hand of ours, so it wipes itself without asking. */
export interface RevokeDevice {
  readonly id: string;
  readonly reason: string;
  readonly lost?: boolean;
}

/** POST /api/files/known: files that a person wants to send: some need not go. */
export interface AskFiles {
  readonly files: readonly FileAsked[];
}

/** The person's own upload that is not whole: where it goes on, and from which byte. */
export interface BegunUpload {
  readonly sha256: string;
  readonly upload: string;
  readonly offset: number;
  readonly size: number;
}

/** A file that a person wants to send: SHA-256 in 64 hex digits, and its name. */
export interface FileAsked {
  readonly sha256: string;
  readonly name: string;
}

/** Answer to AskFiles: each file asked for stands in exactly one of the three.
 *
 * `known` files are at the node and may be named by a command, as after an upload. */
export interface FilesKnown {
  readonly known: readonly Uploaded[];
  readonly begun: readonly BegunUpload[];
  readonly missing: readonly string[];
}

/** Payload of `inbox.accept`: register it; needs a recorded check (R-IN-04).
 *
 * `to_places`, `due_date` complete what the sender's envelope does not hold. */
export interface AcceptInbox {
  readonly id: string;
  readonly to_places?: string;
  readonly due_date?: Day | null;
  readonly duplicate_ok?: boolean;
  readonly not_secret?: boolean;
}

/** Result of `inbox.check`. */
export interface Checked {
  readonly id: string;
  readonly verdict: string;
  readonly signatures: readonly SignatureLine[];
}

/** Payload of `inbox.check` (Kiểm tra ký số): verifies every file and records the report. */
export interface CheckInbox {
  readonly id: string;
}

/** A document sent by another organ that has not been accepted yet (R-IN-02). */
export interface InboxItem {
  readonly id: string;
  readonly sender: OrganRef;
  readonly symbol: string;
  readonly type_name: string;
  readonly subject: string;
  readonly issued_date: Day | null;
  readonly urgency: number;
  readonly sent_at: string;
  readonly received_at: string;
  readonly state: "accepted" | "returned" | "waiting";
  readonly files: readonly FileRef[];
  readonly files_missing: number;
  readonly verdict: string | null;
  readonly checked_at: string | null;
  readonly signatures: readonly SignatureLine[];
}

/** Answer to GET /api/organs/{organ}/inbox. */
export interface InboxPage {
  readonly items: readonly InboxItem[];
}

/** Payload of `inbox.return` (Trả lại, status 02); the reason is required (R-RCL-04). */
export interface ReturnInbox {
  readonly id: string;
  readonly reason: string;
}

/** One signature of a received file as Kiểm tra ký số shows it. */
export interface SignatureLine {
  readonly field: string;
  readonly signer: string;
  readonly role: string;
  readonly verdict: string;
  readonly signed_at: string;
  readonly reasons: readonly string[];
}

/** Payload of `document.attach`: uploads of the node added to a document. */
export interface Attach {
  readonly id: string;
  readonly files: readonly string[];
}

/** Data of the refusal DUPLICATE_DOCUMENT: the entry that is there already. */
export interface DuplicateOf {
  readonly id: string;
  readonly number: number;
  readonly year: number;
  readonly arrival_date: Day;
  readonly subject: string;
}

/** Who did what, when (NĐ 30 Phụ lục VI III.5.a); `actor` is a name, "" the node itself. */
export interface HistoryLine {
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  readonly text: string;
}

/** Answer to GET /api/organs/{organ}/incoming/{id}. */
export interface IncomingDocument {
  readonly row: IncomingRow;
  readonly fields: IncomingFields;
  readonly files: readonly FileRef[];
  readonly history: readonly HistoryLine[];
  readonly policy_version: string;
  readonly verdict: string | null;
  readonly warnings: readonly Notice[];
}

/** What a clerk enters for an incoming document (NĐ 30/2020 Phụ lục VI Phần II Mục II).
 *
 * The numbers in brackets are the standard's; lengths are its maxima. Longer text is kept
 * whole and marked with a notice where a standard's field would cut it. */
export interface IncomingFields {
  readonly subject: string;
  readonly organ_name: string;
  readonly type_name: string;
  readonly code_number: string;
  readonly code_notation: string;
  readonly issued_date: Day | null;
  readonly language: string;
  readonly page_amount: number | null;
  readonly description: string;
  readonly file_organ_id: string;
  readonly file_catalog: number | null;
  readonly file_notation: string;
  readonly doc_ordinal: number | null;
  readonly signer_position: string;
  readonly signer_name: string;
  readonly urgency: number;
  readonly secrecy_mark: string;
  readonly to_places: string;
  readonly due_date: Day | null;
  readonly source: string;
}

/** Answer to GET /api/organs/{organ}/incoming?q=&year=&before=&limit= (newest first).
 *
 * `total` counts the whole list that `q` and `year` give; `next_before` goes into `before`. */
export interface IncomingPage {
  readonly rows: readonly IncomingRow[];
  readonly total: number;
  readonly next_before: number | null;
}

/** One line of the list of incoming documents and of Chế độ Sổ (NĐ 30 Phụ lục IV). */
export interface IncomingRow {
  readonly id: string;
  readonly number: number;
  readonly year: number;
  readonly arrival_date: Day;
  readonly registered_at: string;
  readonly organ_name: string;
  readonly symbol: string;
  readonly issued_date: Day | null;
  readonly type_name: string;
  readonly subject: string;
  readonly to_places: string;
  readonly urgency: number;
  readonly due_date: Day | null;
  readonly description: string;
  readonly source: string;
  readonly files: number;
  readonly state: "content_lost" | "issued" | "leased" | "void";
  readonly content_removed: boolean;
  readonly place: Place;
  readonly reason: string;
  readonly slip: string;
  readonly captured_at: string;
  readonly site: string;
  readonly again: boolean;
  readonly corrects: number;
  readonly paper_on: Day | null;
}

/** Payload of `register.open`: a person opens the book of a new year (only forward).
 *
 * `confirmed` says that a person read the day and said yes; else the hub has to vouch for it.
 * `paper` is the last number that this book has on paper already, 0 for none. */
export interface OpenRegister {
  readonly book: string;
  readonly year: number;
  readonly confirmed?: boolean;
  readonly paper?: number;
}

/** Result of `incoming.register` and `inbox.accept`: final number, durable when sent. */
export interface Registered {
  readonly id: string;
  readonly book: string;
  readonly year: number;
  readonly number: number;
  readonly arrival_date: Day;
  readonly registered_at: string;
  readonly warnings: readonly Notice[];
}

/** Payload of `incoming.register`.
 *
 * `files` are uploads already at the node, by hash. `duplicate_ok` and `not_secret` record
 * the clerk's answers to a warning (DUPLICATE_DOCUMENT, SECRECY_SUSPECTED). `slip` and
 * `captured_at` come from a device that was out of reach; `slip_ok` is the clerk's word for a
 * slip of a device that is unknown or lost. */
export interface RegisterIncoming {
  readonly fields: IncomingFields;
  readonly files?: readonly string[];
  readonly duplicate_ok?: boolean;
  readonly not_secret?: boolean;
  readonly slip?: string;
  readonly captured_at?: string;
  readonly slip_ok?: boolean;
}

/** Payload of `content.remove` (Gỡ nội dung): the row and its number stay, the content goes. */
export interface RemoveContent {
  readonly id: string;
  readonly reason: string;
}

/** Answer to POST /api/organs/{organ}/agent-code: six digits for the next signer agent. */
export interface AgentCode {
  readonly code: string;
  readonly minutes: number;
}

/** POST /api/organs/{organ}/certificates: signs for `account`, or for the organ where "". */
export interface BindCertificate {
  readonly serial: string;
  readonly account?: string;
}

/** A certificate that a paired agent can sign with; `holders` are those it is bound to. */
export interface CertificateRef {
  readonly serial: string;
  readonly subject: string;
  readonly agent: string;
  readonly test_key: boolean;
  readonly holders: readonly string[];
}

/** Answer to GET /api/organs/{organ}/certificates. */
export interface Certificates {
  readonly certificates: readonly CertificateRef[];
}

/** Answer to GET /api/directory: organs that can be reached through the hub. */
export interface Directory {
  readonly organs: readonly OrganRef[];
  readonly as_of: string | null;
}

/** How far the province is: null where unknown, never a guess (ux.md, offline 4). */
export interface HubState {
  readonly paired: boolean;
  readonly reachable: boolean | null;
  readonly last_contact: string | null;
  readonly node_head: number;
  readonly hub_head: number | null;
  readonly files_waiting: number;
  readonly bytes_waiting: number;
  readonly failures: number;
  readonly next_try_at: string | null;
  readonly problem: Problem | null;
}

/** POST /api/session. */
export interface LogIn {
  readonly account: string;
  readonly password: string;
}

/** Answer to POST and GET /api/session. */
export interface Me {
  readonly account: string;
  readonly name: string;
  readonly memberships: readonly Membership[];
  readonly expires_at: string;
}

/** A person's roles in one organ of the node. */
export interface Membership {
  readonly organ: OrganRef;
  readonly roles: readonly string[];
}

/** POST /api/organs/{organ}/accounts: a person, or new roles and password for one. */
export interface NewAccount {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly password: string;
  readonly position?: string;
}

/** Answer to GET /api/organs/{organ}/state. */
export interface NodeState {
  readonly node_name: string;
  readonly now: string;
  readonly today: Day;
  readonly registers: readonly RegisterState[];
  readonly hub: HubState;
  readonly inbox_waiting: number;
  readonly agents: readonly string[];
  readonly notices: readonly Notice[];
  readonly opening: OpeningState | null;
}

/** Answer to GET /api/organs/{organ}/people?role=. */
export interface People {
  readonly people: readonly PersonRef[];
}

/** A colleague who may be chosen, for example as signer. */
export interface PersonRef {
  readonly account: string;
  readonly name: string;
  readonly position: string;
  readonly roles: readonly string[];
}

/** Answer to PUT /api/uploads/{name}: the file is durable at the node, known by its hash. */
export interface Uploaded {
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
  readonly media_type: string;
  readonly pages: number | null;
  readonly warnings: readonly Notice[];
}

/** A receiver with its last status.
 *
 * "" not sent yet, "waiting" at our node, "sent" at the hub, then the exchange codes 01-06. */
export interface Delivery {
  readonly name: string;
  readonly organ: string;
  readonly status: string;
  readonly text: string;
  readonly at: string | null;
}

/** Payload of `outgoing.draft`: makes a draft, or with `id` its next version.
 *
 * `base` is the version that the person saw; another one since then is refused
 * (VERSION_CHANGED) and nothing is lost. */
export interface DraftOutgoing {
  readonly fields: OutgoingFields;
  readonly id?: string;
  readonly base?: number;
  readonly not_secret?: boolean;
}

/** Answer to GET /api/organs/{organ}/outgoing/{id}.
 *
 * `may` lists the commands that this person may give next. `slip` stands for a number of the
 * province that was asked for, `given` is that number once it came and is not in the file yet. */
export interface OutgoingDocument {
  readonly row: OutgoingRow;
  readonly fields: OutgoingFields;
  readonly version: number;
  readonly files: readonly FileRef[];
  readonly signing: readonly SigningState[];
  readonly deliveries: readonly Delivery[];
  readonly history: readonly HistoryLine[];
  readonly policy_version: string;
  readonly may: readonly string[];
  readonly slip: string;
  readonly given: number | null;
}

/** Result of every outgoing command: the document's state after it.
 *
 * `slip` stands for the number that the province was asked for and has not given yet. */
export interface OutgoingDone {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly number: number | null;
  readonly year: number | null;
  readonly symbol: string;
  readonly issued_date: Day | null;
  readonly job: string;
  readonly slip: string;
  readonly warnings: readonly Notice[];
}

/** What is entered for an outgoing document (NĐ 30/2020 Phụ lục VI Phần II Mục I).
 *
 * `notation` is the symbol without the number ("TB-UBND"); `body` are the paragraphs. */
export interface OutgoingFields {
  readonly type_name: string;
  readonly notation: string;
  readonly subject: string;
  readonly body: readonly string[];
  readonly recipients: readonly Recipient[];
  readonly signer: string;
  readonly place_name: string;
  readonly keep: string;
  readonly signer_capacity: string;
  readonly signer_position: string;
  readonly signer_name: string;
  readonly language: string;
  readonly urgency: number;
  readonly issued_amount: number | null;
  readonly due_date: Day | null;
  readonly answers: string;
  readonly description: string;
  readonly secrecy_mark: string;
}

/** Answer to GET /api/organs/{organ}/outgoing?q=&state=&limit= (last changed first). */
export interface OutgoingPage {
  readonly rows: readonly OutgoingRow[];
  readonly total: number;
}

/** One line of the list of outgoing documents. */
export interface OutgoingRow {
  readonly id: string;
  readonly state: string;
  readonly number: number | null;
  readonly year: number | null;
  readonly symbol: string;
  readonly issued_date: Day | null;
  readonly type_name: string;
  readonly subject: string;
  readonly signer_name: string;
  readonly recipients: string;
  readonly urgency: number;
  readonly files: number;
  readonly updated_at: string;
  readonly place: Place;
}

/** Payload of the steps after `outgoing.draft`.
 *
 * They are `outgoing.submit`, `outgoing.sign`, `outgoing.number`, `outgoing.seal`,
 * `outgoing.issue` and `outgoing.send_back` (then with `reason`). */
export interface OutgoingStep {
  readonly id: string;
  readonly reason?: string;
}

/** A receiver of an issued document: by `organ` through the hub, else on paper by name. */
export interface Recipient {
  readonly name: string;
  readonly organ: string;
}

/** Where a signature stands: waiting for the agent, shown to the person, done or refused. */
export interface SigningState {
  readonly job: string;
  readonly role: "organ" | "person";
  readonly state: "asked" | "failed" | "refused" | "signed" | "waiting";
  readonly agent: string;
  readonly reason: string;
  readonly at: string;
}

/** A file of a document, by the SHA-256 of its content. */
export interface FileRef {
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
  readonly media_type: string;
  readonly added_at: string;
  readonly added_by: string;
  readonly kind: "attachment" | "main";
  readonly removed: boolean;
}

/** Something a person should know that does not stop the work. */
export interface Notice {
  readonly code: string;
  readonly text: string;
  readonly field: string;
}

/** An organ of the directory; `code` is its mã định danh (≤ 35 characters). */
export interface OrganRef {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** How far a row has travelled: saved at the node, held by the province (null: not yet). */
export interface Place {
  readonly saved_at: string;
  readonly hub_at: string | null;
}

/** A refusal, as RFC 9457 problem details: code, cause and the next step in Vietnamese. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly next_step: string;
  readonly field: string;
  readonly fields: readonly Notice[];
}

/** Payload of `paper.attach`: the paper copy of a registered e-document; no new number. */
export interface AttachPaper {
  readonly id: string;
  readonly received_on: Day;
  readonly files?: readonly string[];
  readonly note?: string;
}

/** Payload of `lease.close`: what the site did not spend is void, with this reason. */
export interface CloseLease {
  readonly id: string;
  readonly reason: string;
}

/** Payload of `register.close` (khóa sổ): `paper` is the book's last number on paper. */
export interface CloseRegister {
  readonly book: string;
  readonly year: number;
  readonly paper?: number | null;
}

/** Payload of `device.code`: a device that may write slips gets its code. */
export interface CodeDevice {
  readonly name: string;
}

/** GET /api/organs/{organ}/copies?year= (newest first). */
export interface Copies {
  readonly rows: readonly CopyRow[];
}

/** A numbered copy; also the result of `copy.number`. */
export interface CopyRow {
  readonly id: string;
  readonly number: number;
  readonly year: number;
  readonly symbol: string;
  readonly issued_date: Day;
  readonly kind: string;
  readonly source_symbol: string;
  readonly subject: string;
  readonly copies: number;
}

/** Payload of `lease.grant`: a block of numbers for a branch, by the organ's chosen order. */
export interface GrantLease {
  readonly book: string;
  readonly site: string;
  readonly count: number;
}

/** GET /api/organs/{organ}/holding: who holds the registers, and all that is out. */
export interface Holding {
  readonly standing: "branch" | "follower" | "owner";
  readonly node_name: string;
  readonly owner_name: string;
  readonly epoch: number;
  readonly head: number;
  readonly registers: readonly RegisterState[];
  readonly leases: readonly LeaseRow[];
  readonly devices: readonly SlipDevice[];
  readonly sites: readonly SiteRow[];
  readonly take_overs: readonly TakeOverRow[];
  readonly strays: readonly StrayRow[];
}

/** A block of numbers and how many of it were used. */
export interface LeaseRow {
  readonly id: string;
  readonly book: string;
  readonly year: number;
  readonly first: number;
  readonly last: number;
  readonly site: string;
  readonly day: string;
  readonly used: number;
  readonly closed: boolean;
  readonly granted_at: string;
}

/** Payload of `site.leave`: a follower or branch is one no more (lost, broken, given up). */
export interface LeaveSite {
  readonly id: string;
  readonly reason: string;
}

/** Payload of `device.lose` (báo mất). */
export interface LoseDevice {
  readonly code: string;
  readonly reason: string;
}

/** POST /api/organs/{organ}/site-code → SiteCode: what the next machine to join will be.
 *
 * `order` (LeaseOrder) and `block` are a branch's: how order is kept, and how many numbers it
 * gets at a time (0: only by hand). */
export interface NewSite {
  readonly kind?: "branch" | "follower";
  readonly order?: string;
  readonly block?: number;
}

/** Payload of `copy.number`: a copy (SY, SL, TrS) of a document gets the next number. */
export interface NumberCopy {
  readonly source: string;
  readonly source_symbol: string;
  readonly subject: string;
  readonly kind: "SL" | "SY" | "TrS";
  readonly copies?: number;
}

/** GET /api/organs/{organ}/numbers/{book}/{year}?state=&before=&limit= (newest first).
 *
 * `state` "" gives every number that is not plainly issued. */
export interface NumberPage {
  readonly register: RegisterState;
  readonly rows: readonly NumberRow[];
  readonly next_before: number | null;
}

/** One number of a register with what became of it; `text` explains it in one sentence.
 *
 * `passed_over`: the province holds it and gave it to nothing here, so that it may be struck out. */
export interface NumberRow {
  readonly number: number;
  readonly state: "content_lost" | "issued" | "leased" | "void";
  readonly text: string;
  readonly document: string;
  readonly subject: string;
  readonly symbol: string;
  readonly at: string;
  readonly changed_at: string;
  readonly changed_by: string;
  readonly reason: string;
  readonly slip: string;
  readonly captured_at: string;
  readonly site: string;
  readonly again: boolean;
  readonly corrects: number;
  readonly content_removed: boolean;
  readonly passed_over: boolean;
}

/** POST /api/opening (văn thư): the answer to the question of that name → OpeningState.
 *
 * With numbers on paper, `day` is the day that the clerk read beside them. */
export interface OpeningAnswer {
  readonly question: string;
  readonly paper?: readonly PaperSaid[];
  readonly day?: Day | null;
}

/** GET /api/opening: may this machine stamp, and if not, the one thing that is asked.
 *
 * `question` is "" where nothing is asked: then `next_step` says what to do. `registers` are
 * those that a paper question is about; `today` is the day as this machine has it; `recovered`
 * events came back from `witness` at this opening. */
export interface OpeningState {
  readonly stamping: boolean;
  readonly writing: boolean;
  readonly cause: string;
  readonly question: "" | "day" | "paper_confirm" | "paper_lost" | "take_over";
  readonly title: string;
  readonly text: string;
  readonly next_step: string;
  readonly today: Day;
  readonly registers: readonly PaperAsked[];
  readonly recovered: number;
  readonly witness: string;
  readonly standing: "branch" | "follower" | "owner";
}

/** One register whose last number on paper is asked for; `mark` is what this machine knows. */
export interface PaperAsked {
  readonly organ: string;
  readonly organ_name: string;
  readonly book: string;
  readonly year: number;
  readonly mark: number;
}

/** The last number on paper, null where nobody can say. */
export interface PaperSaid {
  readonly organ: string;
  readonly book: string;
  readonly year: number;
  readonly number: number | null;
}

/** Payload of `incoming.reenter`: a lost content entered again from paper, same number. */
export interface Reenter {
  readonly year: number;
  readonly number: number;
  readonly arrival_date: Day;
  readonly fields: IncomingFields;
  readonly files?: readonly string[];
  readonly not_secret?: boolean;
}

/** Payload of `outgoing.reenter`: an issued document entered again from paper. */
export interface ReenterOutgoing {
  readonly year: number;
  readonly number: number;
  readonly issued_date: Day;
  readonly symbol: string;
  readonly type_name: string;
  readonly subject: string;
  readonly signer_name: string;
  readonly recipients?: string;
  readonly files?: readonly string[];
}

/** Who holds a register and how far it is ("Máy này đang giữ sổ đến 2026, đến số 153").
 *
 * The counts partition 1 to `mark`; `newest` says whether this book gives the next number. */
export interface RegisterState {
  readonly book: string;
  readonly year: number;
  readonly mark: number;
  readonly owner: "node" | "province";
  readonly node_name: string;
  readonly status: "closed" | "closing" | "open";
  readonly epoch: number;
  readonly issued: number;
  readonly void: number;
  readonly leased: number;
  readonly content_lost: number;
}

/** Payload of `stray.settle`: a stray entry comes into the register → Registered.
 *
 * Under its own number where that is free (content lost), else under a new one (đính chính). */
export interface SettleStray {
  readonly origin: string;
}

/** Answer to POST /api/organs/{organ}/site-code: digits for the next follower or branch. */
export interface SiteCode {
  readonly code: string;
  readonly minutes: number;
}

/** A follower or branch: its last known place in the journal and when it was here. */
export interface SiteRow {
  readonly id: string;
  readonly name: string;
  readonly kind: "branch" | "follower";
  readonly mode: string;
  readonly seq: number | null;
  readonly at: string | null;
  readonly left: boolean;
}

/** A device that writes slips: highest counter seen, and counters that have not come in. */
export interface SlipDevice {
  readonly code: string;
  readonly name: string;
  readonly seen: number;
  readonly missing: readonly number[];
  readonly lost: boolean;
}

/** An entry of a branch of the chain that lost; `same_number` says its own number is free. */
export interface StrayRow {
  readonly origin: string;
  readonly book: string;
  readonly year: number;
  readonly number: number;
  readonly at: string;
  readonly subject: string;
  readonly same_number: boolean;
  readonly settled_as: number | null;
}

/** POST /api/take-over: clerk and leader give their passwords at this machine → OpeningState.
 *
 * `paper` are the last numbers on paper of every open register, `day` the day that the two read
 * on the screen. */
export interface TakeOver {
  readonly reason: string;
  readonly clerk: string;
  readonly clerk_password: string;
  readonly leader: string;
  readonly leader_password: string;
  readonly paper: readonly PaperSaid[];
  readonly day?: Day | null;
}

/** A take-over: who, why, and whether the province approved it. */
export interface TakeOverRow {
  readonly epoch: number;
  readonly at: string;
  readonly reason: string;
  readonly clerk: string;
  readonly leader: string;
  readonly ratified_at: string | null;
}

/** Payload of `number.void` (HỦY): the entry stays with its number, struck out. */
export interface VoidNumber {
  readonly book: string;
  readonly year: number;
  readonly number: number;
  readonly reason: string;
}

/** Payload of `register.withdraw` (rút sổ mở nhầm). */
export interface WithdrawRegister {
  readonly book: string;
  readonly year: number;
  readonly reason?: string;
}
