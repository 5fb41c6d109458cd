/**
 * JSON, by rules that the clients for other languages have, too. Where a decision may follow from it, no name may be
 * twice in an object, as readers differ on which of them counts, and the depth is bounded.
 */

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;
const MAX_DEPTH = 64;

/** The value of a JSON text in UTF-8. Throws an error if it is none. */
export function parsedJson(bytes: Uint8Array): unknown {
  return JSON.parse(decoded(bytes));
}

/** As `parsedJson`, for what a decision may follow from. */
export function strictJson(bytes: Uint8Array): unknown {
  const text = decoded(bytes);
  const value: unknown = JSON.parse(text);
  /** The names of the objects that are open; null for a list. */
  const open: (Set<unknown> | null)[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const names = open.at(-1);
      const name: unknown = JSON.parse(last);
      if (names?.has(name) === true) throw new SyntaxError("an object has a name twice");
      names?.add(name);
    }
    if (open.length > MAX_DEPTH) throw new SyntaxError("lists and objects are nested too deeply");
    last = token;
  }
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text. A mark of the order of bytes stays, and is no JSON. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
