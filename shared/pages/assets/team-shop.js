// What every part of a store's page goes by, and the parts that several of them share.

import { Button, Notice, createContext, html, useContext, useEffect, useRef } from "./ui.js";

/**
 * The store that is open: `t`, `store`, `catalog`, `me` (`user`, `owner`, `manages`, and `held`, a set), `call` (the API
 * below this store), `refresh` (reads the store again), `say` (tells of a result), `signIn`.
 */
export const Shop = createContext();
export const useShop = () => useContext(Shop);

/** What a grant names, in the catalog's words and order; what has left the catalog has none. */
export function labels(catalog, { roles, permissions }) {
  const named = (entries, slugs) => entries.filter(({ slug }) => slugs.includes(slug)).map(({ label }) => label);
  return [...named(catalog.roles, roles), ...named(catalog.permissions, permissions)];
}

/** What a grant lets its holder do, apart from what comes with other permissions. */
export function conferred(catalog, { roles, permissions }) {
  const ofRoles = catalog.roles.filter(({ slug }) => roles.includes(slug)).flatMap((role) => role.permissions);
  return [...new Set([...ofRoles, ...permissions])];
}

/** Whether the reader may touch a grant: nobody changes what they do not hold themselves. */
export const covers = (me, catalog, grant) => conferred(catalog, grant).every((slug) => me.held.has(slug));

/** Whom to ask: the owner, with their address. */
export function Contact({ store, children }) {
  return html`<p>${children} <a href=${`mailto:${store.owner.email}`}>${store.owner.email}</a></p>`;
}

/** Refusals that somebody else can do something about. */
const OWNERS_MATTER = ["forbidden", "grant_exceeds_own", "domain_not_allowed", "seat_limit_reached"];

/** Why something was not done, and what to do about it. */
export function Failure({ t, signIn, problem, onRetry, children }) {
  const shop = useShop();
  t ??= shop.t;
  signIn ??= shop.signIn;
  const element = useRef();
  // In a long dialog it might come up out of sight.
  useEffect(() => element.current.scrollIntoView({ block: "nearest" }), [problem]);
  const ask = shop?.store && !shop.me.owner && OWNERS_MATTER.includes(problem.code);
  return html`
    <div ref=${element}><${Notice} kind="problem">
      <p>${t.problem(problem)}</p>
      ${children}
      ${ask && html`<${Contact} store=${shop.store}>${t("members-read-only", { owner: shop.store.owner.name })}<//>`}
      ${problem.code === "unauthenticated"
        ? html`<${Button} onClick=${signIn}>${t("sign-in")}<//>`
        : onRetry && html`<${Button} onClick=${onRetry}>${t("try-again")}<//>`}
    <//></div>
  `;
}

/** The day of a moment, as a date field has it. */
export function dayOf(moment) {
  if (!moment) return "";
  const date = new Date(moment);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The end of a date field's day, as the API takes it. */
export const endOf = (day) => (day ? new Date(`${day}T23:59:59`).toISOString() : null);

/** Words as they are compared in a search: without accents and case. */
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Takes the reader to what is wrong in the open dialog or form, once it is drawn. */
export const showFault = () =>
  setTimeout(() => document.querySelector("[aria-invalid=true], .choice[aria-describedby] input, .failed input")?.focus());

/** Brings into sight what a dialog has to say, once it is drawn. */
export const showNews = () => setTimeout(() => document.querySelector("dialog .notice")?.scrollIntoView({ block: "center" }));
