/**
 * The slip of a device out of reach: mã tiếp nhận tạm. The twin of vanthu_sync.slip, held to it
 * by sync/vectors/slip.json (PROTOCOL.md, NB11-NB13).
 *
 * 1. A slip is `T-<device>-<counter><check>`, for example "T-07-0012M".
 * 2. The check character is ISO/IEC 7064 MOD 37,36 over device and counter.
 * 3. People may type it in lower case, with other hyphens, dots, strokes or spaces or none, and
 *    with O for 0 and I or L for 1 in device and counter.
 */

export interface Slip {
  /** Two characters. */
  readonly device: string;
  readonly counter: number;
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DEVICE = /^[0-9A-HJKMNP-Z]{2}$/;
const COUNTER_MAX = 999_999;
const COUNTER_DIGITS_MIN = 4;

const BETWEEN = /[ \t\u00a0\u2010-\u2015\u2212./_-]/g;
const SLIP = /^[Tt]([0-9A-Za-z]{2}[0-9OILoil]{4,6})([0-9A-Za-z])$/;

/** Return the slip `counter` of `device` as it is printed; null for what no slip can hold. */
export function makeSlip({ device, counter }: Slip): string | null {
  if (!DEVICE.test(device) || counter < 1 || counter > COUNTER_MAX) return null;
  const digits = String(counter).padStart(COUNTER_DIGITS_MIN, "0");
  return `T-${device}-${digits}${checkCharacter(device + digits)}`;
}

/** Return the slip that a person typed; null if it is none. */
export function parseSlip(typed: string): Slip | null {
  const [, written = "", mark = ""] = SLIP.exec(typed.replace(BETWEEN, "")) ?? [];
  const body = written.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  const slip = { device: body.slice(0, 2), counter: Number(body.slice(2)) };
  const same = makeSlip(slip)?.replace(/-/g, "") === `T${body}${mark.toUpperCase()}`;
  return same ? slip : null;
}

/** Return the MOD 37,36 check character of `text`, of digits and capitals (ISO/IEC 7064). */
export function checkCharacter(text: string): string {
  let product = ALPHABET.length;
  for (const char of text) {
    const total = (product + ALPHABET.indexOf(char)) % ALPHABET.length || ALPHABET.length;
    product = (total * 2) % (ALPHABET.length + 1);
  }
  return ALPHABET.charAt((ALPHABET.length + 1 - product) % ALPHABET.length);
}
