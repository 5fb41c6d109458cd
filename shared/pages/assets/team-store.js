// The page of one store's team: its parts, its seats, and reading it again.

import { Activities } from "./team-activities.js";
import { History } from "./team-history.js";
import { Invitations } from "./team-invitations.js";
import { InviteDialog } from "./team-invite.js";
import { useList } from "./team-lists.js";
import { Members } from "./team-members.js";
import { Settings } from "./team-settings.js";
import { Denied } from "./team-stores.js";
import { Failure, StoreContext, keptDraft, versionOf } from "./team-context.js";
import { Button, Heading, Page, Result, html, useEffect, useRef, useState } from "./ui.js";

/** Sets the focus to the heading of the part that is shown, once it is drawn. */
const focusPart = () => setTimeout(() => document.querySelector(".part h2")?.focus());

/** Milliseconds after which a page that is looked at is read again, and that must pass in any case. */
const INTERVAL = 30_000;
const SHORTEST = 3_000;

/** Calls `read` again and again while the page is in sight, and whenever it comes into sight. */
function useRepeatedReading(read) {
  const latest = useRef();
  latest.current = read;
  useEffect(() => {
    let last = Date.now();
    const run = () => {
      if (document.hidden || Date.now() - last < SHORTEST) return;
      last = Date.now();
      latest.current();
    };
    const timer = setInterval(run, INTERVAL);
    document.addEventListener("visibilitychange", run);
    addEventListener("focus", run);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", run);
      removeEventListener("focus", run);
    };
  }, []);
}

/**
 * `membership` is the store as the list of the reader's stores has it, `profile` are the claims of the reader, and `waiting`
 * shows the invitations to their address. `onReread` reads that list again. `saves` counts the changes of the reader's profile, whose name the members' list has.
 */
