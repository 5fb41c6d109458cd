// Finds the token of an invitation's link in what a mail program left of the link, or in text that a person pasted.
// Pure functions: tests/browser/links.test.js runs them in Node.

/** Lengths that are wider than those of any token that the API makes. */
const SHORTEST = 40;
const LONGEST = 200;

/** How much of a text is searched, and how often it may have been percent-encoded. */
const LONGEST_TEXT = 20_000;
const ENCODED = 3;

/** What precedes the token: `#`, or `*` as one link rewriter writes it. */
const BEFORE_TOKEN = /\/join\/?(?:\?[^#\s]*)?[#*]/iu;

/** Tokens are base64url; a mail program may have broken the line within one. */
const TOKEN = /[A-Za-z0-9_-]{20,}(?:[^\S\r\n]*(?:\r\n|\r|\n)[\s>]{0,40}[A-Za-z0-9_-]+){0,2}/u;

/**
 * What may be the token, best guess first: usually one, at most four.
 * @returns {string[]}
 */
export function tokensIn(text) {
  let decoded = text.slice(0, LONGEST_TEXT);
  for (let round = 0; round < ENCODED; round += 1) decoded = decode(decoded);
  const plain = decoded.replace(/=\r?\n/gu, "").replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/gu, "");
  const start = BEFORE_TOKEN.exec(plain);
  const lines = TOKEN.exec(start ? plain.slice(start.index + start[0].length) : plain)?.[0].split(/[\s>]+/u) ?? [];
  const runs = lines.map((_, index) => lines.slice(0, index + 1).join(""));
  // Emphasis marks and dashes of the text around the link.
  const trimmed = runs.slice(0, 1).map((run) => run.replace(/^[-_]+|[-_]+$/gu, ""));
  const fits = ({ length }) => length >= SHORTEST && length <= LONGEST;
  return [...new Set([...runs, ...trimmed])].filter(fits);
}

/** Decodes each percent-encoded character, and leaves the rest as it is. */
const decode = (text) =>
  text.replace(/(?:%[0-9a-f]{2})+/giu, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
