// The views of the page that an invitation's link opens.

import { DeclineDialog } from "./decline.js";
import { Button, Field, Heading, Notice, createContext, html, useContext, useState } from "./ui.js";

/** `t`, `actions`, `user` and `email` of the person who is signed in, and helpers for addresses. */
export const JoinContext = createContext();
const useJoin = () => useContext(JoinContext);

/** Up to so many rights are shown at once; of longer lists the first ones, and the others unfolded. */
const RIGHTS_SHOWN = 4;

const Card = ({ children }) => html`<div class="card">${children}</div>`;
const LinkButton = ({ href, kind = "primary", children }) => html`<a class=${`button ${kind}`} href=${href}>${children}</a>`;

/** A view that says one thing, and what to do next. `problem` may name the store and the inviter of a link that is over. */
function Statement({ name, body = `${name}-body`, values = {}, problem, children }) {
  const { t } = useJoin();
  const { store_name: store, invited_by: inviter } = problem ?? {};
  return html`
    <${Card}>
      <${Heading}>${t(`${name}-title`, values)}<//>
      ${store && html`<p class="faint">${inviter ? t("link-from", { inviter, store }) : t("link-from-team", { store })}</p>`}
      <p>${t(body, values)}</p>
      ${children}
    <//>
  `;
}

function Facts({ invitation }) {
  const { t, user } = useJoin();
  const facts = [
    !user && [t("join-for"), invitation.email],
    [t("join-expires"), t.moment(invitation.expires_at)],
    invitation.access_ends_at && [t("join-ends"), t.moment(invitation.access_ends_at)],
  ];
  return html`
    <dl class="facts">
      ${facts.filter(Boolean).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
  `;
}

function Rights({ invitation }) {
  const { t } = useJoin();
  const rights = [...invitation.roles, ...invitation.permissions];
  const shown = rights.length > RIGHTS_SHOWN ? RIGHTS_SHOWN - 1 : RIGHTS_SHOWN;
  const right = ({ slug, label, description }) => html`
    <li key=${slug}>
      <strong>${label}</strong>
      ${description && html`<span class="faint">${description}</span>`}
    </li>
  `;
  return html`
    <section class="panel">
      <h2 class="label">${t("join-rights")}</h2>
      <ul class="rights">${rights.slice(0, shown).map(right)}</ul>
      ${rights.length > shown && html`
        <details class="more">
          <summary>${t("list-more-count", { count: rights.length - shown })}</summary>
          <ul class="rights">${rights.slice(shown).map(right)}</ul>
        </details>
      `}
    </section>
  `;
}

/** How to join: it depends on who is signed in, and on which accounts the invitation admits. */
function Ways({ invitation }) {
  const { t, actions, user, email, isOwnAddress, masked } = useJoin();
  if (!user) {
    return html`
      <div class="actions main">
        <${Button} kind="primary" onClick=${actions.signIn}>${t("join-button")}<//>
        <${Button} onClick=${actions.createAccount}>${t("create-account")}<//>
      </div>
      <p class="faint">${t("join-next")}</p>
    `;
  }
  if (isOwnAddress(invitation.email)) {
    return html`
      <p class="faint">${t("join-signed-in", { email })}</p>
      <div class="actions main">
        <${Button} kind="primary" onClick=${actions.accept}>${t("join-button")}<//>
        <${Button} kind="quiet" onClick=${actions.switchAccount}>${t("join-switch")}<//>
      </div>
    `;
  }
  if (invitation.account === "any") {
    return html`
      <${Notice} kind="warning">${t("join-other-account", { email, invited: invitation.email })}<//>
      <div class="actions main">
        <${Button} kind="primary" onClick=${actions.accept}>${t("join-button-as", { email })}<//>
        <${Button} onClick=${actions.switchAccount}>${t("join-switch")}<//>
      </div>
    `;
  }
  return html`
    <${Notice} kind="warning">
      <p>${t("wrong-account-body", { email, invited: masked(invitation.email) })}</p>
      <p>${t("wrong-account-next")}</p>
    <//>
    <div class="actions main"><${Button} kind="primary" onClick=${actions.switchAccount}>${t("join-switch")}<//></div>
  `;
}

