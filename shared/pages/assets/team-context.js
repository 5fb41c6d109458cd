// What all parts of a store's page share: the context of the store, and helpers.

import { dropDraft, readDraft, saveDraft } from "./drafts.js";
import { Button, Notice, createContext, html, useContext, useEffect, useRef, useState } from "./ui.js";

/**
 * The store that is open: `t`, `store`, `catalog`, `me` (`user`, `name`, `email`, `owner`, `manages`, and `held`, a set of
 * permissions), `call` (the API below this store), `refresh` (reads the store again), `notify` (shows a result), `signIn`.
 */
export const StoreContext = createContext();
export const useStore = () => useContext(StoreContext);

const draftOwner = ({ me, store }, form) => ({ user: me.user, store: store.id, form });

/** What was entered in a form before a sign-in interrupted it, or null. */
export const keptDraft = (context, form) => readDraft(draftOwner(context, form));

/** The same for the form that is drawn, and a function that keeps what was entered. Closing the form drops the draft. */
export const useDraft = (form) => useDraftOf(draftOwner(useStore(), form));

/** The same for a form that belongs to no store; `owner` is `{ user, store, form }`. */
export function useDraftOf(owner) {
  const [kept] = useState(() => readDraft(owner));
  useEffect(() => {
    dropDraft(owner);
    return () => dropDraft(owner);
  }, []);
  return [kept, (values) => saveDraft(owner, values)];
}

/** The labels of a grant's roles and permissions, in the order of the catalog; slugs that it does not know have none. */
export function labels(catalog, { roles, permissions }) {
  const named = (entries, slugs) => entries.filter(({ slug }) => slugs.includes(slug)).map(({ label }) => label);
  return [...named(catalog.roles, roles), ...named(catalog.permissions, permissions)];
}

/** The permissions that a grant confers, apart from those that others imply. */
export function permissionsOf(catalog, { roles, permissions }) {
  const ofRoles = catalog.roles.filter(({ slug }) => roles.includes(slug)).flatMap((role) => role.permissions);
  return [...new Set([...ofRoles, ...permissions])];
}

/** Whether the reader holds all that a grant confers; otherwise the API refuses a change of it. */
export const holdsAllOf = (me, catalog, grant) => permissionsOf(catalog, grant).every((slug) => me.held.has(slug));

/** Whether a time has passed; false for none. */
export const isPast = (time) => Boolean(time) && new Date(time) <= new Date();

/** A text followed by the owner's address. */
export function Contact({ email, children }) {
  return html`<p>${children} <a href=${`mailto:${email}`}>${email}</a></p>`;
}

/** Problems that the owner can resolve. */
const FOR_OWNER = ["forbidden", "grant_exceeds_own", "domain_not_allowed", "seat_limit_reached"];

/** Why a call failed, and what to do. */
export function Failure({ t, signIn, problem, onRetry, children }) {
  const context = useStore();
  t ??= context.t;
  signIn ??= context?.signIn;
  const [failed, setFailed] = useState(null);
  const element = useRef();
  // In a long dialog it may appear out of sight.
  useEffect(() => element.current.scrollIntoView({ block: "nearest" }), [problem]);
  const ask = context?.store && !context.me.owner && FOR_OWNER.includes(problem.code);
  return html`
    <div ref=${element}><${Notice} kind="problem">
      <p>${t.problem(problem)}</p>
      ${children}
      ${ask && html`<${Contact} email=${context.store.owner.email}>${t("members-read-only", { owner: context.store.owner.name })}<//>`}
      ${failed && html`<p>${t.problem(failed)}</p>`}
      ${problem.code === "unauthenticated"
        ? html`<${Button} onClick=${() => signIn().catch(setFailed)}>${t("sign-in")}<//>`
        : onRetry && html`<${Button} onClick=${onRetry}>${t("try-again")}<//>`}
    <//></div>
  `;
}

/** The version of what was read. A proxy that compresses changes the ETag to `W/"7"` or `"7-gzip"`. */
export const versionOf = ({ body, headers }) => body.version ?? /\d+/.exec(headers.get("etag") ?? "")?.[0];

/** The header that makes the API refuse the change if the version is no longer current. */
export const ifMatch = (version) => ({ headers: { "if-match": `"${version}"` } });

/** Sets the focus to what is wrong in the open dialog or form, once it is drawn. */
export const focusFault = () => setTimeout(() => document.querySelector("[aria-invalid=true], .choice[aria-describedby] input")?.focus());

/** Scrolls the message of a dialog into sight, once it is drawn. */
export const showMessage = () => setTimeout(() => document.querySelector("dialog .notice")?.scrollIntoView({ block: "center" }));
