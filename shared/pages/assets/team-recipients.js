// The field for the addresses of an invitation, and below it each address that it holds, with what prevents or questions it.

import { MOST, check, findAddresses, keyOf, writeAddresses } from "./addresses.js";
import { isPast, useStore } from "./team-context.js";
import { Button, Field, html, useEffect, useMemo, useState } from "./ui.js";

/** How many faulty and how many other addresses are shown; the others can be unfolded. */
const FAULTY_SHOWN = 50;
const READY_SHOWN = 12;

/** Pages of addresses that are compared before anything is sent, 100 each. Beyond these, the API's answer tells. */
const PAGES = 10;

const LONGEST_SHOWN = 80;
const shortened = (text) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** Refusals that sending again cannot change. */
export const FINAL = ["already_member", "already_invited", "domain_not_allowed", "invalid_field"];

/**
 * What `text` holds, checked against the store: `entries`, `rest` (words that belong to no address), `unread`, and `ready`,
 * the entries that can be invited. `refused` are problems that the API gave, by the address's key, `sent` the invitations
 * that were made since the dialog was opened. The store's lists are not read before they are `wanted`.
 */
export function useRecipients(text, refused, sent, wanted = true) {
  const { store } = useStore();
  const known = useKnownAddresses(wanted);
  const found = useMemo(() => findAddresses(text), [text]);
  const ownerDomain = store.owner.email.split("@").at(-1).toLowerCase();
  const entries = check(found.entries, {
    members: known.members,
    invited: new Set([...known.invited, ...sent.map(({ email }) => keyOf(email))]),
    domains: store.settings.allowed_domains,
    available: store.seats.available,
    trusted: [ownerDomain, ...store.settings.allowed_domains],
    refused: new Set([...refused].filter(([, { code }]) => FINAL.includes(code)).map(([key]) => key)),
  }).map((entry) => ({ ...entry, problem: refused.get(entry.key) }));
  return { ...found, entries, ready: entries.filter(({ fault }) => !fault) };
}

/** Keys of the addresses that are on the team or invited, once they have been read. */
function useKnownAddresses(wanted) {
  const { store, call } = useStore();
  const [known, setKnown] = useState({ members: new Set([keyOf(store.owner.email)]), invited: new Set() });
  useEffect(() => {
    if (!wanted) return;
    const read = async (path, name, of) => {
      let next = "";
      for (let page = 0; page < PAGES && next !== null; page += 1) {
        const { body } = await call("GET", `${path}limit=100${next && `&cursor=${encodeURIComponent(next)}`}`);
        const keys = body[name].filter((item) => !(name === "members" && isPast(item.access_ends_at))).map(({ email }) => keyOf(email));
        setKnown((before) => ({ ...before, [of]: new Set([...before[of], ...keys]) }));
        next = body.next_cursor;
      }
    };
    // Without the lists, the API's answer tells.
    read("/members?", "members", "members").catch(() => {});
    read("/invitations?status=pending&", "invitations", "invited").catch(() => {});
  }, [wanted]);
  return known;
}

let pressed = false;
let waiting = null;
addEventListener("pointerdown", () => (pressed = true), true);
for (const type of ["pointerup", "pointercancel"]) {
  addEventListener(type, () => {
    pressed = false;
    // After the click.
    if (waiting) setTimeout(waiting);
    waiting = null;
  });
}

/** Acts once no pointer is pressed: what is pressed would not be clicked if it moved away meanwhile. */
function whenReleased(act) {
  if (pressed) waiting = act;
  else act();
}

const chips = () => [...document.querySelectorAll("dialog .chip")];

/**
 * Sets the focus, once the chip that had it is gone: to the chip of the address that replaces it, or else to the one that is at
 * its place now, or else to the field.
 */
function focusChip(position, address) {
  setTimeout(() => {
    const shown = chips();
    const next = shown.find((chip) => chip.querySelector(".address").textContent === address) ?? shown[Math.min(position, shown.length - 1)];
    (next?.querySelector("button:last-of-type") ?? document.querySelector("dialog textarea"))?.focus();
  });
}

