// The list of the reader's stores, and the invitations to their address.

import { Contact } from "./team-context.js";
import { Button, Guard, Heading, Notice, Page, html } from "./ui.js";

/** Invitations to the reader's address. They are accepted by the link in their mail, which the API does not give. */
export function MyInvitations({ t, invitations }) {
  if (!invitations.length) return null;
  return html`
    <section class="panel">
      <h2>${t("waiting-title")}</h2>
      <ul class="bare">
        ${invitations.map(({ id, store, invited_by: by, email, expires_at: until }) => html`
          <li key=${id} data-testid="invitation">
            ${by?.name ? t("waiting-by", { inviter: by.name, store: store.name }) : t("waiting", { store: store.name })}
            <span class="faint"> ${t("waiting-next", { email, when: t.moment(until) })}</span>
          </li>
        `)}
      </ul>
    </section>
  `;
}

/** Why the reader has no access to a store, and whom to ask, in the words of the API. */
export const Denied = ({ access: { message, contact } }) => html`
  <${Notice} kind="problem"><${Contact} email=${contact.email}>${message}<//><//>
`;

function StoreLink({ t, store }) {
  return html`
    <li>
      <a href=${`#${store.id}`}>${store.name}</a>
      <span class="faint">
        ${t(store.owner ? "stores-owner" : "stores-member")}
        ${store.access_ends_at && ` · ${t("member-ends", { day: t.day(store.access_ends_at) })}`}
      </span>
    </li>
  `;
}

/**
 * The stores of the reader, to choose from. `unverified` tells that their address is not confirmed, `notice` what to show
 * above.
 */
export function StorePicker({ page, stores, waiting, email, unverified, notice, onReload, onSignIn }) {
  const { t } = page;
  const unreadable = html`<li>${t("entry-unreadable")}</li>`;
  return html`
    <${Page} ...${page} title=${t("stores-title")} narrow>
      <div class="card">
        <${Heading}>${t("stores-title")}<//>
        ${notice}
        <${MyInvitations} t=${t} invitations=${waiting} />
        ${unverified && html`
          <${Notice} kind="warning">
            <h2>${t("not-verified-title")}</h2>
            <p>${t("not-verified-body", { email })}</p>
            <${Button} onClick=${onSignIn}>${t("sign-in-again")}<//>
          <//>
        `}
        ${stores.length > 0 && html`
          <p>${t("stores-lead")}</p>
          <ul class="stores">
            ${stores.map((store) => html`<${Guard} key=${store.id} instead=${unreadable}><${StoreLink} t=${t} store=${store} /><//>`)}
          </ul>
        `}
        ${!stores.length && !unverified && html`
          <p>${t("stores-none")}</p>
          <p class="faint">${t("stores-none-next", { email })}</p>
          <div class="actions"><${Button} onClick=${onReload}>${t("try-again")}<//></div>
        `}
      </div>
    <//>
  `;
}
