// The team page.

import { chooseLocale, loadTexts } from "./texts.js";
import { createApi } from "./api.js";
import { session } from "./session.js";
import { Button, Heading, Page, html, show } from "./ui.js";

const current = await session();
const api = createApi(current.token);

async function start(locale) {
  const t = await loadTexts(locale);
  show(html`
    <${Page} t=${t} title=${t("team-title")} onLocale=${start}>
      <${Heading}>${t("team-title")}<//>
      ${!current.user && html`<${Button} kind="primary" onClick=${() => current.signIn()}>${t("sign-in")}<//>`}
    <//>
  `);
  if (current.user) await api("GET", "/me/stores");
}

await start(chooseLocale());
