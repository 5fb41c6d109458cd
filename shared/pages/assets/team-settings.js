// The settings of the store that concern its team. Only the owner may change them.

import { Failure, focusFault, ifMatch, useDraft, useStore } from "./team-context.js";
import { Button, Field, Notice, html, useState } from "./ui.js";

const domainsIn = (text) => [...new Set(text.toLowerCase().split(/[\s,;]+/).map((word) => word.replace(/^@/, "")).filter(Boolean))];

const formOf = ({ support_access: support, allowed_domains: domains }) => ({ support, domains: domains.join("\n") });

export function Settings() {
  const { t, store, call, refresh, notify } = useStore();
  const [draft, keepDraft] = useDraft("settings");
  const [form, setForm] = useState(draft ?? formOf(store.settings));
  const [wrong, setWrong] = useState(null);
  const [problem, setProblem] = useState(null);
  const [changed, setChanged] = useState(false);

  const save = async () => {
    const list = domainsIn(form.domains);
    const faulty = list.filter((word) => !/^[^@/:]+\.[^@/:.]{2,}$/.test(word));
    setProblem(null);
    setChanged(false);
    setWrong(faulty.length ? t("settings-domains-wrong", { list: faulty.join(", ") }) : null);
    if (faulty.length) return focusFault();
    try {
      const change = { settings: { support_access: form.support, allowed_domains: list } };
      const { body } = await call("PATCH", "", change, ifMatch(store.version));
      setForm(formOf(body.settings));
      notify("success", t("settings-saved"));
      return await refresh().catch(() => {});
    } catch (cause) {
      if (cause.code === "unauthenticated") keepDraft(form);
      const fresh = cause.code === "precondition_failed" && (await refresh().catch(() => null));
      if (!fresh) return setProblem(cause);
      setForm(formOf(fresh.settings));
      return setChanged(true);
    }
  };

  return html`
    <form class="settings" novalidate onSubmit=${(event) => event.preventDefault()}>
      ${changed && html`<${Notice} kind="problem">${t("changed-meanwhile")}<//>`}
      <div class="option">
        <input type="checkbox" id="support" checked=${form.support} aria-describedby="support-about"
          onChange=${(event) => setForm({ ...form, support: event.target.checked })} />
        <label for="support">${t("settings-support")}</label>
        <p class="hint" id="support-about">${t("settings-support-hint")}</p>
      </div>
      <${Field} multiline label=${t("settings-domains")} hint=${t("settings-domains-hint")} error=${wrong} value=${form.domains}
        autocapitalize="none" spellcheck=${false} onInput=${(domains) => setForm({ ...form, domains })} />
      ${problem && html`<${Failure} problem=${problem} />`}
      <div class="actions"><${Button} kind="primary" type="submit" onClick=${save}>${t("save")}<//></div>
    </form>
  `;
}
