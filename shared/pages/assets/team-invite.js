// The dialog that invites one or many.

import { keyOf, writeAddresses } from "./addresses.js";
import { endOf } from "./days.js";
import { EndField, LanguageField, isOver } from "./team-fields.js";
import { RecipientsField, useRecipients } from "./team-recipients.js";
import { RightsFields, firstGrant, grantBody, isEmpty, sameGrant } from "./team-rights.js";
import { Failure, focusFault, showMessage, useDraft, useStore } from "./team-context.js";
import { Button, Dialog, Notice, html, useRef, useState } from "./ui.js";

/** How many invitations the API takes in one call. */
const PER_CALL = 100;

/** `onSent` receives the new invitations after each submission, `onDone` all of them when the dialog closes. */
export function InviteDialog({ onSent, onDone }) {
  const context = useStore();
  const { t, store, catalog, call } = context;
  const [draft, keepDraft] = useDraft("invite");
  const [text, setText] = useState(draft?.text ?? "");
  const [empty] = useState({ grant: firstGrant(context), locale: store.locale, day: "" });
  const [form, setForm] = useState(draft?.form ?? empty);
  const [refused, setRefused] = useState(new Map());
  const [wrong, setWrong] = useState({});
  const [problem, setProblem] = useState(null);
  const [sent, setSent] = useState([]);
  const keys = useRef(new Map());
  const recipients = useRecipients(text, refused, sent);
  const { length: count } = recipients.ready;

  const set = (change) => {
    setForm({ ...form, ...change });
    setWrong({});
  };
  const changeText = (next) => {
    setText(next);
    setWrong({});
  };

  /** Sends one call. Its key stays the same until it is answered, so that sending it again invites nobody twice. */
  const send = async (invitations) => {
    const body = JSON.stringify(invitations);
    if (!keys.current.has(body)) keys.current.set(body, crypto.randomUUID());
    const headers = { "idempotency-key": keys.current.get(body) };
    const { results } = (await call("POST", "/invitations/bulk", { invitations }, { headers })).body;
    keys.current.delete(body);
    return results;
  };

  const submit = async () => {
    const faults = {
      addresses: !count && t(recipients.entries.length ? "invite-none-ready" : "invite-none"),
      grant: isEmpty(form.grant) && t("rights-at-least"),
      day: isOver(form.day, store.time_zone) && t("access-end-past"),
    };
    setWrong(faults);
    setProblem(null);
    if (faults.addresses || faults.grant || faults.day) return focusFault();

    const offer = { ...grantBody(context, form.grant), locale: form.locale, ...(form.day && { access_ends_at: endOf(form.day, store.time_zone) }) };
    const invitations = recipients.ready.map(({ address }) => ({ email: address, ...offer }));
    const added = [];
    const failed = new Map();
    let stopped = null;
    for (let start = 0; start < invitations.length && !stopped; start += PER_CALL) {
      try {
        for (const result of await send(invitations.slice(start, start + PER_CALL))) {
          if (result.invitation) added.push(result.invitation);
          else failed.set(keyOf(String(result.email)), result.problem);
        }
      } catch (cause) {
        stopped = cause;
      }
    }
    const done = new Set(added.map(({ email }) => keyOf(email)));
    const left = { ...recipients, entries: recipients.entries.filter(({ key }) => !done.has(key)) };
    const remaining = added.length ? writeAddresses(left) : text;
    if (stopped?.code === "unauthenticated") keepDraft({ text: remaining, form });
    if (added.length) await onSent(added);
    const all = [...sent, ...added];
    if (!stopped && !remaining) return onDone(all);
    setSent(all);
    setText(remaining);
    setRefused(failed);
    setProblem(stopped);
    return stopped ? undefined : showMessage();
  };

  const chosen = !sameGrant(form.grant, empty.grant) || form.locale !== empty.locale || form.day !== empty.day;
  const unsaved = Boolean(text.trim()) || (chosen && !sent.length);
  const failures = sent.length > 0 || refused.size > 0 ? recipients.entries.length : 0;
  return html`
    <${Dialog} title=${t("invite-title")} onClose=${() => onDone(sent)} unsaved=${unsaved} actions=${(close) => html`
      <${Button} onClick=${close}>${t(sent.length ? "close" : "cancel")}<//>
      <${Button} kind="primary" type="submit" form="invite" onClick=${submit}>${t("invite-send", { count })}<//>
    `}>
      <form id="invite" novalidate onSubmit=${(event) => event.preventDefault()}>
        ${sent.length > 0 && html`
          <${Notice} kind="success">${t("invite-sent", { count: sent.length, list: t.few(sent.map(({ email }) => email)) })}<//>
        `}
        ${failures > 0 && html`<${Notice} kind="problem">${t("invite-failed", { count: failures })}<//>`}
        <${RecipientsField} text=${text} error=${wrong.addresses} recipients=${recipients} onText=${changeText} />
        <${RightsFields} value=${form.grant} error=${wrong.grant} onChange=${(grant) => set({ grant })} />
        <${LanguageField} value=${form.locale} onInput=${(locale) => set({ locale })} />
        <${EndField} value=${form.day} error=${wrong.day} onInput=${(day) => set({ day })} />
        <p class="faint">${t("invite-days", { days: catalog.invitation_days })}</p>
      </form>
      ${problem && html`<${Failure} problem=${problem}><p>${t("invite-again")}</p><//>`}
    <//>
  `;
}
