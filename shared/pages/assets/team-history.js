// The history of changes, in sentences.

import { List, useList } from "./team-lists.js";
import { labels, useStore } from "./team-context.js";
import { languages } from "./texts.js";
import { html, useEffect } from "./ui.js";

export function History() {
  const { t, call } = useStore();
  const list = useList(call, "/audit", "events", "id");
  useEffect(() => {
    list.reload();
  }, []);
  const row = (event) => html`<${Event} event=${event} />`;
  return html`
    <p class="faint">${t("history-lead")}</p>
    <${List} list=${list} label=${t("history-title")} words=${({ id }) => [id]} none=${html`<p>${t("history-none")}</p>`}>${row}<//>
  `;
}

function Event({ event }) {
  const { t, catalog, store } = useStore();
  return html`
    <li class="event" tabindex="-1">
      <p class="faint">
        <time datetime=${event.at}>${t.moment(event.at)}</time>
        ${event.source_ip && ` · ${t("history-from", { ip: event.source_ip })}`}
      </p>
      <p>${sentence(t, event)}</p>
      ${details({ t, catalog, zone: store.time_zone }, event).map((detail) => html`<p class="faint">${detail}</p>`)}
    </li>
  `;
}

/** Most events have a text named after their type. */
function messageOf({ type, actor, delivery }) {
  if (type === "invitation.resent" && actor.kind === "invitee") return "invitation-renewed";
  if (type === "invitation.undelivered" && delivery === "complained") return "invitation-unwanted";
  return type.replaceAll(/[._]/g, "-");
}

function sentence(t, event) {
  const { actor, member, invitation, from, to, name, role, app, type } = event;
  // Two people may have the same name.
  const fullName = member?.name ? `${member.name} (${member.email})` : member?.email;
  const values = {
    actor: actor.name ?? t(`actor-${actor.kind}`),
    member: type === "invitation.accepted" ? (member.name ?? member.email) : fullName,
    email: invitation?.email,
    from: from?.name,
    to: to?.name,
    name: role?.label ?? name,
    app,
    type,
  };
  return t.maybe(`event-${messageOf(event)}`, values) ?? t("event-other", values);
}

const nameAndAddress = ({ name, email }) => `${name} (${email})`;

/** What the sentence does not say: which rights, which end, which settings. */
function details({ t, catalog, zone }, event) {
  const { type, member, invitation, before, reason, settings, locale } = event;
  const lines = [];
  const add = (id, values) => lines.push(t(`detail-${id}`, values));
  const rightsOf = (role) => role && { roles: [], permissions: role.permissions };
  const after = member?.grant ?? invitation?.grant ?? rightsOf(event.role);
  if (before) {
    const [now, then] = [labels(catalog, after), labels(catalog, event.role ? rightsOf(before) : before)];
    const added = now.filter((label) => !then.includes(label));
    const taken = then.filter((label) => !now.includes(label));
    if (added.length) add("added", { list: added.join(", ") });
    if (taken.length) add("taken", { list: taken.join(", ") });
  } else if (["invitation.created", "invitation.accepted", "role.created"].includes(type)) {
    add("rights", { list: labels(catalog, after).join(", ") });
  }
  if (type === "invitation.accepted" && invitation.email !== member.email) add("invited", { email: invitation.email });
  if (event.access_ends_at) lines.push(t(type === "member.access_ended" ? "member-ended" : "member-ends", { day: t.day(event.access_ends_at, zone) }));
  else if (event.access_ends_at_before) add("no-end");
  if (event.email_before) add("address", { after: member.email, before: event.email_before });
  if (reason) add("reason", { reason });
  if (type === "activity.put") lines.push(t(`activity-orders-${event.order_notifications ? "on" : "off"}`));
  if (type === "store.changed") {
    if (event.name) add("name", { name: event.name });
    if (locale) lines.push(t("invited-language", { language: languages.find(({ tag }) => tag === locale)?.name ?? locale }));
    if (event.plan) add("plan", { plan: event.plan });
    if (event.owner) add("owner", { after: nameAndAddress(event.owner.to), before: nameAndAddress(event.owner.from) });
    if (event.time_zone) add("time-zone", { zone: event.time_zone });
    if (event.admin_url) add("admin-url", { after: event.admin_url.to ?? "–" });
    if (settings) {
      add(settings.support_access ? "support-on" : "support-off");
      if (settings.allowed_domains.length) add("domains", { list: settings.allowed_domains.join(", ") });
      else add("domains-all");
    }
  }
  return lines;
}
