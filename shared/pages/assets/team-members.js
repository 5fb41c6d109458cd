// The members of the team: what they may do, and changing or removing them.

import { EditDialog } from "./team-edit.js";
import { List, focusAfter } from "./team-lists.js";
import { RightsShown } from "./team-rights.js";
import { Contact, Failure, holdsAllOf, ifMatch, isPast, keptDraft, labels, useStore } from "./team-context.js";
import { Badge, Button, Dialog, html, useState } from "./ui.js";

const nameOf = ({ name, email }) => name ?? email;

/** An ID as the path of a member has it: `me` and `~` have a meaning of their own there, and the gateway decodes `/` and `?`. */
const pathOf = (id) =>
  /^me$|^~|[/?]/.test(id) ? `~${btoa(id).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}` : encodeURIComponent(id);

/** A name that no other member has: two people may be called the same. */
const fullNameOf = ({ name, email }) => (name ? `${name} (${email})` : email);

/** `own` is the reader's membership as the list of stores has it, which names no dates. */
export function Members({ list, own, total, onLeft }) {
  const context = useStore();
  const { t, store, catalog, me, call, refresh, notify } = context;
  const [open, setOpen] = useState(() => {
    const kept = me.manages && keptDraft(context, "member");
    return kept && { edit: kept.subject };
  });
  const close = () => setOpen(null);

  const change = async (member, body, version) =>
    (await call("PATCH", `/members/${pathOf(member.user_id)}`, body, ifMatch(version))).body;
  /** The member as they are now. The API gives members in the list only. */
  const readAgain = async ({ user_id: id }) => (await list.reload()).find((member) => member.user_id === id);
  const remove = async (member, onwards) => {
    const self = member.user_id === me.user;
    await call("DELETE", `/members/${self ? "me" : pathOf(member.user_id)}`);
    if (self) return onLeft();
    close();
    list.drop(member);
    onwards();
    notify("success", t("removed", { name: fullNameOf(member) }));
    refresh().catch(() => {});
    return undefined;
  };

  // The reader's own row is among the first, even if the list has not been read that far.
  const listed = list.items.find(({ user_id: id }) => id === me.user);
  const self = listed ?? (list.loaded && !me.owner && { ...own, user_id: me.user, name: me.name, email: me.email });
  const others = list.items.filter(({ user_id: id }) => id !== me.user);
  const items = self ? [...others.filter(({ owner }) => owner), self, ...others.filter(({ owner }) => !owner)] : list.items;

  return html`
    ${!me.manages && html`<${Contact} email=${store.owner.email}>${t("members-read-only", { owner: store.owner.name })}<//>`}
    <${List} list=${list} items=${items} total=${total} search=${t("search-members")} label=${t("members-title")}
      words=${(member) => [nameOf(member), member.email, ...labels(catalog, member)]}>
      ${(member) => html`<${MemberRow} member=${member} onEdit=${() => setOpen({ edit: member })}
        onRemove=${(event) => setOpen({ remove: member, onwards: focusAfter(event.currentTarget.closest("li")) })} />`}
    <//>
    ${open?.edit && html`
      <${EditDialog} title=${t("edit-title", { name: fullNameOf(open.edit) })} subject=${open.edit} of="member"
        note=${catalog.mails.includes("member.changed") && open.edit.user_id !== me.user && t("edit-mailed", { name: nameOf(open.edit) })}
        save=${change} readAgain=${readAgain} onClose=${close}
        onSaved=${(member) => {
          close();
          list.put(member);
          notify("success", t("changed", { name: fullNameOf(member) }));
        }} />
    `}
    ${open?.remove && html`<${RemoveDialog} member=${open.remove} remove=${() => remove(open.remove, open.onwards)} onClose=${close} />`}
  `;
}

function MemberRow({ member, onEdit, onRemove }) {
  const { t, store, catalog, me } = useStore();
  const { user_id: id, email, owner, joined_at: joined, last_active_at: active, access_ends_at: ends, status, mail_problem: problem, version } = member;
  const self = id === me.user;
  const name = nameOf(member);
  const ended = isPast(ends);
  const mayChange = me.manages && !owner && holdsAllOf(me, catalog, member);
  return html`
    <li class="row" data-testid="member">
      <div class="who">
        <h3 tabindex="-1">${name}</h3>
        ${member.name && html`<p class="faint">${email}</p>`}
        ${owner && html`<${Badge} kind="good">${t("member-owner")}<//> `}
        ${self && html`<${Badge}>${t("member-you")}<//> `}
        ${ended && html`<${Badge} kind="bad">${t("member-ended", { day: t.day(ends, store.time_zone) })}<//>`}
        ${status === "suspended" && html`<${Badge} kind="bad">${t("member-suspended")}<//>`}
        ${problem && html`<p class="faint">${t(problem === "complained" ? "member-complained" : "member-bounced")}</p>`}
      </div>
      <div class="what">
        ${owner
          ? html`<p>${t("member-everything")}</p>`
          : html`<${RightsShown} about=${t("rights-now", { name: fullNameOf(member) })} grant=${member} held=${member.effective_permissions} />`}
        ${!owner && joined && html`
          <p class="facts">
            <span>${active ? t("member-active", { day: t.day(active) }) : t("member-never")}</span>
            <span>${t("member-joined", { day: t.day(joined) })}</span>
            ${ends && !ended && html`<span>${t("member-ends", { day: t.day(ends, store.time_zone) })}</span>`}
          </p>
        `}
        ${me.manages && !owner && !mayChange && !self && html`<p class="faint">${t("exceeds-own", { owner: store.owner.name })}</p>`}
      </div>
      <div class="acts">
        ${mayChange && version && html`<${Button} aria-label=${t("act-on", { act: t("edit"), name: fullNameOf(member) })} onClick=${onEdit}>${t("edit")}<//>`}
        ${mayChange && !self && html`<${Button} aria-label=${t("act-on", { act: t("remove"), name: fullNameOf(member) })} onClick=${onRemove}>${t("remove")}<//>`}
        ${self && !owner && html`<${Button} onClick=${onRemove}>${t("leave")}<//>`}
      </div>
    </li>
  `;
}

/** Asks for confirmation, and says what will happen. */
function RemoveDialog({ member, remove, onClose }) {
  const { t, store, catalog, me } = useStore();
  const [problem, setProblem] = useState(null);
  const self = member.user_id === me.user;
  const values = { name: fullNameOf(member), store: store.name };
  return html`
    <${Dialog} title=${t(self ? "leave-title" : "remove-title", values)} onClose=${onClose} actions=${(close) => html`
      <${Button} onClick=${close}>${t("cancel")}<//>
      <${Button} kind="danger" onClick=${() => remove().catch(setProblem)}>${t(self ? "leave" : "remove")}<//>
    `}>
      ${self
        ? html`<p>${t("leave-body", values)}</p>`
        : html`
            <p>${t("remove-body", values)}</p>
            <ul>
              ${catalog.mails.includes("member.removed") && html`<li>${t("remove-mailed", { name: nameOf(member) })}</li>`}
              ${store.seats.limit !== null && html`<li>${t("remove-seat")}</li>`}
              <li>${t("remove-again")}</li>
            </ul>
          `}
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}
