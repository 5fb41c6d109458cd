// The page of a mail's address to unsubscribe. Opening it changes nothing, so that mail scanners and previews leave everything
// as it is. One click switches the kind of mail off, and another one on again.

import { unsubscribePaths } from "./link-text.js";
import { chooseLocale, loadTexts, rememberLocale } from "./texts.js";
import { Button, Heading, Notice, Page, html, renderLoadFailure, renderPage } from "./ui.js";

let t;
/** What is shown: the `name` of the view, the `subscription` once the API told it, and a `notice` of what failed. */
let view = { name: "ask" };

function showView(name, values = {}) {
  view = { name, ...values };
  draw();
}

/** The language of the mail follows the `#` of its link, which no server sees. */
const language = () => location.hash.replace(/^#/u, "");

/** Sends the form of RFC 8058 to the page's own address, which holds the token. */
async function send(wish) {
  try {
    const response = await post(wish);
    if (response.status === 404) return showView("invalid");
    if (!response.ok) throw new Error(String(response.status));
    const subscription = await response.json();
    return showView(subscription.status, { subscription });
  } catch (error) {
    console.debug(error);
    return showView(view.name, { subscription: view.subscription, notice: t(error instanceof TypeError ? "problem-network" : "problem-other") });
  }
}

/** The answer to the first guess of the page's own path that the API knows, or else to the last. */
async function post(wish) {
  let response;
  for (const path of unsubscribePaths(location.pathname)) {
    const body = new URLSearchParams({ "List-Unsubscribe": wish });
    response = await fetch(path, { method: "POST", body, credentials: "omit" });
    if (response.status !== 404) break;
  }
  return response;
}

const Ask = () => html`<${Button} kind="primary" onClick=${() => send("One-Click")}>${t("unsubscribe-button")}<//>`;

/** The button of each view; undefined where there is nothing to do. */
const BUTTONS = {
  ask: Ask,
  subscribed: Ask,
  unsubscribed: () => html`<${Button} onClick=${() => send("Undo")}>${t("unsubscribe-undo")}<//>`,
};

function View({ name, subscription, notice }) {
  const values = { store: subscription?.store.name ?? "", kind: subscription?.kind ?? "" };
  const Action = BUTTONS[name];
  return html`
    <div class="card" data-testid=${`unsubscribe-${name}`}>
      <${Heading}>${t(`unsubscribe-${name}-title`)}<//>
      <p>${t(`unsubscribe-${name}-body`, values)}</p>
      ${notice && html`<${Notice} kind="problem"><p>${notice}</p><//>`}
      ${Action && html`<div class="actions main"><${Action} /></div>`}
    </div>
  `;
}

async function changeLocale(locale) {
  rememberLocale(locale);
  t = await loadTexts(locale);
  draw();
}

function draw() {
  const title = t(`unsubscribe-${view.name}-title`);
  renderPage(html`
    <${Page} key=${view.name} t=${t} title=${title} name=${view.subscription?.store.name ?? ""} narrow onLocale=${changeLocale}>
      <${View} ...${view} />
    <//>
  `);
}

async function start() {
  t = await loadTexts(chooseLocale(language()));
  draw();
}

await start().catch(renderLoadFailure);
