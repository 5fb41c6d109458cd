// Words as a search compares them. Pure functions: tests/browser/search-text.test.js runs them in Node.

/** Letters that Unicode does not decompose. The API finds them by these, too: it compares as the root collation does. */
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ħ: "h" };
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");

/** A text without accents and case. */
export const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(SPECIAL, (letter) => LETTERS[letter]);
