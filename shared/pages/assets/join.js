// The page that an invitation's link opens. It looks the invitation up, and changes nothing before its reader has
// decided: whoever or whatever else opens the link leaves it as it is.

import { keep, kept, token } from "./link.js";
import { createApi } from "./api.js";
import { session } from "./session.js";
import { chooseLocale, loadTexts, rememberLocale } from "./texts.js";
import { Button, Dialog, Field, Heading, Notice, Page, broken, html, show, useState } from "./ui.js";

/** What the page shows for a problem, where that is more than a sentence. */
const ENDS = {
  invitation_expired: "expired",
  invitation_used: "used",
  invitation_revoked: "revoked",
  invitation_declined: "refused",
  invitation_withdrawn: "withdrawn",
  invalid_token: "unknown",
  already_member: "member",
  wrong_account: "wrong-account",
  email_not_verified: "not-verified",
  seat_limit_reached: "seats",
  domain_not_allowed: "domain",
  quota_exceeded: "busy",
};

const JOIN = "join";

let current, api, t;
/** What is shown: `name` of the view, and what it needs. */
let view = { name: "loading" };

function go(name, more = {}) {
  view = { name, ...more };
  draw();
}

/** Shows what a problem means. `again` is what can be tried again. */
function fail(problem, again) {
  console.debug(problem);
  go(ENDS[problem.code] ?? "failed", { problem, again });
}

/** The invitation, its rights named in a language, or else in its own. */
async function look(locale) {
  try {
    const { body } = await api("POST", "/invitations/lookup", { token, locale });
    return body;
  } catch (problem) {
    fail(problem, () => open());
    return undefined;
  }
}

/** Looks the invitation up and shows it. */
async function open(notice) {
  let invitation = await look(kept.locale && t.locale);
  if (!invitation) return;
  if (!kept.locale) {
    keep({ locale: invitation.locale });
    // The invitation's language, unless its reader chose another before.
    const locale = chooseLocale(invitation.locale);
    if (locale !== t.locale) t = await loadTexts(locale);
    if (locale !== invitation.locale) invitation = await look(locale);
    if (!invitation) return;
  }
  go("invitation", { invitation, notice });
}

async function changeLocale(locale) {
  rememberLocale(locale);
  t = await loadTexts(locale);
  // Rights are named by the API, in the language that it is asked in.
  const invitation = view.name === "invitation" ? await look(locale) : undefined;
  if (invitation) view = { ...view, invitation };
  draw();
}

async function accept() {
  try {
    const { body } = await api("POST", "/invitations/accept", { token });
    keep({ joined: body.store });
    go("joined", { store: body.store });
  } catch (problem) {
    fail(problem, problem.code === "unauthenticated" ? () => leave() : accept);
  }
}

/** Signs in as the invited person, and comes back to join. */
async function leave(options = {}) {
  const loginHint = view.invitation?.email ?? kept.email;
  keep({ email: loginHint });
  try {
    await current.signIn({ state: JOIN, loginHint, ...options });
  } catch {
    fail({ code: "network" }, () => open());
  }
}

const switchAccount = () => leave({ prompt: "login" });
const email = () => current.profile?.email ?? "";
const masked = (address) => address[0] + "***" + address.slice(address.lastIndexOf("@"));
const same = (one, other) => one.toLowerCase() === other.toLowerCase();

function Card({ children }) {
  return html`<div class="card">${children}</div>`;
}

/** A view that says one thing, and what to do next. */
function Statement({ name, values = {}, children }) {
  return html`
    <${Card}>
      <${Heading}>${t(`${name}-title`, values)}<//>
      <p>${t(`${name}-body`, values)}</p>
      ${children}
    <//>
  `;
}

