// The dialog in which one or many are invited.

import { EndField, LanguageField, isOver } from "./team-fields.js";
import { RightsFields, firstGrant, grantBody, isEmpty } from "./team-rights.js";
import { Failure, endOf, showFault, useShop } from "./team-shop.js";
import { Button, Dialog, Field, Notice, html, useEffect, useRef, useState } from "./ui.js";

/** How many the API takes at once. */
const AT_ONCE = 100;

/** The addresses in a pasted list, each once, and what is none: `Ana <ana@example.com>, bob@example.com`. */
export function addressesIn(text) {
  const addresses = new Map();
  const wrong = [];
  for (const entry of text.replace(/"[^"]*"/g, " ").split(/[,;\t\n\r]+/)) {
    const inBrackets = [...entry.matchAll(/<([^<>]*)>/g)].map(([, inner]) => inner);
    for (const word of inBrackets.length ? inBrackets : entry.split(/\s+/)) {
      const address = word.trim().replace(/^mailto:/i, "");
      if (!address) continue;
      if (/^[^\s@]+@[^\s@]+$/.test(address)) addresses.set(address.toLowerCase(), address);
      else wrong.push(address);
    }
  }
  return { addresses: [...addresses.values()], wrong };
}

/** Where what was typed outlives signing in anew. */
const draftOf = (store) => `staffroom.invite.${store}`;
export const hasDraft = (store) => sessionStorage.getItem(draftOf(store)) !== null;

/** `onSent` is told who was invited, as soon as they are; `onDone` who was in all, when the dialog is to close. */
export function InviteDialog({ onSent, onDone }) {
  const shop = useShop();
  const { t, store, catalog, call } = shop;
  const [draft] = useState(() => JSON.parse(sessionStorage.getItem(draftOf(store.id))));
  const [text, setText] = useState(draft?.text ?? "");
  // Who could not be invited, each with the reason; from then on every address is a field of its own.
  const [rows, setRows] = useState(null);
  const [form, setForm] = useState(draft?.form ?? { grant: firstGrant(shop), locale: store.locale, day: "" });
  useEffect(() => sessionStorage.removeItem(draftOf(store.id)), []);
  const [wrong, setWrong] = useState({});
  const [problem, setProblem] = useState(null);
  const [sent, setSent] = useState([]);
  const keys = useRef(new Map());

  const set = (change) => {
    setForm({ ...form, ...change });
    setWrong({});
  };
  const setRow = (index, row) => setRows(rows.map((other, at) => (at === index ? row : other)));
  const entered = addressesIn(rows ? rows.map(({ email }) => email).join("\n") : text);
  const { length: count } = entered.addresses;
  const { available } = store.seats;
  const close = () => onDone(sent);

  /** Sends one round. Its key stays the same until it is answered, so that to send it again is harmless. */
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
      addresses: entered.wrong.length
        ? t("invite-wrong", { list: entered.wrong.join(", ") })
        : !count && t("invite-none"),
      grant: isEmpty(form.grant) && t("rights-at-least"),
      day: isOver(form.day) && t("access-end-past"),
    };
    setWrong(faults);
    setProblem(null);
    if (faults.addresses || faults.grant || faults.day) return showFault();

    const offer = { ...grantBody(shop, form.grant), locale: form.locale, ...(form.day && { access_ends_at: endOf(form.day) }) };
    const left = entered.addresses.map((email) => ({ email, ...offer }));
    const added = [];
    const failed = [];
    let stopped = null;
    while (left.length && !stopped) {
      try {
        for (const result of await send(left.slice(0, AT_ONCE))) {
          if (result.invitation) added.push(result.invitation);
          else failed.push({ email: String(result.email), problem: result.problem });
        }
        left.splice(0, AT_ONCE);
      } catch (cause) {
        stopped = cause;
      }
    }
    if (stopped?.code === "unauthenticated") {
      const kept = { text: [...failed, ...left].map(({ email }) => email).join("\n"), form };
      sessionStorage.setItem(draftOf(store.id), JSON.stringify(kept));
    }
    if (added.length) await onSent(added);
    const all = [...sent, ...added];
    if (!failed.length && !stopped) return onDone(all);
    setSent(all);
    setProblem(stopped);
    // A round that did not come through leaves what was typed as it was.
    if (added.length || failed.length || rows) setRows([...failed, ...left.map(({ email }) => ({ email }))]);
    if (failed.length) showFault();
  };

  const failures = rows?.filter((row) => row.problem).length ?? 0;
  return html`
    <${Dialog} title=${t("invite-title")} onClose=${close} actions=${html`
      <${Button} onClick=${close}>${t(sent.length ? "close" : "cancel")}<//>
      <${Button} kind="primary" type="submit" form="invite" onClick=${submit}>${t("invite-send", { count })}<//>
    `}>
      <form id="invite" novalidate onSubmit=${(event) => event.preventDefault()}>
        ${sent.length > 0 && html`
          <${Notice} kind="success">${t("invite-sent", { count: sent.length, list: sent.map(({ email }) => email).join(", ") })}<//>
        `}
        ${failures > 0 && html`<${Notice} kind="problem">${t("invite-failed", { count: failures })}<//>`}
        ${rows
          ? rows.map((row, index) => html`
              <div class="failed" key=${index}>
                <${Field} type="email" label=${t("invite-address")} value=${row.email} error=${row.problem && reason(t, row.problem)}
                  onInput=${(email) => setRow(index, { email })} />
                <${Button} kind="quiet" aria-label=${`${t("invite-leave-out")}: ${row.email}`}
                  onClick=${() => setRows(rows.filter((other) => other !== row))}>${t("invite-leave-out")}<//>
              </div>
            `)
          : html`
              <${Field} multiline label=${t("invite-addresses")} hint=${t("invite-addresses-hint")} error=${wrong.addresses}
                value=${text} autocapitalize="none" spellcheck="false" onInput=${(typed) => (setText(typed), setWrong({}))} />
            `}
        ${rows && wrong.addresses && html`<p class="error" role="alert">${wrong.addresses}</p>`}
        <p class="faint" role="status">
          ${count > 1 && t("invite-count", { count })}
          ${available !== null && count > available && html` <strong>${available ? t("invite-seats", { available }) : t("seats-full")}</strong>`}
        </p>
        <${RightsFields} value=${form.grant} error=${wrong.grant} onChange=${(grant) => set({ grant })} />
        <${LanguageField} value=${form.locale} onInput=${(locale) => set({ locale })} />
        <${EndField} value=${form.day} error=${wrong.day} onInput=${(day) => set({ day })} />
        <p class="faint">${t("invite-days", { days: catalog.invitation_days })}</p>
      </form>
      ${problem && html`<${Failure} problem=${problem}><p>${t("invite-again")}</p><//>`}
    <//>
  `;
}

/** Why one of many could not be invited. */
function reason(t, problem) {
  const pointers = problem.errors?.map(({ pointer }) => pointer) ?? [];
  if (pointers.some((pointer) => pointer.endsWith("/email"))) return t("invite-wrong-address");
  return t.problem({ ...problem, retryAfter: problem.retry_after });
}
