import type { ComponentType } from "preact";
import type { Me, Membership } from "../domain/wire.gen.ts";
import type { Screen } from "../state/route.ts";

/** What every screen is given. */
export interface ScreenProps {
  readonly me: Me;
  readonly membership: Membership;
  readonly id: string;
}

/** What every section of Quản trị is given. */
export interface SectionProps {
  /** The organ's id. */
  readonly organ: string;
  /** The account at the screen. */
  readonly own: string;
}

type Load = () => Promise<ComponentType<ScreenProps>>;

const incomingList: Load = async () => (await import("./screens/incoming_list.tsx")).IncomingList;
const incomingDetail: Load = async () =>
  (await import("./screens/incoming_detail.tsx")).IncomingDetail;
const registerForm: Load = async () => (await import("./screens/register.tsx")).Register;
const inboxList: Load = async () => (await import("./screens/inbox_list.tsx")).InboxList;
const inboxDetail: Load = async () => (await import("./screens/inbox_detail.tsx")).InboxDetail;
const outgoingList: Load = async () => (await import("./screens/outgoing_list.tsx")).OutgoingList;
const outgoingDetail: Load = async () =>
  (await import("./screens/outgoing_detail.tsx")).OutgoingDetail;
const draftForm: Load = async () => (await import("./screens/draft.tsx")).DraftForm;
const administration: Load = async () =>
  (await import("./screens/administration.tsx")).Administration;
const copies: Load = async () => (await import("./screens/copies.tsx")).Copies;
const holding: Load = async () => (await import("./screens/holding.tsx")).Holding;
const takeOver: Load = async () => (await import("./screens/take_over.tsx")).TakeOver;
const numbers: Load = async () => (await import("./screens/numbers.tsx")).Numbers;
const reentry: Load = async () => (await import("./screens/reentry.tsx")).Reentry;
const devices: Load = async () => (await import("./screens/devices.tsx")).Devices;

const LIST_AND_ITEM: Readonly<Record<Screen, readonly [list: Load, item: Load]>> = {
  den: [incomingList, incomingDetail],
  "vao-so": [registerForm, registerForm],
  "cho-tiep-nhan": [inboxList, inboxDetail],
  di: [outgoingList, outgoingDetail],
  soan: [draftForm, draftForm],
  "ban-sao": [copies, copies],
  "giu-so": [holding, holding],
  "tiep-quan": [takeOver, takeOver],
  "tinh-trang-so": [numbers, numbers],
  "nhap-lai": [reentry, reentry],
  "quan-tri": [administration, administration],
  "thiet-bi": [devices, devices],
};

/** Return the component of a place; its code is fetched when it is first opened. */
export function loadScreen(screen: Screen, id: string): ReturnType<Load> {
  const [list, item] = LIST_AND_ITEM[screen];
  return id === "" ? list() : item();
}
