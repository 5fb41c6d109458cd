// Pending invitations: the state of their mail, until when they can be used, and changing, resending or revoking them.

import { EditDialog } from "./team-edit.js";
import { List, focusAfter } from "./team-lists.js";
import { RightsShown } from "./team-rights.js";
import { Failure, holdsAllOf, ifMatch, isPast, keptDraft, labels, useStore } from "./team-context.js";
import { languages } from "./texts.js";
import { Badge, Button, Dialog, html, useEffect, useRef, useState } from "./ui.js";

/** How each state of a mail is shown; those of which `HELP` is made have a text that says what to do. */
const KINDS = { none: "plain", queued: "waiting", sent: "plain", delivered: "good", bounced: "bad", complained: "bad", failed: "bad" };
const HELP = ["bounced", "complained", "failed"];

/** After how many seconds each to look whether a mail has been sent. */
const CHECKS = [2, 4, 8, 16];

const path = ({ id }) => `/invitations/${id}`;
const languageName = (locale) => languages.find(({ tag }) => tag === locale)?.name ?? locale;

export function Invitations({ list }) {
  const context = useStore();
  const { t, catalog, me, call, refresh, notify } = context;
  const [open, setOpen] = useState(() => {
    const kept = me.manages && keptDraft(context, "invitation");
    return kept && { edit: kept.subject };
  });
  const [failed, setFailed] = useState(null);
  const close = () => setOpen(null);

  const queued = list.items.filter(({ delivery, status }) => delivery === "queued" && status === "pending").slice(0, 5);
  const checks = useRef({ ids: "", count: 0 });
  useEffect(() => {
    const ids = String(queued.map(({ id }) => id));
    if (checks.current.ids !== ids) checks.current = { ids, count: 0 };
    const wait = CHECKS[checks.current.count];
    if (!ids || !wait) return undefined;
    const timer = setTimeout(async () => {
      checks.current.count += 1;
      const now = await Promise.all(queued.map((invitation) => call("GET", path(invitation)).catch(() => null)));
      now.forEach((answer) => answer && list.put(answer.body));
    }, wait * 1000);
    return () => clearTimeout(timer);
  }, [list.items]);

  const change = async (invitation, body, version) => (await call("PATCH", path(invitation), body, ifMatch(version))).body;
  const readAgain = async (invitation) => {
    const { body } = await call("GET", path(invitation));
    return body.status === "pending" ? body : null;
  };
  const resend = async (invitation) => {
    setFailed(null);
    try {
      const { body } = await call("POST", `${path(invitation)}/resend`);
      list.put(body);
      notify("success", t("resent", { email: body.email }));
      refresh().catch(() => {});
    } catch (problem) {
      setFailed({ id: invitation.id, problem });
    }
  };
  const revoke = async (invitation, onwards) => {
    await call("DELETE", path(invitation));
    close();
    list.drop(invitation);
    onwards();
    notify("success", t("revoked", { email: invitation.email }));
    refresh().catch(() => {});
  };

  const none = html`<p>${t("invitations-none")}</p><p class="faint">${t("invitations-none-next")}</p>`;
  return html`
    <${List} list=${list} search=${t("search-invitations")} label=${t("invitations-title")} none=${none}
      words=${(invitation) => [invitation.email, invitation.invited_by.name ?? "", ...labels(catalog, invitation)]}>
      ${(invitation) => html`<${InvitationRow} invitation=${invitation} problem=${failed?.id === invitation.id && failed.problem}
        onResend=${() => resend(invitation)} onEdit=${() => setOpen({ edit: invitation })}
        onRevoke=${(event) => setOpen({ revoke: invitation, onwards: focusAfter(event.currentTarget.closest("li")) })} />`}
    <//>
    ${open?.edit && html`
      <${EditDialog} title=${t("edit-invitation-title", { email: open.edit.email })} subject=${open.edit} of="invitation"
        save=${change} readAgain=${readAgain} onClose=${close}
        onSaved=${(invitation) => {
          close();
          // Another address makes another invitation, whose row is new.
          if (invitation.id !== open.edit.id) list.drop(open.edit);
          list.put(invitation);
          if (invitation.id !== open.edit.id) focusRow(invitation);
          notify("success", t("changed-invitation", { email: invitation.email }));
        }} />
    `}
    ${open?.revoke && html`<${RevokeDialog} invitation=${open.revoke} revoke=${() => revoke(open.revoke, open.onwards)} onClose=${close} />`}
  `;
}

/** Sets the focus to the row of an invitation, once it is drawn. */
const focusRow = ({ email }) =>
  setTimeout(() => [...document.querySelectorAll("[data-testid=invitation] h3")].find((name) => name.textContent === email)?.focus());

function InvitationRow({ invitation, problem, onResend, onEdit, onRevoke }) {
  const { t, store, catalog, me } = useStore();
  const { email, status, delivery, invited_by: by, created_at: made, expires_at: until, access_ends_at: ends, locale } = invitation;
  const expired = status === "expired";
  const over = isPast(ends);
  const mayChange = holdsAllOf(me, catalog, invitation);
  const day = t.day(made);
  const help = over ? "over" : HELP.includes(delivery) ? delivery : expired && "expired";
  return html`
    <li class="row" data-testid="invitation">
      <div class="who">
        <h3 tabindex="-1">${email}</h3>
        ${expired && html`<${Badge} kind="bad">${t("status-expired")}<//> `}
        <span data-testid="delivery"><${Badge} kind=${KINDS[delivery]}>${t(`delivery-${delivery}`)}<//></span>
      </div>
      <div class="what">
        <${RightsShown} about=${t("rights-offered", { email })} grant=${invitation} />
        <p class="facts">
          <span>${t(expired ? "invited-expired" : "invited-until", { when: t.moment(until) })}</span>
          <span>${by.name ? t("invited-by", { name: by.name, day }) : t("invited-on", { day })}</span>
          <span>${t("invited-language", { language: languageName(locale) })}</span>
          ${ends && html`<span>${t("member-ends", { day: t.day(ends, store.time_zone) })}</span>`}
        </p>
        ${help && html`<p>${t(`help-${help}`)}</p>`}
        ${!mayChange && html`<p class="faint">${t("exceeds-own", { owner: store.owner.name })}</p>`}
        ${problem && html`<${Failure} problem=${problem} />`}
      </div>
      ${mayChange && html`
        <div class="acts">
          ${!over && html`<${Button} aria-label=${t("act-on", { act: t("resend"), name: email })} onClick=${onResend}>${t("resend")}<//>`}
          ${!expired && html`<${Button} aria-label=${t("act-on", { act: t("edit"), name: email })} onClick=${onEdit}>${t("edit")}<//>`}
          <${Button} aria-label=${t("act-on", { act: t("revoke"), name: email })} onClick=${onRevoke}>${t("revoke")}<//>
        </div>
      `}
    </li>
  `;
}

function RevokeDialog({ invitation, revoke, onClose }) {
  const { t, store, catalog } = useStore();
  const [problem, setProblem] = useState(null);
  const held = invitation.status === "pending" && store.seats.limit !== null;
  return html`
    <${Dialog} title=${t("revoke-title")} onClose=${onClose} actions=${(close) => html`
      <${Button} onClick=${close}>${t("cancel")}<//>
      <${Button} kind="danger" onClick=${() => revoke().catch(setProblem)}>${t("revoke")}<//>
    `}>
      <p>
        ${t("revoke-body", { email: invitation.email })}
        ${held && ` ${t("remove-seat")}`}
        ${!catalog.mails.includes("invitation.revoked") && ` ${t("revoke-untold")}`}
      </p>
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}