function Invitation({ invitation, notice }) {
  const { t, actions } = useJoin();
  const [declining, setDeclining] = useState(false);
  const { store, invited_by: inviter } = invitation;
  return html`
    <div class="card" data-testid="invitation">
      <${Heading}>${t("join-title", { store: store.name })}<//>
      <p>${inviter ? t("join-invited", { inviter }) : t("join-invited-by-team")}</p>
      ${notice && html`<${Notice} kind="problem"><p>${notice}</p><//>`}
      <${Rights} invitation=${invitation} />
      <${Facts} invitation=${invitation} />
      <${Ways} invitation=${invitation} />
      <div class="aside">
        <${Button} kind="quiet" onClick=${() => setDeclining(true)}>${t("join-decline")}<//>
      </div>
      ${declining && html`
        <${DeclineDialog} t=${t} body=${t("decline-body", { store: store.name })} decline=${actions.decline} onClose=${() => setDeclining(false)} />
      `}
    </div>
  `;
}

/** A field for the link, for a mail program that damages it when it opens it. */
function PasteLink() {
  const { t, actions } = useJoin();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(null);
  const open = async () => setWrong((await actions.paste(text)) ? null : t("paste-none"));
  return html`
    <form novalidate onSubmit=${(event) => event.preventDefault()}>
      <${Field} multiline label=${t("paste-link")} hint=${t("paste-hint")} error=${wrong} value=${text} autocapitalize="none"
        autocomplete="off" spellcheck=${false} onInput=${(typed) => (setText(typed), setWrong(null))} />
      <div class="actions"><${Button} kind="primary" type="submit" onClick=${open}>${t("paste-open")}<//></div>
    </form>
  `;
}

function Retry() {
  const { t, actions } = useJoin();
  return html`<div class="actions"><${Button} kind="primary" onClick=${actions.retry}>${t("try-again")}<//></div>`;
}

function FindStores({ kind }) {
  const { t } = useJoin();
  return html`<${LinkButton} href="/team" kind=${kind}>${t("find-stores")}<//>`;
}

/** The buttons for a member of the team. */
function Open({ store }) {
  const { t } = useJoin();
  return html`
    <div class="actions">
      ${store.admin_url && html`<${LinkButton} href=${store.admin_url}>${t("joined-open")}<//>`}
      <${LinkButton} href=${`/team#${store.id}`} kind=${store.admin_url ? "plain" : "primary"}>${t("joined-team")}<//>
    </div>
  `;
}

function Joined({ store }) {
  return html`<${Statement} name="joined" values=${{ store: store.name }}><${Open} store=${store} /><//>`;
}

/** `store` is known to those whose link was used by themselves. */
function Member({ store }) {
  return store
    ? html`<${Statement} name="on-team" values=${{ store: store.name }}><${Open} store=${store} /><//>`
    : html`<${Statement} name="member"><div class="actions"><${FindStores} /></div><//>`;
}

function Used({ problem }) {
  const { t, actions, user, email } = useJoin();
  return html`
    <${Statement} name="used" body=${user ? "used-body-signed-in" : "used-body"} problem=${problem}>
      ${user && html`<p class="faint">${t("join-signed-in", { email })}</p>`}
      <div class="actions">
        ${user
          ? [html`<${FindStores} />`, html`<${Button} onClick=${actions.switchAccount}>${t("join-switch")}<//>`]
          : [html`<${Button} kind="primary" onClick=${actions.signIn}>${t("sign-in")}<//>`, html`<${FindStores} kind="plain" />`]}
      </div>
    <//>
  `;
}

function WrongAccount({ problem }) {
  const { t, actions, email } = useJoin();
  return html`
    <${Statement} name="wrong-account" values=${{ email, invited: problem.invited_email }}>
      <p>${t("wrong-account-next")}</p>
      <div class="actions"><${Button} kind="primary" onClick=${actions.switchAccount}>${t("join-switch")}<//></div>
    <//>
  `;
}

function NotVerified({ problem }) {
  const { t, actions, email } = useJoin();
  return html`
    <${Statement} name="not-verified" values=${{ email }} problem=${problem}>
      <div class="actions">
        <${Button} kind="primary" onClick=${actions.signIn}>${t("sign-in-again")}<//>
        <${Button} onClick=${actions.switchAccount}>${t("join-switch")}<//>
      </div>
    <//>
  `;
}

function Expired({ problem }) {
  const { t, actions } = useJoin();
  return html`
    <${Statement} name="expired" problem=${problem}>
      <div class="actions"><${Button} kind="primary" onClick=${actions.renew}>${t("expired-button")}<//></div>
    <//>
  `;
}

/** For a member whose own link it was. */
function Barred() {
  return html`<${Statement} name="used" body="problem-member-suspended"><div class="actions"><${FindStores} /></div><//>`;
}

