// Staff: who works in the store, and what they may do there.

import { EditDialog } from "./team-edit.js";
import { List, moveOn } from "./team-lists.js";
import { RightsShown } from "./team-rights.js";
import { Contact, Failure, covers, labels, useShop } from "./team-shop.js";
import { Badge, Button, Dialog, html, useState } from "./ui.js";

const nameOf = ({ name, email }) => name ?? email;

export function Members({ list, total, onLeft }) {
  const { t, store, catalog, me, call, refresh, say } = useShop();
  const [open, setOpen] = useState(null);
  const close = () => setOpen(null);

  const change = async (member, body, version) => {
    const headers = { "if-match": `"${version}"` };
    return (await call("PATCH", `/members/${encodeURIComponent(member.user_id)}`, body, { headers })).body;
  };
  /** The member as they are now; the API has them in the list alone. */
  const again = async ({ user_id }) => {
    const find = (items) => items.find((member) => member.user_id === user_id);
    return find(await list.reload());
  };
  const remove = async (member, onwards) => {
    const self = member.user_id === me.user;
    await call("DELETE", `/members/${self ? "me" : encodeURIComponent(member.user_id)}`);
    if (self) return onLeft();
    close();
    list.drop(member);
    onwards();
    say("success", t("removed", { name: nameOf(member) }));
    refresh().catch(() => {});
  };

  const row = (member) => {
    const { user_id: id, email, owner, joined_at: joined, last_active_at: active, access_ends_at: ends } = member;
    const self = id === me.user;
    const name = nameOf(member);
    const ended = ends && new Date(ends) <= new Date();
    const mayChange = me.manages && !owner && covers(me, catalog, member);
    const onwards = (event) => moveOn(event.currentTarget.closest("li"));
    return html`
      <li class="row" key=${id} data-testid="member">
        <div class="who">
          <h3 tabindex="-1">${name}</h3>
          ${member.name && html`<p class="faint">${email}</p>`}
          ${owner && html`<${Badge} kind="good">${t("member-owner")}<//> `}
          ${self && html`<${Badge}>${t("member-you")}<//> `}
          ${ended && html`<${Badge} kind="bad">${t("member-ended", { day: t.day(ends) })}<//>`}
        </div>
        <div class="what">
          ${owner ? html`<p>${t("member-everything")}</p>` : html`<${RightsShown} name=${name} grant=${member} held=${member.effective_permissions} />`}
          ${!owner && html`
            <p class="facts">
              <span>${active ? t("member-active", { day: t.day(active) }) : t("member-never")}</span>
              <span>${t("member-joined", { day: t.day(joined) })}</span>
              ${ends && !ended && html`<span>${t("member-ends", { day: t.day(ends) })}</span>`}
            </p>
          `}
          ${me.manages && !owner && !mayChange && !self && html`<p class="faint">${t("exceeds-own", { owner: store.owner.name })}</p>`}
        </div>
        <div class="acts">
          ${mayChange && html`<${Button} aria-label=${`${t("edit")}: ${name}`} onClick=${() => setOpen({ edit: member })}>${t("edit")}<//>`}
          ${mayChange && !self && html`
            <${Button} aria-label=${`${t("remove")}: ${name}`} onClick=${(event) => setOpen({ remove: member, onwards: onwards(event) })}>${t("remove")}<//>
          `}
          ${self && !owner && html`<${Button} onClick=${() => setOpen({ remove: member })}>${t("leave")}<//>`}
        </div>
      </li>
    `;
  };

  return html`
    ${!me.manages && html`<${Contact} store=${store}>${t("members-read-only", { owner: store.owner.name })}<//>`}
    <${List} list=${list} total=${total} search=${t("search-members")} label=${t("members-title")}
      words=${(member) => [nameOf(member), member.email, ...labels(catalog, member)]}>${row}<//>
    ${open?.edit && html`
      <${EditDialog} title=${t("edit-title", { name: nameOf(open.edit) })} subject=${open.edit} of="member"
        note=${catalog.mails.includes("member.changed") && open.edit.user_id !== me.user && t("edit-mailed", { name: nameOf(open.edit) })}
        save=${change} again=${again} onClose=${close}
        onSaved=${(member) => {
          close();
          list.put(member);
          say("success", t("changed", { name: nameOf(member) }));
        }} />
    `}
    ${open?.remove && html`<${RemoveDialog} member=${open.remove} remove=${() => remove(open.remove, open.onwards)} onClose=${close} />`}
  `;
}

/** Asks once more, and says what will happen. */
function RemoveDialog({ member, remove, onClose }) {
  const { t, store, catalog, me } = useShop();
  const [problem, setProblem] = useState(null);
  const self = member.user_id === me.user;
  const name = nameOf(member);
  const values = { name, store: store.name };
  const confirm = () => remove().catch(setProblem);
  return html`
    <${Dialog} title=${t(self ? "leave-title" : "remove-title", values)} onClose=${onClose} actions=${html`
      <${Button} onClick=${onClose}>${t("cancel")}<//>
      <${Button} kind="danger" onClick=${confirm}>${t(self ? "leave" : "remove")}<//>
    `}>
      ${self
        ? html`<p>${t("leave-body", values)}</p>`
        : html`
            <p>${t("remove-body", values)}</p>
            <ul>
              ${catalog.mails.includes("member.removed") && html`<li>${t("remove-mailed", values)}</li>`}
              ${store.seats.limit !== null && html`<li>${t("remove-seat")}</li>`}
              <li>${t("remove-again")}</li>
            </ul>
          `}
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}
