// The page behind an invitation's link.

import { chooseLocale, loadTexts } from "./texts.js";
import { createApi } from "./api.js";
import { session } from "./session.js";
import { Button, Heading, Page, html, show } from "./ui.js";

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname + location.search);

const current = await session();
const api = createApi(current.token);

async function start(locale) {
  const t = await loadTexts(locale);
  show(html`
    <${Page} t=${t} title=${t("join-opening")} narrow onLocale=${start}>
      <${Heading}>${t("join-opening")}<//>
      <${Button} kind="primary" onClick=${() => api("POST", "/invitations/lookup", { token })}>${t("join-button")}<//>
    <//>
  `);
}

await start(chooseLocale());
