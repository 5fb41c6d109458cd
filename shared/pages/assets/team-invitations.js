// Pending invitations: what became of their mail, until when they can be used, and what can be done about them.

import { EditDialog } from "./team-edit.js";
import { List, moveOn } from "./team-lists.js";
import { RightsShown } from "./team-rights.js";
import { Failure, covers, labels, useShop } from "./team-shop.js";
import { languages } from "./texts.js";
import { Badge, Button, Dialog, html, useEffect, useRef, useState } from "./ui.js";

/** What each state of a mail looks like; for those that something can be done about there is a text. */
const KINDS = { queued: "waiting", sent: "plain", delivered: "good", bounced: "bad", complained: "bad", failed: "bad" };
const HELP = ["bounced", "complained", "failed"];

/** When to look whether a mail has left, in seconds; then it is left alone. */
const LOOKS = [2, 4, 8, 16];

export function Invitations({ list }) {
  const { t, store, catalog, me, call, refresh, say } = useShop();
  const [open, setOpen] = useState(null);
  const [failed, setFailed] = useState(null);
  const close = () => setOpen(null);
  const path = ({ id }) => `/invitations/${id}`;

  const queued = list.items.filter(({ delivery, status }) => delivery === "queued" && status === "pending").slice(0, 5);
  const looks = useRef({ ids: "", count: 0 });
  useEffect(() => {
    const ids = String(queued.map(({ id }) => id));
    if (looks.current.ids !== ids) looks.current = { ids, count: 0 };
    const wait = LOOKS[looks.current.count];
    if (!ids || !wait) return undefined;
    const timer = setTimeout(async () => {
      looks.current.count += 1;
      const now = await Promise.all(queued.map((invitation) => call("GET", path(invitation)).catch(() => null)));
      now.forEach((answer) => answer && list.put(answer.body));
    }, wait * 1000);
    return () => clearTimeout(timer);
  }, [list.items]);

  const again = async (invitation) => {
    const { body } = await call("GET", path(invitation));
    return body.status === "pending" ? body : null;
  };
  const resend = async (invitation) => {
    setFailed(null);
    try {
      const { body } = await call("POST", `${path(invitation)}/resend`);
      list.put(body);
      say("success", t("resent", { email: body.email }));
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
    say("success", t("revoked", { email: invitation.email }));
    refresh().catch(() => {});
  };

  const row = (invitation) => {
    const { id, email, status, delivery, invited_by: by, created_at: made, expires_at: until, access_ends_at: ends, locale } = invitation;
    const expired = status === "expired";
    const over = ends && new Date(ends) <= new Date();
    const mine = covers(me, catalog, invitation);
    const day = t.day(made);
    const help = over ? "over" : HELP.includes(delivery) ? delivery : expired && "expired";
    return html`
      <li class="row" key=${id} data-testid="invitation">
        <div class="who">
          <h3 tabindex="-1">${email}</h3>
          ${expired && html`<${Badge} kind="bad">${t("status-expired")}<//> `}
          <span data-testid="delivery"><${Badge} kind=${KINDS[delivery]}>${t(`delivery-${delivery}`)}<//></span>
        </div>
        <div class="what">
          <${RightsShown} name=${email} grant=${invitation} />
          <p class="facts">
            <span>${t(expired ? "invited-expired" : "invited-until", { when: t.moment(until) })}</span>
            <span>${by.name ? t("invited-by", { name: by.name, day }) : t("invited-on", { day })}</span>
            <span>${t("invited-language", { language: languages.find(({ tag }) => tag === locale)?.name ?? locale })}</span>
            ${ends && html`<span>${t("member-ends", { day: t.day(ends) })}</span>`}
          </p>
          ${help && html`<p>${t(`help-${help}`)}</p>`}
          ${!mine && html`<p class="faint">${t("exceeds-own", { owner: store.owner.name })}</p>`}
          ${failed?.id === id && html`<${Failure} problem=${failed.problem} />`}
        </div>
        ${mine && html`
          <div class="acts">
            ${!over && html`<${Button} aria-label=${`${t("resend")}: ${email}`} onClick=${() => resend(invitation)}>${t("resend")}<//>`}
            ${!expired && html`<${Button} aria-label=${`${t("edit")}: ${email}`} onClick=${() => setOpen({ edit: invitation })}>${t("edit")}<//>`}
            <${Button} aria-label=${`${t("revoke")}: ${email}`}
              onClick=${(event) => setOpen({ revoke: invitation, onwards: moveOn(event.currentTarget.closest("li")) })}>${t("revoke")}<//>
          </div>
        `}
      </li>
    `;
  };

  const none = html`<p>${t("invitations-none")}</p><p class="faint">${t("invitations-none-next")}</p>`;
  return html`
    <${List} list=${list} search=${t("search-invitations")} label=${t("invitations-title")} none=${none}
      words=${(invitation) => [invitation.email, invitation.invited_by.name ?? "", ...labels(catalog, invitation)]}>${row}<//>
    ${open?.edit && html`
      <${EditDialog} title=${t("edit-invitation-title", { email: open.edit.email })} subject=${open.edit} of="invitation"
        note=${t("edit-link-stays")} again=${again} onClose=${close}
        save=${async (invitation, body, version) => (await call("PATCH", path(invitation), body, { headers: { "if-match": `"${version}"` } })).body}
        onSaved=${(invitation) => {
          close();
          list.put(invitation);
          say("success", t("changed-invitation", { email: invitation.email }));
        }} />
    `}
    ${open?.revoke && html`<${RevokeDialog} invitation=${open.revoke} revoke=${() => revoke(open.revoke, open.onwards)} onClose=${close} />`}
  `;
}

function RevokeDialog({ invitation, revoke, onClose }) {
  const { t, store, catalog } = useShop();
  const [problem, setProblem] = useState(null);
  const held = invitation.status === "pending" && store.seats.limit !== null;
  return html`
    <${Dialog} title=${t("revoke-title")} onClose=${onClose} actions=${html`
      <${Button} onClick=${onClose}>${t("cancel")}<//>
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
