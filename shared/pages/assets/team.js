// The team page: who is signed in, which of their stores, in which language.

import { createApi } from "./api.js";
import { session } from "./session.js";
import { StoreScreen } from "./team-store.js";
import { Picker } from "./team-stores.js";
import { Failure } from "./team-shop.js";
import { chooseLocale, loadTexts, rememberLocale } from "./texts.js";
import { Button, Heading, Notice, Page, html, show, useEffect, useState } from "./ui.js";

const current = await session();
const api = createApi(current.token);

// Signing in leaves the page, and with it what stood behind the `#`.
if (current.state?.hash) history.replaceState(null, "", current.state.hash);
const signIn = () => current.signIn({ state: { hash: location.hash } });

/** The address names a store and a part of the page: `#store/part`. */
function place() {
  const [store = "", part = ""] = location.hash.slice(1).split("/");
  return { store, part };
}

/** What is mine, or what kept it from being known. */
async function mine() {
  const stores = api("GET", "/me/stores").then(({ body }) => body.stores);
  // Nobody is told what waits for an address that they have not confirmed.
  const waiting = api("GET", "/me/invitations").then(
    ({ body }) => body.invitations,
    (problem) => (problem.code === "email_not_verified" ? [] : Promise.reject(problem)),
  );
  const [known, open] = await Promise.all([stores, waiting]);
  return { stores: known, waiting: open };
}

function App({ texts }) {
  const [{ t }, setTexts] = useState({ t: texts });
  const [{ store, part }, setPlace] = useState(place);
  const [found, setFound] = useState({});
  const [left, setLeft] = useState(null);

  const load = () => mine().then(setFound, (problem) => setFound({ problem }));
  useEffect(() => {
    if (current.user) load();
    const moved = () => {
      setPlace(place());
      setLeft(null);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);

  const onLocale = async (tag) => {
    const next = await loadTexts(tag).catch(() => t);
    rememberLocale(next.locale);
    setTexts({ t: next });
  };
  const actions = current.user && html`
    <${Button} kind="quiet" onClick=${current.signOut}>${t("sign-out")}<//>
  `;
  const footer = current.profile?.email && t("team-signed-in", { email: current.profile.email });
  const frame = { t, onLocale, actions, footer };

  if (!current.user) {
    return html`
      <${Page} ...${frame} title=${t("team-title")} narrow>
        <div class="card">
          <${Heading}>${t("team-title")}<//>
          ${current.error && html`<${Notice} kind="problem">${t("join-sign-in-failed")}<//>`}
          <p>${t("team-sign-in")}</p>
          <div class="actions"><${Button} kind="primary" onClick=${signIn}>${t("sign-in")}<//></div>
        </div>
      <//>
    `;
  }
  if (!found.stores) {
    return html`
      <${Page} ...${frame} title=${t("team-title")} narrow>
        <div class="card" aria-busy=${!found.problem}>
          <${Heading}>${t("team-title")}<//>
          ${found.problem
            ? html`<${Failure} t=${t} signIn=${signIn} problem=${found.problem} onRetry=${load} />`
            : html`<p class="waiting">${t("loading")}</p>`}
        </div>
      <//>
    `;
  }
  const { stores, waiting } = found;
  const open = store ? stores.find(({ id }) => id === store) : stores.length === 1 && !left && stores[0];
  if (!open) {
    return html`
      <${Picker} frame=${frame} stores=${stores} waiting=${waiting} email=${current.profile.email ?? ""}
        unknown=${Boolean(store)} left=${left} />
    `;
  }
  const onLeft = async () => {
    setLeft(open.name);
    await load();
    history.replaceState(null, "", location.pathname);
    setPlace(place());
  };
  return html`
    <${StoreScreen} key=${open.id} frame=${frame} api=${api} signIn=${signIn} user=${current.profile.sub} mine=${open}
      part=${part} waiting=${waiting} several=${stores.length > 1} onLeft=${onLeft} />
  `;
}

show(html`<${App} texts=${await loadTexts(chooseLocale(current.profile?.locale))} />`);
