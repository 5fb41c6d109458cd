// The list of the reader's stores, and the invitations to their address.

import { DeclineDialog } from "./decline.js";
import { dropDraft, readDraft, saveDraft } from "./drafts.js";
import { Contact, Failure } from "./team-context.js";
import { Button, Guard, Heading, Notice, Page, html, useEffect, useState } from "./ui.js";

/** Problems after which an invitation cannot be answered any more. */
const OVER = ["invitation_declined", "invitation_revoked", "invitation_used", "invitation_withdrawn", "not_found", "store_closed"];

/**
 * Invitations to the reader's verified address, which they answer here without the link of the mail; for an expired one they
 * ask for another mail. `user` is the reader. `onJoined(invitation, store)`, `onDeclined(invitation)` and
 * `onRenewed(invitation, sent)` follow.
 */
export function MyInvitations({ t, api, signIn, user, invitations, onJoined, onDeclined, onRenewed }) {
  const draftOwner = ({ id }) => ({ user, store: null, form: `decline ${id}` });
  // A sign-in may have interrupted the answer.
  const [declining, setDeclining] = useState(() => {
    const invitation = invitations.find((entry) => readDraft(draftOwner(entry)) !== null);
    return invitation && { invitation, typed: readDraft(draftOwner(invitation)) };
  });
  const [failed, setFailed] = useState(null);
  useEffect(() => {
    if (declining) dropDraft(draftOwner(declining.invitation));
  }, []);
  if (!invitations.length) return null;

  const answer = (id, verb, body) => api("POST", `/me/invitations/${encodeURIComponent(id)}/${verb}`, body);
  const accept = async (invitation) => {
    setFailed(null);
    try {
      await onJoined(invitation, (await answer(invitation.id, "accept")).body.store);
    } catch (problem) {
      setFailed({ id: invitation.id, problem });
    }
  };
  const decline = (invitation) => async (reason) => {
    try {
      await answer(invitation.id, "decline", { reason: reason.trim() || undefined });
    } catch (problem) {
      if (problem.code === "unauthenticated") saveDraft(draftOwner(invitation), reason);
      throw problem;
    }
    setDeclining(null);
    onDeclined(invitation);
  };
  const renew = async (invitation) => {
    setFailed(null);
    try {
      await answer(invitation.id, "renew");
      await onRenewed(invitation, true);
    } catch (problem) {
      // It was renewed in another place, and can be answered.
      if (problem.code === "invitation_not_pending") await onRenewed(invitation, false);
      else setFailed({ id: invitation.id, problem });
    }
  };
  const row = (invitation) => {
    const { id, store, status, invited_by: by, expires_at: until } = invitation;
    const expired = status === "expired";
    const button = (text, onClick, kind) => html`
      <${Button} kind=${kind} aria-label=${t("act-on", { act: t(text), name: store.name })} onClick=${onClick}>${t(text)}<//>
    `;
    return html`
      <li key=${id} data-testid="invitation">
        <p>
          ${by?.name ? t("waiting-by", { inviter: by.name, store: store.name }) : t("waiting", { store: store.name })}
          <span class="faint"> ${t(expired ? "waiting-expired" : "waiting-until", { when: t.moment(until) })}</span>
        </p>
        ${failed?.id === id && (failed.problem.code === "invitation_withdrawn"
          ? html`<${Notice} kind="problem"><p>${t("withdrawn-body")}</p><//>`
          : html`<${Failure} t=${t} signIn=${signIn} problem=${failed.problem} />`)}
        <div class="actions">
          ${(failed?.id !== id || !OVER.includes(failed.problem.code)) && (expired
            ? button("waiting-renew", () => renew(invitation))
            : [button("join-button", () => accept(invitation), "primary"), button("join-decline", () => setDeclining({ invitation }))])}
        </div>
      </li>
    `;
  };
  return html`
    <section class="panel">
      <h2>${t("waiting-title")}</h2>
      <ul class="bare">${invitations.map(row)}</ul>
      ${declining && html`
        <${DeclineDialog} t=${t} body=${t("waiting-decline", { store: declining.invitation.store.name })} typed=${declining.typed}
          decline=${decline(declining.invitation)} onClose=${() => setDeclining(null)}
          problemShown=${(problem) => html`<${Failure} t=${t} signIn=${signIn} problem=${problem} />`} />
      `}
    </section>
  `;
}

/** Why the reader has no access to a store, and whom to ask, in the words of the API. */
export const Denied = ({ access: { message, contact } }) => html`
  <${Notice} kind="problem"><${Contact} email=${contact.email}>${message}<//><//>
`;

/** Of how many stores the end is told. */
const ENDED_SHOWN = 3;

/** For those who have access to no store: which access of theirs has ended and whom to ask, or else what may be the reason. */
function NoStores({ t, api, email }) {
  const [ended, setEnded] = useState(null);
  useEffect(() => {
    let current = true;
    const read = async () => {
      const { stores } = (await api("GET", "/me/stores?status=ended&limit=20")).body;
      const asked = stores.slice(0, ENDED_SHOWN).map(({ id }) => api("GET", `/stores/${encodeURIComponent(id)}/access?locale=${t.locale}`));
      return (await Promise.all(asked)).map(({ body }) => body).filter(({ message }) => message);
    };
    // Without an answer, the general text has to do.
    read().catch(() => []).then((found) => current && setEnded(found));
    return () => {
      current = false;
    };
  }, [t.locale]);
  if (!ended) return html`<p class="waiting" role="status">${t("loading")}</p>`;
  if (ended.length) return ended.map((access) => html`<${Denied} key=${access.message} access=${access} />`);
  return html`
    <p>${t("stores-none")}</p>
    <p class="faint">${t("stores-none-next", { email })}</p>
  `;
}

function StoreLink({ t, store }) {
  return html`
    <li>
      <a href=${`#${store.id}`}>${store.name}</a>
      <span class="faint">
        ${t(store.owner ? "stores-owner" : "stores-member")}
        ${store.access_ends_at && ` · ${t("member-ends", { day: t.day(store.access_ends_at, store.time_zone) })}`}
      </span>
    </li>
  `;
}

/**
 * The stores of the reader, to choose from. `waiting` shows the invitations to their address, `unverified` tells that it is
 * not confirmed, `notice` what to show above, and `explained` that it says why there is nothing to choose from.
 */
export function StorePicker({ page, stores, waiting, email, unverified, explained, notice, api, onReload, onSignIn }) {
  const { t } = page;
  const unreadable = html`<li>${t("entry-unreadable")}</li>`;
  return html`
    <${Page} ...${page} title=${t("stores-title")} narrow>
      <div class="card">
        <${Heading}>${t("stores-title")}<//>
        ${notice}
        ${waiting}
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
          ${!explained && html`<${NoStores} t=${t} api=${api} email=${email} />`}
          <div class="actions"><${Button} onClick=${onReload}>${t("try-again")}<//></div>
        `}
      </div>
    <//>
  `;
}