/** A closed store never opens again. */
function Closed({ problem }) {
  const { t } = useJoin();
  return html`
    <${Card}>
      <${Heading}>${t("problem-store-closed")}<//>
      ${problem.store_name && html`<p class="faint">${problem.store_name}</p>`}
      <div class="actions"><${FindStores} kind="plain" /></div>
    <//>
  `;
}

/** For those who joined long ago, and those who never did. */
function TooOld() {
  return html`<${Statement} name="old"><div class="actions"><${FindStores} /></div><//>`;
}

function Declined({ store }) {
  const { t } = useJoin();
  return html`<${Statement} name="declined" values=${{ store: store.name }}><p class="faint">${t("declined-again")}</p><//>`;
}

function Domain() {
  const { t, actions } = useJoin();
  return html`
    <${Statement} name="domain">
      <div class="actions"><${Button} onClick=${actions.switchAccount}>${t("join-switch")}<//></div>
    <//>
  `;
}

function Missing() {
  return html`
    <${Statement} name="missing"><${PasteLink} /><//>
    <p class="beside"><${FindStores} kind="quiet" /></p>
  `;
}

function Failed({ problem }) {
  const { t } = useJoin();
  return html`
    <${Card}>
      <${Heading}>${t("failed-title")}<//>
      <p>${t.problem(problem)}</p>
      <${Retry} />
    <//>
  `;
}

function Loading() {
  const { t } = useJoin();
  return html`<${Card}><p class="waiting" role="status">${t("loading")}</p><//>`;
}

/** A statement after which the page of one's stores may help: there may be a newer invitation to the same address. */
const statement = (name) => ({
  title: `${name}-title`,
  draw: ({ problem }) => html`
    <${Statement} name=${name} problem=${problem}><div class="actions"><${FindStores} kind="plain" /></div><//>
  `,
});

/** Each view, and the text that the tab is titled with. Views of problems are named after the problem's code. */
export const VIEWS = {
  loading: { draw: Loading },
  invitation: { title: "join-title", draw: Invitation },
  joined: { title: "joined-title", draw: Joined },
  declined: { title: "declined-title", draw: Declined },
  renewed: { title: "renewed-title", draw: () => html`<${Statement} name="renewed" />` },
  member: { title: "member-title", draw: Member },
  missing: { title: "missing-title", draw: Missing },
  failed: { title: "failed-title", draw: Failed },
  already_member: { title: "member-title", draw: Member },
  domain_not_allowed: { title: "domain-title", draw: Domain },
  email_not_verified: { title: "not-verified-title", draw: NotVerified },
  invalid_token: { title: "unknown-title", draw: () => html`<${Statement} name="unknown"><${PasteLink} /><//>` },
  invitation_declined: statement("refused"),
  invitation_expired: { title: "expired-title", draw: Expired },
  invitation_revoked: statement("revoked"),
  invitation_used: { title: "used-title", draw: Used },
  invitation_withdrawn: statement("withdrawn"),
  quota_exceeded: { title: "busy-title", draw: () => html`<${Statement} name="busy"><${Retry} /><//>` },
  member_suspended: { title: "used-title", draw: Barred },
  store_closed: { title: "problem-store-closed", draw: Closed },
  too_old: { title: "old-title", draw: TooOld },
  seat_limit_reached: {
    title: "seats-title",
    draw: ({ problem }) => html`<${Statement} name="seats" values=${{ limit: problem.limit ?? 0 }} problem=${problem}><${Retry} /><//>`,
  },
  wrong_account: { title: "wrong-account-title", draw: WrongAccount },
};

/** Whether there is a view for a problem. */
export const hasView = (code) => Object.hasOwn(VIEWS, code);
