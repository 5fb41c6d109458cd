// The dialog that changes the rights of a member, or what an invitation offers.

import { dayOf, endOf } from "./days.js";
import { EndField, LanguageField, isOver } from "./team-fields.js";
import { AddressField, FINAL, faultOf, refusal, useOneAddress } from "./team-recipients.js";
import { RightsFields, grantBody, isEmpty, sameGrant } from "./team-rights.js";
import { Failure, focusFault, showMessage, useDraft, useStore } from "./team-context.js";
import { Button, Dialog, Notice, html, useState } from "./ui.js";

/** Problems that mean that the subject was changed or removed meanwhile. */
const CHANGED = ["precondition_failed", "not_found", "invitation_not_pending"];

/**
 * `subject` is a member or an invitation, as `of` says. `save(subject, change, version)` gives it as it is afterwards,
 * `readAgain(subject)` as it is now, if it still exists.
 */
export function EditDialog({ title, subject: first, of, note, save, readAgain, onClose, onSaved }) {
  const context = useStore();
  const { t } = context;
  const [draft, keepDraft] = useDraft(of);
  const [subject, setSubject] = useState(first);
  const [form, setForm] = useState(draft?.form ?? formOf(context, first));
  const [wrong, setWrong] = useState({});
  const [problem, setProblem] = useState(null);
  const [news, setNews] = useState(null);
  const set = (change) => {
    setForm({ ...form, ...change });
    setWrong({});
  };

  const found = useOneAddress(form.email ?? "", (subject ?? first).email);
  const before = subject && formOf(context, subject);
  const change = before && {
    ...(!sameGrant(form.grant, before.grant) && grantBody(context, form.grant)),
    ...(form.day !== before.day && { access_ends_at: endOf(form.day, context.store.time_zone) }),
    ...(of === "member" && form.suspended !== before.suspended && { suspended: form.suspended }),
    ...(of === "invitation" && form.locale !== before.locale && { locale: form.locale }),
    ...(of === "invitation" && form.email.trim() !== before.email && { email: found?.address ?? form.email.trim() }),
  };
  const changed = Boolean(change && Object.keys(change).length);
  const hint = of === "invitation" ? t(change?.email ? "edit-link-new" : "edit-link-stays") : note;

  const submit = async () => {
    const faults = {
      grant: isEmpty(form.grant) && t("rights-at-least"),
      day: "access_ends_at" in change && isOver(form.day, context.store.time_zone) && t("access-end-past"),
      email: "email" in change && faultOf(t, found),
    };
    setWrong(faults);
    setProblem(null);
    setNews(null);
    if (faults.grant || faults.day || faults.email) return focusFault();
    if (!changed) return onClose();
    try {
      return onSaved(await save(subject, change, subject.version));
    } catch (cause) {
      if (cause.code === "unauthenticated") keepDraft({ subject, form });
      // What the API says of the address belongs to its field.
      if ("email" in change && FINAL.includes(cause.code)) {
        setWrong({ email: refusal(t, cause) });
        return focusFault();
      }
      return CHANGED.includes(cause.code) ? showCurrent() : setProblem(cause);
    }
  };
  const showCurrent = async () => {
    const now = await readAgain(subject).catch(() => null);
    setSubject(now ?? null);
    if (now) setForm(formOf(context, now));
    setNews(t(now ? "changed-meanwhile" : "gone-meanwhile"));
    showMessage();
  };

  const actions = (close) =>
    subject
      ? html`
          <${Button} onClick=${close}>${t("cancel")}<//>
          <${Button} kind="primary" type="submit" form="edit" onClick=${submit}>${t("save")}<//>
        `
      : html`<${Button} onClick=${close}>${t("close")}<//>`;
  return html`
    <${Dialog} title=${title} onClose=${onClose} unsaved=${changed} actions=${actions}>
      ${news && html`<${Notice} kind="problem"><p>${news}</p><//>`}
      ${subject && html`
        <form id="edit" novalidate onSubmit=${(event) => event.preventDefault()}>
          <${RightsFields} value=${form.grant} error=${wrong.grant} onChange=${(grant) => set({ grant })} />
          ${of === "invitation" && html`
            <${AddressField} found=${found} error=${wrong.email} value=${form.email} onInput=${(email) => set({ email })} />
            <${LanguageField} value=${form.locale} onInput=${(locale) => set({ locale })} />
          `}
          <${EndField} value=${form.day} error=${wrong.day} onInput=${(day) => set({ day })} />
          ${of === "member" && html`
            <div class="option">
              <input type="checkbox" id="suspended" checked=${form.suspended} aria-describedby="suspended-about"
                onChange=${(event) => set({ suspended: event.target.checked })} />
              <label for="suspended">${t("member-suspend")}</label>
              <p class="hint" id="suspended-about">${t("member-suspend-hint")}</p>
            </div>
          `}
          ${hint && html`<p class="faint">${hint}</p>`}
        </form>
      `}
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}

const formOf = ({ store }, { roles, permissions, access_ends_at: ends, suspended_at: since, locale, email }) => ({
  grant: { roles, permissions },
  day: dayOf(ends, store.time_zone),
  suspended: Boolean(since),
  locale,
  email,
});
