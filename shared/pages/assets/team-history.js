// The history of changes, in sentences.

import { List, useList } from "./team-lists.js";
import { labels, useShop } from "./team-shop.js";
import { languages } from "./texts.js";
import { html, useEffect } from "./ui.js";

export function History() {
  const { t, call } = useShop();
  const list = useList(call, "/audit", "events", "id");
  useEffect(() => {
    list.reload();
  }, []);
  const row = (event) => html`<${Event} key=${event.id} event=${event} />`;
  return html`
    <p class="faint">${t("history-lead")}</p>
    <${List} list=${list} label=${t("history-title")} words=${({ id }) => [id]} none=${html`<p>${t("history-none")}</p>`}>${row}<//>
  `;
}

function Event({ event }) {
  const { t, catalog } = useShop();
  return html`
    <li class="event">
      <p class="faint">
        <time datetime=${event.at}>${t.moment(event.at)}</time>
        ${event.source_ip && ` · ${t("history-from", { ip: event.source_ip })}`}
      </p>
      <p>${sentence(t, event)}</p>
      ${details(t, catalog, event).map((detail) => html`<p class="faint">${detail}</p>`)}
    </li>
  `;
}

/** Events that are told in other words than their type's. */
function messageOf({ type, actor, delivery }) {
  if (type === "invitation.resent" && actor.kind === "invitee") return "invitation-renewed";
  if (type === "invitation.undelivered" && delivery === "complained") return "invitation-unwanted";
  return type.replaceAll(/[._]/g, "-");
}

function sentence(t, event) {
  const { actor, member, invitation, from, to, name, app, type } = event;
  const values = {
    actor: actor.name ?? t(`actor-${actor.kind}`),
    member: member?.name ?? member?.email,
    email: invitation?.email,
    from: from?.name,
    to: to?.name,
    name,
    app,
    type,
  };
  return t.maybe(`event-${messageOf(event)}`, values) ?? t("event-other", values);
}

/** What a sentence leaves out: which rights, which end, which settings. */
function details(t, catalog, event) {
  const { type, member, invitation, before, reason, settings, locale } = event;
  const said = [];
  const say = (id, values) => said.push(t(`detail-${id}`, values));
  const after = member?.grant ?? invitation?.grant;
  if (before) {
    const [now, then] = [labels(catalog, after), labels(catalog, before)];
    const added = now.filter((label) => !then.includes(label));
    const taken = then.filter((label) => !now.includes(label));
    if (added.length) say("added", { list: added.join(", ") });
    if (taken.length) say("taken", { list: taken.join(", ") });
  } else if (["invitation.created", "invitation.accepted"].includes(type)) {
    say("rights", { list: labels(catalog, after).join(", ") });
  }
  if (type === "invitation.accepted" && invitation.email !== member.email) say("invited", { email: invitation.email });
  if (event.access_ends_at) said.push(t("member-ends", { day: t.day(event.access_ends_at) }));
  if (event.email_before) say("address", { after: member.email, before: event.email_before });
  if (reason) say("reason", { reason });
  if (type === "activity.put") said.push(t(`activity-orders-${event.order_notifications ? "on" : "off"}`));
  if (type === "store.changed") {
    if (event.name) say("name", { name: event.name });
    if (locale) said.push(t("invited-language", { language: languages.find(({ tag }) => tag === locale)?.name ?? locale }));
    if (event.plan) say("plan", { plan: event.plan });
    if (settings) {
      say(settings.support_access ? "support-on" : "support-off");
      if (settings.allowed_domains.length) say("domains", { list: settings.allowed_domains.join(", ") });
      else say("domains-all");
    }
  }
  return said;
}
