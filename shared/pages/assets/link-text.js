// Finds the token of an invitation's link in what a mail program left of the link, or in text that a person pasted, that of an
// address to unsubscribe in what was left of its path, and the store in what was left of an address of the team page.
// Pure functions: tests/browser/links.test.js runs them in Node.

/** Lengths that are wider than those of any token that the API makes. */
const SHORTEST = 40;
const LONGEST = 200;

/** How much of a text is searched, and how often it may have been percent-encoded. */
const LONGEST_TEXT = 20_000;
const ENCODED = 3;

/** A mail program may have broken the line anywhere within a link, and have marked each line as a quotation. */
const BREAK = String.raw`(?:[^\S\r\n]{0,10}(?:\r\n|\r|\n)[\s>]{0,40})`;

/** What precedes the token: `#`, `*` as one link rewriter writes it, or `=23` as quoted-printable text has it. */
const BEFORE_TOKEN = new RegExp(
  String.raw`${[..."/join"].join(`${BREAK}?`)}${BREAK}?/?(?:\?[^#\s]*)?${BREAK}?(?:[#*]|=23)`,
  "giu",
);

/** Tokens are base64url. Behind the `#` even the first line may hold only a few characters of one. */
const linesOf = (first, between = BREAK) => new RegExp(`${first}(?:${between}[A-Za-z0-9_-]+){0,9}`, "u");
const BEHIND_MARK = linesOf(`^${BREAK}?[A-Za-z0-9_-]+`);
const BEHIND_MARK_WITH_SPACES = linesOf(`^\\s{0,3}[A-Za-z0-9_-]+`, String.raw`[\s>]{1,40}`);
const ANYWHERE = linesOf("[A-Za-z0-9_-]{20,}");

/** Links that a gateway wrote in a form of its own. */
const PROOFPOINT = /urldefense\.proofpoint\.com\/v2\/url\?(?:[^\s]*?&)?u=([\w.~-]+)/giu;
const SOPHOS = /protection\.sophos\.com\/?\?(?:[^\s]*?&)?u=([\w+/=-]+)/giu;

/** Every token of today ends so. */
const END = "0";
const MOST = 4;

/**
 * What may be the token, best guess first: usually one, at most four.
 * @returns {string[]}
 */
export function tokensIn(text) {
  const decoded = decodeFully(unwrap(text.slice(0, LONGEST_TEXT)));
  const plain = decoded.replace(/=\r?\n/gu, "").replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/gu, "");
  const starts = [...plain.matchAll(BEFORE_TOKEN)].map(({ 0: mark, index }) => plain.slice(index + mark.length));
  const found = starts.map(guessesBehindMark).find(({ length }) => length);
  return found ?? guesses(ANYWHERE.exec(plain));
}

/** Spaces may be within the token, too, if it then ends as one does. */
function guessesBehindMark(rest) {
  const broken = guesses(BEHIND_MARK_WITH_SPACES.exec(rest)).filter((run) => run.endsWith(END));
  return [...new Set([...guesses(BEHIND_MARK.exec(rest)), ...broken])].slice(0, MOST);
}

/** A text with the links that gateways hid in theirs. */
function unwrap(text) {
  const hex = (_, code) => String.fromCharCode(Number.parseInt(code, 16));
  return text
    .replace(PROOFPOINT, (_, url) => ` ${url.replaceAll("_", "/").replace(/-([0-9a-f]{2})/giu, hex)} `)
    .replace(SOPHOS, (_, url) => {
      try {
        return ` ${atob(url.replaceAll("-", "+").replaceAll("_", "/"))} `;
      } catch {
        return url;
      }
    });
}

/** The tokens that lines may hold: the first line, or it and some of the next. */
function guesses(match) {
  const lines = match?.[0].split(/[\s>]+/u).filter(Boolean) ?? [];
  const runs = lines.map((_, index) => lines.slice(0, index + 1).join(""));
  // Emphasis marks and dashes of the text around the link.
  const trimmed = runs.slice(0, 1).map((run) => run.replace(/^[-_]+|[-_]+$/gu, ""));
  const fits = ({ length }) => length >= SHORTEST && length <= LONGEST;
  const all = [...new Set([...runs, ...trimmed])].filter(fits);
  // The last line that ends like a token is the likely end; a line before it may end so by chance.
  return [...all.filter((run) => run.endsWith(END)).reverse(), ...all.filter((run) => !run.endsWith(END))].slice(0, MOST);
}

/**
 * What may be the path of the address to unsubscribe, best guess first. Marks of the text around it may follow the token; that
 * of an older mail may end in `-` or `_` itself.
 * @returns {string[]}
 */
export function unsubscribePaths(path) {
  const [, token, rest] = /^\/unsubscribe\/([A-Za-z0-9_-]+)(.*)$/isu.exec(decode(path)) ?? [];
  const found = token ? `/unsubscribe/${token}` : path;
  // A line end or a space may have cut it.
  const [, more] = /^[\s>]+([A-Za-z0-9_-]+)/u.exec(rest ?? "") ?? [];
  return [...new Set([found, found.replace(/[-_]+$/u, ""), ...(more ? [found + more] : [])])];
}

/**
 * The store and the part of its page that an address of the team page names, `#store/part`, without what a mail program or the
 * text around it added. The marks that may end an ID are left: see `withoutMarks`.
 * @returns {{store: string, part: string}}
 */
export function placeIn(text) {
  const decoded = decodeFully(text.slice(0, LONGEST_TEXT));
  const [, store = "", part = ""] = /^[^a-z0-9?]{0,20}([a-z0-9][a-z0-9._-]*)(?:\/([a-z]+))?/u.exec(decoded.toLowerCase()) ?? [];
  return { store, part };
}

/** The ID of a store without the full stop or the emphasis mark of the text around it. */
export const withoutMarks = (store) => store.replace(/[._-]+$/u, "");

/** Decodes each percent-encoded character, and leaves the rest as it is. */
export const decode = (text) =>
  text.replace(/(?:%[0-9a-f]{2})+/giu, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });

/** Decodes a text that may have been percent-encoded several times. */
export function decodeFully(text) {
  let decoded = text;
  for (let round = 0; round < ENCODED; round += 1) decoded = decode(decoded);
  return decoded;
}
