/** Checks of options. What is wrong with one is said when it is given, not by each question that is then refused. */

/** The longest time of an option, and of a deadline: a day, and an hour. */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What a number must be. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

export const REMEMBER_MS: Bounds = { least: 0, most: DAY_MS };
export const DEADLINE_MS: Bounds = { least: 1, most: HOUR_MS };
export const CALLS: Bounds = { least: 1, most: 1000, whole: true };
export const MANY: Bounds = { least: 1, most: 1_000_000, whole: true };

/** A number within its bounds. */
export function number(name: string, value: unknown, { least, most, whole = false }: Bounds): number {
  const fits = typeof value === "number" && value >= least && value <= most;
  if (fits && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? "a whole number" : "a number";
  throw new RangeError(`${name} must be ${kind} from ${format(least)} to ${format(most)}, not ${shown(value)}`);
}

/** A text that is not empty. Its value may be a secret, so it is not shown. */
export function text(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`${name} must be a text that is not empty, not ${kindOf(value)}`);
}

/** A text that a header can hold. */
export function forHeader(name: string, value: unknown): string {
  if (typeof value === "string" && /^[ -~]*[!-~][ -~]*$/.test(value)) return value;
  throw new TypeError(`${name} must be a text of printable ASCII characters, not ${kindOf(value)}`);
}

export function boolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError(`${name} must be true or false, not ${shown(value)}`);
}

export function callable<T>(name: string, value: T): T {
  if (typeof value === "function") return value;
  throw new TypeError(`${name} must be a function, not ${kindOf(value)}`);
}

/** An address to which tokens or secrets may be sent: by https, or to this machine. */
export function address(name: string, value: unknown, allowHttp = false): URL {
  const given = text(name, value);
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new TypeError(`${name} must be an address such as https://staffroom.example.com, not ${given}`);
  }
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && (local || allowHttp))) {
    throw new TypeError(`${name}: tokens are sent by https only (or to this machine, or with allowHttp), not to ${given}`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError(`${name} must have no user, no query and no fragment`);
  }
  return url;
}

/** What a value is, for those that may be a secret. */
export function kindOf(value: unknown): string {
  if (value === "") return "an empty one";
  if (Array.isArray(value)) return "a list";
  return value === null || value === undefined ? String(value) : `a value of the type ${typeof value}`;
}

function shown(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : kindOf(value);
}

function format(number: number): string {
  return number.toLocaleString("en-US");
}
