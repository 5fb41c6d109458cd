// The token of the link that opened the page. It is removed from the address bar first, so that it is in no history,
// bookmark or screenshot. This tab keeps it, for a reload and for the way to the sign-in and back.

import { tokensIn } from "./link-text.js";
import { readJson, writeJson } from "./storage.js";

const KEY = "staffroom.link";

/** What the address holds besides the page's own: mail programs encode the `#`, as `=23`, too, and the path then ends in the token. */
const opened = location.pathname.replace(/^\/join\/?(?:=23)?/iu, "") + location.hash.replace(/^#/u, "");

/**
 * What this tab knows of the link: `tokens`, of which the first that the API knows is the token, `broken` if the link
 * held none, and once they are known `email` and `locale` of the invitation, and `joined`.
 */
export const link = readJson(KEY) ?? {};

/** Keeps more about the link. */
export function updateLink(more) {
  Object.assign(link, more);
  writeJson(KEY, link);
}

/** Replaces the link, by one that was opened or pasted. @returns {boolean} whether the text holds a token */
export function openLink(text) {
  const tokens = tokensIn(text);
  if (tokens.length && tokens[0] === link.tokens?.[0]) return true;
  for (const name of Object.keys(link)) delete link[name];
  // A full stop alone is of the sentence that the link ended.
  updateLink({ tokens, broken: !tokens.length && /[\p{L}\p{N}]/u.test(text) });
  return tokens.length > 0;
}

if (opened || location.pathname !== "/join") {
  // The query may be the answer of the identity provider.
  history.replaceState(null, "", `/join${location.search}`);
  openLink(opened);
}

// A second link opened in this tab changes only what follows the `#`.
addEventListener("hashchange", () => location.reload());
