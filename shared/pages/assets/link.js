// The token of the link that opened the page. It is the first thing taken, and taken out of the address bar, so that it
// is in no history, bookmark or screenshot. This tab keeps it, for a reload and for the way to the sign-in and back.

const KEPT = "staffroom.link";

const read = () => JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
const opened = location.hash.slice(1);

if (opened) {
  history.replaceState(null, "", location.pathname + location.search);
  if (read().token !== opened) sessionStorage.setItem(KEPT, JSON.stringify({ token: opened }));
}

// A second link opened in this tab only changes what stands behind `#`.
addEventListener("hashchange", () => location.reload());

/** The link's token; undefined when the page was opened without one. */
export const { token } = read();

/** What else is kept of the link: the invitation's language, and the store once it was joined. */
export const kept = read();

/** Keeps more about the link. */
export function keep(more) {
  Object.assign(kept, more);
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}