function Facts({ invitation, address }) {
  const facts = [
    address && [t("join-for"), address],
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
  const rights = [...invitation.roles, ...invitation.permissions];
  return html`
    <section class="panel">
      <h2 class="label">${t("join-rights")}</h2>
      <ul class="rights">
        ${rights.map(
          ({ slug, label, description }) => html`
            <li key=${slug}>
              <strong>${label}</strong>
              ${description && html`<span class="faint">${description}</span>`}
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}

/** How to join: what is offered depends on who is signed in, and on whom the invitation lets in. */
function Ways({ invitation }) {
  if (!current.user) {
    return html`
      <div class="actions">
        <${Button} kind="primary" onClick=${() => leave()}>${t("join-button")}<//>
        <${Button} onClick=${() => leave({ create: true })}>${t("create-account")}<//>
      </div>
      <p class="faint">${t("join-next")}</p>
    `;
  }
  if (same(email(), invitation.email)) {
    return html`
      <p class="faint">${t("join-signed-in", { email: email() })}</p>
      <div class="actions">
        <${Button} kind="primary" onClick=${accept}>${t("join-button")}<//>
        <${Button} kind="quiet" onClick=${switchAccount}>${t("join-switch")}<//>
      </div>
    `;
  }
  if (invitation.account === "any") {
    return html`
      <${Notice} kind="warning">${t("join-other-account", { email: email() })}<//>
      <div class="actions">
        <${Button} kind="primary" onClick=${accept}>${t("join-button-as", { email: email() })}<//>
        <${Button} onClick=${switchAccount}>${t("join-switch")}<//>
      </div>
    `;
  }
  return html`
    <${Notice} kind="warning">
      <p>${t("wrong-account-body", { email: email(), invited: masked(invitation.email) })}</p>
      <p>${t("wrong-account-next")}</p>
    <//>
    <div class="actions"><${Button} kind="primary" onClick=${switchAccount}>${t("join-switch")}<//></div>
  `;
}

function Invitation({ invitation, notice }) {
  const [declining, setDeclining] = useState(false);
  const { store, invited_by: inviter } = invitation;
  const address = !current.user && invitation.email;
  return html`
    <div class="card" data-testid="invitation">
      <${Heading}>${t("join-title", { store: store.name })}<//>
      <p>${inviter ? t("join-invited", { inviter }) : t("join-invited-by-team")}</p>
      ${notice && html`<${Notice} kind="problem"><p>${t(notice)}</p><//>`}
      <${Rights} invitation=${invitation} />
      <${Facts} invitation=${invitation} address=${address} />
      <${Ways} invitation=${invitation} />
      <div class="aside">
        <${Button} kind="quiet" onClick=${() => setDeclining(true)}>${t("join-decline")}<//>
      </div>
      ${declining && html`<${Decline} store=${store} onClose=${() => setDeclining(false)} />`}
    </div>
  `;
}

function Decline({ store, onClose }) {
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState(null);
  const decline = async () => {
    setProblem(null);
    try {
      await api("POST", "/invitations/decline", { token, reason: reason.trim() || undefined });
      go("declined", { store });
    } catch (refused) {
      if (ENDS[refused.code]) fail(refused);
      else setProblem(refused);
    }
  };
  return html`
    <${Dialog}
      title=${t("decline-title")}
      onClose=${onClose}
      actions=${html`
        <${Button} onClick=${onClose}>${t("cancel")}<//>
        <${Button} kind="danger" onClick=${decline}>${t("decline-confirm")}<//>
      `}
    >
      <p>${t("decline-body", { store: store.name })}</p>
      <${Field}
        label=${t("decline-reason")}
        optional=${t("optional")}
        hint=${t("decline-reason-hint")}
        multiline
        maxlength="500"
        value=${reason}
        onInput=${setReason}
      />
      ${problem && html`<${Notice} kind="problem"><p>${t.problem(problem)}</p><//>`}
    <//>
  `;
}

async function renew() {
  try {
    await api("POST", "/invitations/renew", { token });
    go("renewed");
  } catch (problem) {
    // Someone else was faster: the link may be open again, or dead.
    if (problem.code === "invitation_not_pending") await open();
    else fail(problem, renew);
  }
}

const link = (href, words, kind = "primary") => html`<a class=${`button ${kind}`} href=${href}>${words}</a>`;
const again = (words = t("try-again")) => html`
  <div class="actions"><${Button} kind="primary" onClick=${() => (view.again ?? (() => open()))()}>${words}<//></div>
`;
const toStores = () => html`<div class="actions">${link("/team", t("find-stores"))}</div>`;

const VIEWS = {
  loading: () => html`<${Card}><p class="waiting" role="status">${t("loading")}</p><//>`,
  invitation: () => html`<${Invitation} ...${view} />`,
  joined: ({ store }) => html`
    <${Statement} name="joined" values=${{ store: store.name }}>
      <div class="actions">
        ${store.admin_url && link(store.admin_url, t("joined-open"))}
        ${link("/team", t("joined-team"), store.admin_url ? "plain" : "primary")}
      </div>
    <//>
  `,
  declined: ({ store }) => html`
    <${Statement} name="declined" values=${{ store: store.name }}><p class="faint">${t("declined-again")}</p><//>
  `,
  "wrong-account": ({ problem }) => html`
    <${Statement} name="wrong-account" values=${{ email: email(), invited: problem.invited_email }}>
      <p>${t("wrong-account-next")}</p>
      <div class="actions"><${Button} kind="primary" onClick=${switchAccount}>${t("join-switch")}<//></div>
    <//>
  `,
  "not-verified": () => html`
    <${Statement} name="not-verified" values=${{ email: email() }}>
      <div class="actions">
        <${Button} kind="primary" onClick=${() => leave()}>${t("sign-in-again")}<//>
        <${Button} onClick=${switchAccount}>${t("join-switch")}<//>
      </div>
    <//>
  `,
  expired: () => html`
    <${Statement} name="expired">
      <div class="actions"><${Button} kind="primary" onClick=${renew}>${t("expired-button")}<//></div>
    <//>
  `,
  renewed: () => html`<${Statement} name="renewed" />`,
  used: () => html`<${Statement} name="used">${toStores()}<//>`,
  member: () => html`<${Statement} name="member">${toStores()}<//>`,
  revoked: () => html`<${Statement} name="revoked" />`,
  refused: () => html`<${Statement} name="refused" />`,
  withdrawn: () => html`<${Statement} name="withdrawn" />`,
  unknown: () => html`<${Statement} name="unknown" />`,
  missing: () => html`<${Statement} name="missing">${toStores()}<//>`,
  domain: () => html`
    <${Statement} name="domain">
      <div class="actions"><${Button} onClick=${switchAccount}>${t("join-switch")}<//></div>
    <//>
  `,
  seats: ({ problem }) => html`<${Statement} name="seats" values=${{ limit: problem.limit ?? 0 }}>${again()}<//>`,
  busy: () => html`<${Statement} name="busy">${again()}<//>`,
  failed: ({ problem }) => html`
    <${Card}>
      <${Heading}>${t("failed-title")}<//>
      <p>${t.problem(problem)}</p>
      ${again()}
    <//>
  `,
};

function draw() {
  const store = view.store ?? view.invitation?.store;
  const title = view.invitation ? t("join-title", { store: store.name }) : t.maybe(`${view.name}-title`, { store: store?.name });
  show(html`
    <${Page}
      key=${view.name}
      t=${t}
      title=${title ?? t("join-opening")}
      name=${store?.name ?? t("join-opening")}
      narrow
      onLocale=${changeLocale}
      footer=${view.name === "invitation" && t("join-consent")}
    >
      ${VIEWS[view.name](view)}
    <//>
  `);
}

async function start() {
  t = await loadTexts(chooseLocale(kept.locale));
  current = await session();
  api = createApi(current.token);
  if (!token) return go("missing");
  // Whoever has joined in this tab is asked about again: they may have been removed since.
  if ((kept.joined || current.state === JOIN) && current.user) {
    draw();
    return accept();
  }
  if (current.error) return open(current.error === "access_denied" ? "join-cancelled" : "join-sign-in-failed");
  return open();
}

await start().catch(broken);
