// The team page: who is signed in, which of their stores is shown, and in which language.

import { place } from "./team-place.js";
import { createApi } from "./api.js";
import { withoutMarks } from "./link-text.js";
import { session } from "./session.js";
import { ProfileDialog, hasProfileDraft } from "./team-profile.js";
import { StorePage } from "./team-store.js";
import { Denied, MyInvitations, StorePicker } from "./team-stores.js";
import { Failure } from "./team-context.js";
import { chooseLocale, loadTexts, rememberLocale } from "./texts.js";
import { Button, Heading, Notice, Page, Result, Texts, html, renderLoadFailure, renderPage, useEffect, useState } from "./ui.js";

/** How many pages of a list are read: more stores than a person can choose from. */
const MOST_PAGES = 20;

/** Sets the focus to the title of the page, once it is drawn. */
const focusTitle = () => setTimeout(() => document.querySelector("h1")?.focus());

/** Milliseconds to wait before each look whether a store that was just joined is listed: lists lag behind. */
const CHECKS = [0, 300, 700, 1500, 3000];
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** All entries of a list of the reader's own. */
async function readAll(api, path, field, filter = "") {
  const entries = [];
  let cursor = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { body } = await api("GET", `${path}?limit=100${filter}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    entries.push(...body[field]);
    cursor = body.next_cursor;
    if (!cursor) break;
  }
  return entries;
}

/**
 * The stores of the reader, and the invitations to their address; those are told only once the address is confirmed. `me`
 * is the reader's profile, if it is known already. Without it the page lacks only the dialog that changes it.
 */
async function readMine(api, me) {
  const [stores, waiting, expired, profile] = await Promise.allSettled([
    readAll(api, "/me/stores", "stores"),
    readAll(api, "/me/invitations", "invitations"),
    readAll(api, "/me/invitations", "invitations", "&status=expired"),
    me ?? api("GET", "/me").then(({ body }) => body),
  ]);
  if (stores.status === "rejected") throw stores.reason;
  const unverified = waiting.reason?.code === "email_not_verified";
  if (waiting.status === "rejected" && !unverified) throw waiting.reason;
  // Without the expired ones, those that can be answered are shown all the same.
  return { stores: stores.value, waiting: [...(waiting.value ?? []), ...(expired.value ?? [])], unverified, me: profile.value };
}

function App({ texts, current, api }) {
  const [{ t }, setTexts] = useState({ t: texts });
  const [{ store, part }, setPlace] = useState(place);
  const [found, setFound] = useState({});
  const [left, setLeft] = useState(null);
  const [denied, setDenied] = useState(null);
  const [failed, setFailed] = useState(null);
  const [editing, setEditing] = useState(() => Boolean(current.user) && hasProfileDraft(current.profile));
  const [result, setResult] = useState(null);
  const [saves, setSaves] = useState(0);
  const [answered, setAnswered] = useState([]);
  // Signing in leaves the page, and with it what follows the `#`.
  const signIn = () => current.signIn({ state: { hash: location.hash } });

  const reread = () => readMine(api, found.me).then((read) => setFound((before) => ({ ...read, me: before.me ?? read.me })), () => {});
  const load = async () => {
    const read = await readMine(api, found.me).catch((problem) => ({ problem }));
    // The language that the person chose before, perhaps in another browser.
    const locale = chooseLocale(read.me?.locale, t.locale);
    const next = locale !== t.locale && (await loadTexts(locale).catch(() => null));
    if (next) setTexts({ t: next });
    setFound(read);
  };
  useEffect(() => {
    if (current.user) load();
    const moved = () => {
      setPlace(place());
      setLeft(null);
      setResult(null);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);

  const { stores, waiting, unverified, me, problem } = found;
  const named = (id) => stores.find((listed) => listed.id === id);
  const membership = stores && (store ? (named(store) ?? named(withoutMarks(store))) : stores.length === 1 && !left && stores[0]);
  const unknown = Boolean(stores && store && !membership);
  // A store that is not in the list: `access` tells why, and whom to ask, in the language of the page. An invitation to an address
  // that is not confirmed may be the reason, so that comes first. Who is invited there is told by the invitation.
  const isInvited = waiting?.some((invitation) => invitation.store.id === withoutMarks(store) && !answered.includes(invitation.id));
  const asked = unknown && !unverified && !isInvited;
  useEffect(() => {
    setDenied(null);
    if (!asked) return undefined;
    let current = true;
    api("GET", `/stores/${encodeURIComponent(withoutMarks(store))}/access?locale=${t.locale}`).then(
      ({ body }) => current && setDenied(body.message ? body : null),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [asked, store, t.locale]);

  const onLocale = async (tag) => {
    const next = await loadTexts(tag).catch(() => t);
    rememberLocale(next.locale);
    setTexts({ t: next });
  };
  const { profile } = current;
  const actions = current.user && html`
    ${me && stores.length > 0 && html`<${Button} kind="quiet" onClick=${() => setEditing(true)}>${t("profile")}<//>`}
    <${Button} kind="quiet" onClick=${current.signOut}>${t("sign-out")}<//>
  `;
  const footer = profile?.email && t("team-signed-in", { email: profile.email });
  const resultShown = html`
    <${Result} kind="success" text=${result && t(result.text, result.values)} onClose=${() => (setResult(null), focusTitle())} />
  `;
  const page = { t, onLocale, actions, footer, result: resultShown };

  if (!current.user) {
    return html`
      <${Page} ...${page} title=${t("team-title")} narrow>
        <div class="card">
          <${Heading}>${t("team-title")}<//>
          ${current.error && html`<${Notice} kind="problem">${t(current.error === "access_denied" ? "sign-in-cancelled" : "join-sign-in-failed")}<//>`}
          ${failed && html`<${Failure} t=${t} problem=${failed} />`}
          <p>${t("team-sign-in")}</p>
          <div class="actions"><${Button} kind="primary" onClick=${() => signIn().catch(setFailed)}>${t("sign-in")}<//></div>
        </div>
      <//>
    `;
  }
  if (!stores) {
    return html`
      <${Page} ...${page} title=${t("team-title")} narrow>
        <div class="card" aria-busy=${!problem}>
          <${Heading}>${t("team-title")}<//>
          ${problem
            ? html`<${Failure} t=${t} signIn=${signIn} problem=${problem} onRetry=${load} />`
            : html`<p class="waiting">${t("loading")}</p>`}
        </div>
      <//>
    `;
  }
  const saved = async ({ name, locale }) => {
    if (locale !== me.locale) await onLocale(locale);
    setFound((before) => ({ ...before, me: { ...me, name, locale } }));
    setEditing(false);
    setResult({ text: "profile-saved" });
    setSaves(saves + 1);
  };
  /** Reads again, as the lists lag, until they are as expected: null if they do not become so. */
  const readUntil = async (isExpected) => {
    for (const time of CHECKS) {
      await wait(time);
      const read = await readMine(api, me).catch(() => null);
      if (read && isExpected(read)) return read;
    }
    return null;
  };
  const onJoined = async ({ id: invitation }, joined) => {
    const read = await readUntil(({ stores: mine }) => mine.some(({ id }) => id === joined.id));
    if (read) {
      history.pushState(null, "", `#${joined.id}`);
      setFound(read);
      setPlace(place());
      setLeft(null);
    }
    setAnswered([...answered, invitation]);
    setResult({ text: "joined-title", values: { store: joined.name } });
  };
  const onDeclined = ({ id }) => {
    // The list may still have it.
    setAnswered([...answered, id]);
    setResult({ text: "declined-title" });
    focusTitle();
  };
  const onRenewed = async ({ id: renewed }, sent) => {
    const read = await readUntil(({ waiting: open }) => open.some(({ id, status }) => id === renewed && status === "pending"));
    if (read) setFound(read);
    if (sent) setResult({ text: "waiting-renewed", values: { email: profile.email } });
    focusTitle();
  };
  const waitingShown = html`
    <${MyInvitations} t=${t} api=${api} signIn=${signIn} user=${profile.sub} invitations=${waiting.filter(({ id }) => !answered.includes(id))}
      onJoined=${onJoined} onDeclined=${onDeclined} onRenewed=${onRenewed} />
  `;
  /** A view of the reader's stores, with the dialog of their profile if it is open. */
  const withProfile = (view) => html`
    <${Texts.Provider} value=${t}>
      ${view}
      ${editing && me && html`
        <${ProfileDialog} t=${t} api=${api} signIn=${signIn} me=${me} profile=${profile} member=${stores.some(({ owner }) => !owner)}
          onSaved=${saved} onClose=${() => setEditing(false)} />
      `}
    <//>
  `;
  if (!membership) {
    const notice = html`
      ${left && html`<${Notice} kind="success">${t("left", { store: left })}<//>`}
      ${unknown && denied && html`<${Denied} access=${denied} />`}
      ${unknown && !denied && !unverified && !isInvited && html`<${Notice} kind="problem">${t("stores-unknown")}<//>`}
    `;
    return withProfile(html`
      <${StorePicker} page=${page} stores=${stores} waiting=${waitingShown} email=${profile.email ?? ""} unverified=${unverified}
        explained=${Boolean(unknown && (denied || isInvited))} api=${api} notice=${notice} onReload=${load} onSignIn=${signIn} />
    `);
  }
  const onLeft = async () => {
    setLeft(membership.name);
    await load();
    history.replaceState(null, "", location.pathname);
    setPlace(place());
  };
  return withProfile(html`
    <${StorePage} key=${membership.id} page=${page} api=${api} signIn=${signIn} profile=${profile} membership=${membership}
      part=${part} waiting=${waitingShown} several=${stores.length > 1} saves=${saves} onLeft=${onLeft} onReread=${reread} />
  `);
}

async function start() {
  const current = await session();
  if (current.state?.hash) history.replaceState(null, "", current.state.hash);
  const texts = await loadTexts(chooseLocale(current.profile?.locale));
  renderPage(html`<${App} texts=${texts} current=${current} api=${createApi(current.token)} />`);
}

await start().catch(renderLoadFailure);