export function RecipientsField({ text, error, recipients, onText }) {
  const { t } = useStore();
  const [typing, setTyping] = useState(false);
  const { unread } = recipients;
  // The word at the end of the field is still being typed.
  const unfinished = (words) => typing && text.endsWith(words);
  const entries = recipients.entries
    .filter(({ fault, address }) => fault !== "no-address" || !unfinished(address))
    .map((entry) => (unfinished(entry.address) ? { ...entry, advice: null } : entry));
  const rest = recipients.rest.filter((words) => !unfinished(words));
  const change = (entry, instead) => {
    const position = chips().findIndex((chip) => chip.contains(document.activeElement));
    const next = recipients.entries.flatMap((other) => (other.key !== entry.key ? other : instead ? { ...other, address: instead } : []));
    onText(writeAddresses({ ...recipients, entries: next }));
    focusChip(position, instead);
  };

  const faulty = entries.filter(({ fault, problem }) => fault !== "later" && (fault || problem));
  const doubtful = entries.filter(({ fault, problem, advice }) => !fault && !problem && advice);
  const ready = entries.filter(({ fault, problem, advice }) => !fault && !problem && !advice);
  const later = entries.filter(({ fault }) => fault === "later");
  const chip = (entry) => html`<${Recipient} key=${entry.key} entry=${entry} onChange=${(instead) => change(entry, instead)} />`;
  return html`
    <${Field} multiline label=${t("invite-addresses")} hint=${t("invite-addresses-hint")} error=${error} value=${text}
      autocapitalize="none" spellcheck=${false} onFocus=${() => setTyping(true)} onBlur=${() => whenReleased(() => setTyping(false))} onInput=${onText} />
    <div role="status"><${Summary} entries=${entries} ready=${recipients.ready.length} /></div>
    ${entries.length > 0 && html`
      <ul class="chips" aria-label=${t("invite-recipients")}>
        ${faulty.slice(0, FAULTY_SHOWN).map(chip)}
        ${doubtful.map(chip)}
        ${ready.slice(0, READY_SHOWN).map(chip)}
      </ul>
      ${ready.length > READY_SHOWN && html`
        <details class="more">
          <summary>${t("list-more-count", { count: ready.length - READY_SHOWN })}</summary>
          <ul class="chips">${ready.slice(READY_SHOWN).map(chip)}</ul>
        </details>
      `}
      ${faulty.length > FAULTY_SHOWN && html`<p class="error">${t("invite-faulty-more", { count: faulty.length - FAULTY_SHOWN })}</p>`}
    `}
    ${later.length > 0 && html`<p class="hint">${t("invite-later", { count: later.length, limit: MOST })}</p>`}
    ${rest.length > 0 && html`<p class="hint">${t("invite-rest", { list: t.few(rest.map(shortened)) })}</p>`}
    ${unread && html`<p class="hint">${t("invite-unread")}</p>`}
  `;
}

/**
 * What `text` holds if it is one address and nothing else, checked against the store as the one in place of `before`; null for
 * another text. Without a change nothing is read.
 */
export function useOneAddress(text, before) {
  const { entries, rest, unread } = useRecipients(text, new Map(), [], text.trim() !== before);
  const [entry, ...more] = entries;
  if (!entry || more.length || rest.length || unread) return null;
  // Another spelling of the address is no other one.
  if (entry.key === keyOf(before)) return { ...entry, fault: null, advice: null };
  // Another one takes its seat.
  return entry.fault === "seat" ? { ...entry, fault: null } : entry;
}

/** The field for another address of an invitation. `found` is what it holds. */
export function AddressField({ found, error, value, onInput }) {
  const { t } = useStore();
  const advice = found?.advice;
  return html`
    <${Field} type="email" label=${t("edit-address")} hint=${t("edit-address-hint")} error=${error || (found && faultOf(t, found))} value=${value}
      autocapitalize="none" spellcheck=${false} onInput=${onInput} />
    ${advice && html`
      <p role="status">
        ${t(`advice-${advice.name}`)}
        ${advice.instead && html` <${Button} onClick=${() => onInput(advice.instead)}>${t("invite-instead", { email: advice.instead })}<//>`}
      </p>
    `}
  `;
}

/** How many addresses there are, and what to do when the seats do not suffice. */
function Summary({ entries, ready }) {
  const { t, store, me } = useStore();
  const count = entries.length;
  const { available } = store.seats;
  const full = entries.some(({ fault }) => fault === "seat");
  return html`
    ${count > 1 && html`<p class="faint">${ready < count ? t("invite-ready", { count, ready }) : t("invite-count", { count })}</p>`}
    ${full && html`
      <p>
        <strong>${available ? t("invite-seats", { available }) : t("seats-full")}</strong>${" "}
        ${me.owner ? t("seats-full-owner") : t("seats-full-manager", { owner: store.owner.name })}
      </p>
    `}
  `;
}

/** One address: as it will be invited, or why it is not, or what it might have been meant to be. */
function Recipient({ entry, onChange }) {
  const { t } = useStore();
  const { address, label, count, fault, advice, problem } = entry;
  const why = fault === "refused" || (problem && !fault) ? refusal(t, problem) : fault && t(FAULTS[fault]);
  return html`
    <li class=${why ? "chip bad" : advice ? "chip doubtful" : "chip"} data-testid="recipient">
      <div>
        <span class="address">${shortened(address)}</span>
        ${label && html` <span class="faint">${shortened(label)}</span>`}
        ${count > 1 && html` <span class="faint">${t("invite-repeated", { count })}</span>`}
        ${why && html` <span class="error">${why}</span>`}
        ${advice && html` <span>${t(`advice-${advice.name}`)}</span>`}
        ${advice?.instead && html` <${Button} onClick=${() => onChange(advice.instead)}>${t("invite-instead", { email: advice.instead })}<//>`}
      </div>
      <${Button} kind="quiet" title=${t("invite-leave-out")} aria-label=${t("act-on", { act: t("invite-leave-out"), name: shortened(address) })} onClick=${() => onChange(null)}>×<//>
    </li>
  `;
}

/** The text of each fault. */
const FAULTS = {
  "no-address": "invite-wrong-address",
  member: "problem-already-member",
  invited: "problem-already-invited",
  domain: "problem-domain-not-allowed",
  seat: "invite-no-seat",
};

/** Why an address that was looked for cannot be invited; undefined if it can. */
export function faultOf(t, entry) {
  if (!entry) return t("invite-wrong-address");
  return entry.fault ? t(FAULTS[entry.fault]) : undefined;
}

/** Why the API did not invite an address. */
export function refusal(t, problem) {
  const pointers = problem.errors?.map(({ pointer }) => pointer) ?? [];
  if (pointers.some((pointer) => pointer.endsWith("/email"))) return t("invite-wrong-address");
  return t.problem({ ...problem, retryAfter: problem.retry_after });
}