export function StorePage({ page, api, signIn, profile, membership, part, waiting, several, saves, onLeft, onReread }) {
  const { t } = page;
  const call = (method, path, body, options) => api(method, `/stores/${membership.id}${path}`, body, options);
  const held = new Set(membership.effective_permissions);
  const me = { user: profile.sub, name: profile.name, email: profile.email, owner: membership.owner, manages: held.has("team"), held };

  const [{ store, catalog, problem, denied }, setFound] = useState({});
  const found = (more) => setFound((before) => ({ ...before, problem: null, denied: null, ...more }));
  const members = useList(call, "/members", "members", "user_id");
  const invitations = useList(call, "/invitations?status=pending,expired", "invitations", "id");
  const [inviting, setInviting] = useState(() => me.manages && Boolean(keptDraft({ me, store: membership }, "invite")));
  const [notice, setNotice] = useState(null);
  const [readAt, setReadAt] = useState(Date.now());

  const readStore = async () => {
    const answer = await call("GET", "");
    return { ...answer.body, version: versionOf(answer) };
  };
  const readCatalog = async () => (await call("GET", `/catalog?locale=${t.locale}`)).body;
  const refresh = async () => {
    const fresh = await readStore();
    found({ store: fresh });
    return fresh;
  };
  const fail = async (cause) => {
    // The message of `access` tells whom to ask.
    const isSuspended = cause.code === "member_suspended";
    const access = isSuspended ? await call("GET", `/access?locale=${t.locale}`).then(({ body }) => body, () => null) : null;
    setFound((before) => ({ ...before, problem: cause, denied: access?.message ? access : null }));
    // The access may have ended.
    if (cause.code === "not_found") onReread();
  };
  // What one of the two finds does not hide why the other one failed.
  const read = () => Promise.all([readStore(), readCatalog()]).then(([store, catalog]) => (found({ store, catalog }), true), fail);
  /** What is shown is as of now only if all of it was read again. */
  const readAll = async (readings) => (await Promise.all(readings)).every(Boolean) && setReadAt(Date.now());
  const reread = () => {
    onReread();
    return readAll([read(), members.refresh(), !me.manages || invitations.refresh()]);
  };

  useEffect(() => {
    members.reload();
    if (me.manages) invitations.reload();
  }, []);
  useEffect(() => {
    read();
  }, [t.locale]);
  useEffect(() => {
    if (saves) members.update();
  }, [saves]);
  useRepeatedReading(() => {
    onReread();
    readAll([refresh().catch((cause) => cause.code === "member_suspended" && fail(cause)), members.update(), !me.manages || invitations.update()]);
  });

  const orders = catalog?.mails.includes("order.created");
  const parts = ["members", me.manages && "invitations", orders && "activities", me.manages && "history", me.owner && "settings"].filter(Boolean);
  const shown = parts.includes(part) ? part : "members";
  const first = useRef(shown);
  useEffect(() => {
    if (first.current !== shown) first.current = null;
    // A result belongs to one part of the page.
    setNotice((before) => (before?.part === shown ? before : null));
  }, [shown]);

  // Who has no access sees none of the parts, also who had access a moment ago.
  const title = [...(denied ? [] : [t(`${shown}-title`)]), t("team-title"), membership.name].join(" · ");
  const actions = html`
    ${several && html`<a class="button quiet" href="#">${t("team-stores")}</a>`}
    ${membership.admin_url && html`<a class="button quiet" href=${membership.admin_url}>${t("joined-open")}</a>`}
    ${page.actions}
  `;
  if (!store || !catalog || denied) {
    return html`
      <${Page} ...${page} title=${title} name=${membership.name} actions=${actions}>
        <${Heading}>${t("team-title")}<//>
        ${denied && html`<${Denied} access=${denied} />`}
        ${problem
          ? !denied && html`<${Failure} t=${t} signIn=${signIn} problem=${problem} onRetry=${read} />`
          : html`<p class="waiting" role="status">${t("loading")}</p>`}
      <//>
    `;
  }

  const { seats, owner } = store;
  // Beside the invitations that take a seat, the list has those that expired. A long one is not read to its end.
  const counts = { members: seats.members + 1, invitations: Math.max(seats.invited, invitations.items.length) };
  const full = seats.available === 0;
  const notify = (kind, text, on = shown) => setNotice({ kind, text, part: on });
  const context = { t, store, catalog, me, call, signIn, refresh, notify };
  const sent = async (added) => {
    added.forEach(invitations.put);
    await refresh().catch(() => {});
  };
  const done = (added) => {
    setInviting(false);
    if (!added.length) return;
    notify("success", t("invite-sent", { count: added.length, list: t.few(added.map(({ email }) => email)) }), "invitations");
    location.hash = `${membership.id}/invitations`;
    // The button that opened the dialog disappears with the last seat.
    focusPart();
  };

  return html`
    <${StoreContext.Provider} value=${context}>
      <${Page} ...${page} title=${title} name=${membership.name} actions=${actions}>
        <div class="headline">
          <${Heading}>${t("team-title")}<//>
          <div class="fresh">
            <span class="faint">${t("read-at", { when: t.moment(readAt) })}</span>
            <${Button} kind="quiet" onClick=${reread}>${t("read-again")}<//>
          </div>
          ${me.manages && !full && html`<${Button} kind="primary" onClick=${() => setInviting(true)}>${t("invite")}<//>`}
        </div>
        ${problem && html`<${Failure} problem=${problem} onRetry=${reread} />`}
        ${part === "" && waiting}
        ${me.manages && html`<${Seats} seats=${seats} t=${t} owner=${!me.owner && owner.name} upgrade=${catalog.upgrade_url} />`}
        ${parts.length > 1 && html`
          <nav class="parts" aria-label=${t("team-nav")}>
            ${parts.map((name) => html`
              <a key=${name} href=${`#${membership.id}/${name}`} aria-current=${name === shown ? "page" : undefined}>
                ${t(name === "invitations" ? "nav-invitations" : `${name}-title`)}
                ${name in counts && html` <span class="count">${counts[name]}</span>`}
              </a>
            `)}
          </nav>
        `}
        <section key=${shown} class="card part">
          <${Heading} level=${2} focus=${first.current !== shown}>${t(`${shown}-title`)}<//>
          ${shown === "members" && html`<${Members} list=${members} own=${membership} total=${counts.members} onLeft=${onLeft} />`}
          ${shown === "invitations" && html`<${Invitations} list=${invitations} />`}
          ${shown === "activities" && html`<${Activities} />`}
          ${shown === "history" && html`<${History} />`}
          ${shown === "settings" && html`<${Settings} />`}
        </section>
        <${Result} kind=${notice?.kind} text=${notice?.part === shown && notice.text} onClose=${() => (setNotice(null), focusPart())} />
        ${inviting && html`<${InviteDialog} onSent=${sent} onDone=${done} />`}
      <//>
    <//>
  `;
}

/** How many seats are taken, and what to do when none is free. `owner`: whom to ask for a larger plan. */
function Seats({ t, seats, owner, upgrade }) {
  const { limit, members, invited, available } = seats;
  if (limit === null) return html`<p class="seats faint" data-testid="seats">${t("seats-any")}</p>`;
  const used = members + invited;
  const max = Math.max(limit, used, 1);
  return html`
    <div class="seats" data-testid="seats">
      <p>
        <strong id="seats">${t("seats-used", { used, limit })}</strong>
        <span class="faint"> ${t("seats-owner")}</span>
      </p>
      <div class=${available ? "meter" : "meter full"} role="meter" aria-labelledby="seats" aria-valuemin="0" aria-valuemax=${max} aria-valuenow=${used}>
        <div style=${{ width: `${(100 * used) / max}%` }}></div>
      </div>
      ${available === 0 && html`
        <p>
          <strong>${t("seats-full")}</strong> ${owner ? t("seats-full-manager", { owner }) : t("seats-full-owner")}
          ${upgrade && html` <a href=${upgrade}>${t("seats-upgrade")}</a>`}
        </p>
      `}
    </div>
  `;
}
