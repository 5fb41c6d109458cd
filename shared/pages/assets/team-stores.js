// The shop picker, and what waits for the reader elsewhere.

import { Button, Heading, Notice, Page, html } from "./ui.js";

/** Invitations to the reader's address. They are accepted by their link alone, which the API does not give away. */
export function Waiting({ t, invitations }) {
  if (!invitations.length) return null;
  return html`
    <section class="panel">
      <h2>${t("waiting-title")}</h2>
      <ul class="bare">
        ${invitations.map(({ id, store, invited_by, email, expires_at }) => html`
          <li key=${id} data-testid="invitation">
            ${invited_by.name ? t("waiting-by", { inviter: invited_by.name, store: store.name }) : t("waiting", { store: store.name })}
            <span class="faint"> ${t("waiting-next", { email, when: t.moment(expires_at) })}</span>
          </li>
        `)}
      </ul>
    </section>
  `;
}

/** Every store of the reader, to choose from. */
export function Picker({ frame, stores, waiting, email, unknown, left }) {
  const { t } = frame;
  return html`
    <${Page} ...${frame} title=${t("stores-title")} narrow>
      <div class="card">
        <${Heading}>${t("stores-title")}<//>
        ${left && html`<${Notice} kind="success">${t("left", { store: left })}<//>`}
        ${unknown && html`<${Notice} kind="problem">${t("stores-unknown")}<//>`}
        <${Waiting} t=${t} invitations=${waiting} />
        ${stores.length
          ? html`
              <p>${t("stores-lead")}</p>
              <ul class="stores">
                ${stores.map((store) => html`
                  <li key=${store.id}>
                    <a href=${`#${store.id}`}>${store.name}</a>
                    <span class="faint">
                      ${t(store.owner ? "stores-owner" : "stores-member")}
                      ${store.access_ends_at && ` · ${t("member-ends", { day: t.day(store.access_ends_at) })}`}
                    </span>
                  </li>
                `)}
              </ul>
            `
          : html`
              <p>${t("stores-none")}</p>
              <p class="faint">${t("stores-none-next", { email })}</p>
              <div class="actions"><${Button} onClick=${() => location.reload()}>${t("try-again")}<//></div>
            `}
      </div>
    <//>
  `;
}
