// The store's settings, as far as they are about the team. The owner's alone.

import { Failure, showFault, useShop } from "./team-shop.js";
import { Button, Field, Notice, html, useState } from "./ui.js";

const domainsIn = (text) => [...new Set(text.toLowerCase().split(/[\s,;]+/).map((word) => word.replace(/^@/, "")).filter(Boolean))];

export function Settings() {
  const { t, store, call, refresh, say } = useShop();
  const { settings } = store;
  const [support, setSupport] = useState(settings.support_access);
  const [domains, setDomains] = useState(settings.allowed_domains.join("\n"));
  const [wrong, setWrong] = useState(null);
  const [problem, setProblem] = useState(null);
  const [news, setNews] = useState(false);

  const show = (fresh) => {
    setSupport(fresh.support_access);
    setDomains(fresh.allowed_domains.join("\n"));
  };
  const save = async () => {
    const list = domainsIn(domains);
    const none = list.filter((word) => !/^[^@/:]+\.[^@/:.]{2,}$/.test(word));
    setProblem(null);
    setNews(false);
    setWrong(none.length ? t("settings-domains-wrong", { list: none.join(", ") }) : null);
    if (none.length) return showFault();
    try {
      const change = { settings: { support_access: support, allowed_domains: list } };
      const { body } = await call("PATCH", "", change, { headers: { "if-match": store.etag } });
      show(body.settings);
      say("success", t("settings-saved"));
      await refresh().catch(() => {});
    } catch (cause) {
      const fresh = cause.code === "precondition_failed" && (await refresh().catch(() => null));
      if (!fresh) return setProblem(cause);
      show(fresh.settings);
      setNews(true);
    }
  };

  return html`
    <form class="settings" novalidate onSubmit=${(event) => event.preventDefault()}>
      ${news && html`<${Notice} kind="problem">${t("changed-meanwhile")}<//>`}
      <div class="option">
        <input type="checkbox" id="support" checked=${support} aria-describedby="support-about"
          onChange=${(event) => setSupport(event.target.checked)} />
        <label for="support">${t("settings-support")}</label>
        <p class="hint" id="support-about">${t("settings-support-hint")}</p>
      </div>
      <${Field} multiline label=${t("settings-domains")} hint=${t("settings-domains-hint")} error=${wrong} value=${domains}
        autocapitalize="none" spellcheck="false" onInput=${setDomains} />
      ${problem && html`<${Failure} problem=${problem} />`}
      <div class="actions"><${Button} kind="primary" type="submit" onClick=${save}>${t("save")}<//></div>
    </form>
  `;
}
