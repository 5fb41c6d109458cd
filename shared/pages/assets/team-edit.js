// The dialog in which the rights of a member, or what an invitation offers, are changed.

import { EndField, LanguageField, isOver } from "./team-fields.js";
import { RightsFields, grantBody, isEmpty, sameGrant } from "./team-rights.js";
import { Failure, dayOf, endOf, showFault, showNews, useShop } from "./team-shop.js";
import { Button, Dialog, Notice, html, useState } from "./ui.js";

/**
 * `subject` is a member or an invitation, as `of` says. `save(subject, change, version)` answers it as it is afterwards,
 * `again(subject)` as it is now, if it is still there.
 */
export function EditDialog({ title, subject: first, of, note, save, again, onClose, onSaved }) {
  const shop = useShop();
  const { t } = shop;
  const [subject, setSubject] = useState(first);
  const [form, setForm] = useState(formOf(first));
  const [wrong, setWrong] = useState({});
  const [problem, setProblem] = useState(null);
  const [news, setNews] = useState(null);
  const set = (change) => {
    setForm({ ...form, ...change });
    setWrong({});
  };

  const submit = async () => {
    const before = formOf(subject);
    const change = {
      ...(!sameGrant(form.grant, before.grant) && grantBody(shop, form.grant)),
      ...(of === "member" && form.day !== before.day && { access_ends_at: endOf(form.day) }),
      ...(of === "invitation" && form.locale !== before.locale && { locale: form.locale }),
    };
    const faults = {
      grant: isEmpty(form.grant) && t("rights-at-least"),
      day: "access_ends_at" in change && isOver(form.day) && t("access-end-past"),
    };
    setWrong(faults);
    setProblem(null);
    setNews(null);
    if (faults.grant || faults.day) return showFault();
    if (!Object.keys(change).length) return onClose();
    try {
      onSaved(await save(subject, change, subject.version));
    } catch (cause) {
      if (!["precondition_failed", "not_found", "invitation_not_pending"].includes(cause.code)) return setProblem(cause);
      const now = await again(subject).catch(() => null);
      if (now) {
        setSubject(now);
        setForm(formOf(now));
      } else setSubject(null);
      setNews(t(now ? "changed-meanwhile" : "gone-meanwhile"));
      showNews();
    }
  };

  const actions = subject
    ? html`
        <${Button} onClick=${onClose}>${t("cancel")}<//>
        <${Button} kind="primary" type="submit" form="edit" onClick=${submit}>${t("save")}<//>
      `
    : html`<${Button} onClick=${onClose}>${t("close")}<//>`;
  return html`
    <${Dialog} title=${title} onClose=${onClose} actions=${actions}>
      ${news && html`<${Notice} kind="problem"><p>${news}</p><//>`}
      ${subject && html`
        <form id="edit" novalidate onSubmit=${(event) => event.preventDefault()}>
          <${RightsFields} value=${form.grant} error=${wrong.grant} onChange=${(grant) => set({ grant })} />
          ${of === "member"
            ? html`<${EndField} value=${form.day} error=${wrong.day} onInput=${(day) => set({ day })} />`
            : html`<${LanguageField} value=${form.locale} onInput=${(locale) => set({ locale })} />`}
          ${note && html`<p class="faint">${note}</p>`}
        </form>
      `}
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}

const formOf = ({ roles, permissions, access_ends_at: ends, locale }) => ({ grant: { roles, permissions }, day: dayOf(ends), locale });
