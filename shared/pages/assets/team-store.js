// One store's team: what it is, who may do what here, and the parts of the page.

import { Activities } from "./team-activities.js";
import { History } from "./team-history.js";
import { Invitations } from "./team-invitations.js";
import { InviteDialog, hasDraft } from "./team-invite.js";
import { useList } from "./team-lists.js";
import { Members } from "./team-members.js";
import { Settings } from "./team-settings.js";
import { Failure, Shop } from "./team-shop.js";
import { Waiting } from "./team-stores.js";
import { Button, Heading, Notice, Page, html, useEffect, useRef, useState } from "./ui.js";

const byName = (a, b) => b.owner - a.owner || (a.name ?? a.email).localeCompare(b.name ?? b.email);
const expiredFirst = (a, b) => (b.status === "expired") - (a.status === "expired") || b.created_at.localeCompare(a.created_at);

/** Takes the focus to the part of the page that is shown, once it is drawn. */
const toPart = () => setTimeout(() => document.querySelector(".part h2")?.focus());

/** After how long out of sight what is shown is read again. */
const STALE = 30_000;

export function StoreScreen({ frame, api, signIn, user, mine, part, waiting, several, onLeft }) {
  const { t } = frame;
  const call = (method, path, body, options) => api(method, `/stores/${mine.id}${path}`, body, options);
  const held = new Set(mine.effective_permissions);
  const me = { user, owner: mine.owner, manages: held.has("team"), held };

  const [{ store, catalog, problem }, setFound] = useState({});
  const found = (more) => setFound((before) => ({ ...before, problem: null, ...more }));
  const members = useList(call, "/members", "members", "user_id", byName);
  const invitations = useList(call, "/invitations?status=pending,expired", "invitations", "id", expiredFirst);
  const [inviting, setInviting] = useState(() => me.manages && hasDraft(mine.id));
  const [notice, setNotice] = useState(null);

  const refresh = async () => {
    const { body, headers } = await call("GET", "");
    const fresh = { ...body, etag: headers.get("etag") };
    found({ store: fresh });
    return fresh;
  };
  const words = async () => found({ catalog: (await call("GET", `/catalog?locale=${t.locale}`)).body });
  const read = () => Promise.all([refresh(), words()]).catch((cause) => setFound((before) => ({ ...before, problem: cause })));
  const readLists = () => Promise.all([members.reload(), me.manages && invitations.reload()]);

  useEffect(() => {
    readLists();
  }, []);
  useEffect(() => {
    read();
  }, [t.locale]);

  // Who comes back to the page sees how things stand now.
  const again = useRef();
  again.current = () => {
    refresh().catch(() => {});
    readLists();
  };
  useEffect(() => {
    let hidden = 0;
    const seen = () => {
      if (document.hidden) hidden = Date.now();
      else if (Date.now() - hidden > STALE) again.current();
    };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);

  const orders = catalog?.mails.includes("order.created");
  const parts = ["members", me.manages && "invitations", orders && "activities", me.manages && "history", me.owner && "settings"].filter(Boolean);
  const shown = parts.includes(part) ? part : "members";
  const first = useRef(shown);
  useEffect(() => {
    if (first.current !== shown) first.current = null;
    // What is said belongs to one part of the page.
    setNotice((before) => (before?.part === shown ? before : null));
  }, [shown]);

  const title = `${t("team-title")} · ${mine.name}`;
  const actions = html`
    ${several && html`<a class="button quiet" href="#">${t("team-stores")}</a>`}
    ${mine.admin_url && html`<a class="button quiet" href=${mine.admin_url}>${t("joined-open")}</a>`}
    ${frame.actions}
  `;
  if (!store || !catalog) {
    return html`
      <${Page} ...${frame} title=${title} name=${mine.name} actions=${actions}>
        <${Heading}>${t("team-title")}<//>
        ${problem
          ? html`<${Failure} t=${t} signIn=${signIn} problem=${problem} onRetry=${read} />`
          : html`<p class="waiting" role="status">${t("loading")}</p>`}
      <//>
    `;
  }

  const { seats, owner } = store;
  const counts = { members: seats.members + 1, invitations: seats.invited };
  const full = seats.available === 0;
  const shop = { t, store, catalog, me, call, signIn, refresh, say: (kind, text, on = shown) => setNotice({ kind, text, part: on }) };
  const sent = async (added) => {
    added.forEach(invitations.put);
    await refresh().catch(() => {});
  };
  const done = (added) => {
    setInviting(false);
    if (!added.length) return;
    const list = added.map(({ email }) => email).join(", ");
    shop.say("success", t("invite-sent", { count: added.length, list }), "invitations");
    location.hash = `${mine.id}/invitations`;
    // The button that the dialog was opened with goes with the last seat.
    toPart();
  };

  return html`
    <${Shop.Provider} value=${shop}>
      <${Page} ...${frame} title=${title} name=${mine.name} actions=${actions}>
        <div class="headline">
          <${Heading}>${t("team-title")}<//>
          ${me.manages && !full && html`<${Button} kind="primary" onClick=${() => setInviting(true)}>${t("invite")}<//>`}
        </div>
        ${part === "" && html`<${Waiting} t=${t} invitations=${waiting} />`}
        ${me.manages && html`<${Seats} seats=${seats} t=${t} owner=${!me.owner && owner.name} />`}
        ${parts.length > 1 && html`
          <nav class="parts" aria-label=${t("team-nav")}>
            ${parts.map((name) => html`
              <a key=${name} href=${`#${mine.id}/${name}`} aria-current=${name === shown ? "page" : undefined}>
                ${t(name === "invitations" ? "nav-invitations" : `${name}-title`)}
                ${name in counts && html` <span class="count">${counts[name]}</span>`}
              </a>
            `)}
          </nav>
        `}
        <section key=${shown} class="card part">
          <${Heading} level=${2} focus=${first.current !== shown}>${t(`${shown}-title`)}<//>
          ${shown === "members" && html`<${Members} list=${members} total=${counts.members} onLeft=${onLeft} />`}
          ${shown === "invitations" && html`<${Invitations} list=${invitations} />`}
          ${shown === "activities" && html`<${Activities} />`}
          ${shown === "history" && html`<${History} />`}
          ${shown === "settings" && html`<${Settings} />`}
        </section>
        <div class="result" role="status">
          ${notice?.part === shown && html`
            <${Notice} kind=${notice.kind} role=${undefined}>
              <p>${notice.text}</p>
              <${Button} kind="quiet" onClick=${() => (setNotice(null), toPart())}>${t("close")}<//>
            <//>
          `}
        </div>
        ${inviting && html`<${InviteDialog} onSent=${sent} onDone=${done} />`}
      <//>
    <//>
  `;
}

/** How many seats are taken, and what to do when none is left. `owner`: whom else to ask. */
function Seats({ t, seats, owner }) {
  const { limit, members, invited, available } = seats;
  if (limit === null) return html`<p class="seats faint" data-testid="seats">${t("seats-any")}</p>`;
  const used = members + invited;
  return html`
    <div class="seats" data-testid="seats">
      <p>
        <label for="seats">${t("seats-used", { used, limit })}</label>
        <span class="faint"> ${t("seats-parts", { members, invited })}</span>
      </p>
      <meter id="seats" class=${available ? "" : "full"} min="0" max=${Math.max(limit, used, 1)} value=${used}></meter>
      ${available === 0 && html`
        <p><strong>${t("seats-full")}</strong> ${owner ? t("seats-full-manager", { owner }) : t("seats-full-owner")}</p>
      `}
    </div>
  `;
}
