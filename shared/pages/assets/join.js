// The page that an invitation's link opens. It looks the invitation up and changes nothing before the reader decides:
// mail scanners and previews that open the link leave it as it is.

import { link, openLink, updateLink } from "./link.js";
import { createApi } from "./api.js";
import { JoinContext, VIEWS, hasView } from "./join-views.js";
import { session } from "./session.js";
import { chooseLocale, loadTexts, rememberLocale } from "./texts.js";
import { Page, html, renderLoadFailure, renderPage } from "./ui.js";

/** The state that a sign-in carries when it is to continue with joining. */
const JOIN = "join";

let current, api, t;
/** What is shown: the `name` of the view, and its values. */
let view = { name: "loading" };

function showView(name, values = {}) {
  view = { name, ...values };
  draw();
}

/** Whether a link is genuine, but nothing is stored of its invitation any more: the code is that of every unknown link. */
const isTooOld = ({ code, title }) => code === "invalid_token" && title === "The link is too old";

/** Shows a problem. `retry` repeats what failed. */
function showProblem(problem, retry) {
  console.debug(problem);
  if (isTooOld(problem)) return showView("too_old");
  // Only a lookup tells where the link came from; what was shown of the invitation is known.
  const { store, invited_by } = view.invitation ?? {};
  if (store && [409, 410].includes(problem.status)) Object.assign(problem, { store_name: store.name, invited_by: invited_by ?? undefined });
  return showView(hasView(problem.code) ? problem.code : "failed", { problem, retry });
}

const post = (path, more) => api("POST", `/invitations/${path}`, { token: link.tokens[0], ...more });
const email = () => current?.profile?.email ?? "";
const isOwnAddress = (address) => email().toLowerCase() === String(address).toLowerCase();
const masked = (address) => `${address[0]}***${address.slice(address.lastIndexOf("@"))}`;

/** The invitation, with its rights in the language `locale`, or else in its own. Throws a problem. */
async function lookUp(locale) {
  for (;;) {
    try {
      return (await post("lookup", { locale })).body;
    } catch (problem) {
      // The link was not clean, and there is another guess what its token is.
      if (problem.code !== "invalid_token" || isTooOld(problem) || link.tokens.length < 2) throw problem;
      updateLink({ tokens: link.tokens.slice(1) });
    }
  }
}

/** Looks the invitation up in the reader's language; undefined after a problem, which is then shown. */
async function loadInvitation() {
  try {
    let invitation = await lookUp(link.locale && t.locale);
    if (!link.locale) {
      // The invitation's language, unless its reader chose another before.
      const locale = chooseLocale(invitation.locale);
      if (locale !== t.locale) t = await loadTexts(locale);
      if (locale !== invitation.locale) invitation = await lookUp(locale);
    }
    updateLink({ tokens: link.tokens.slice(0, 1), locale: link.locale ?? invitation.locale, email: invitation.email });
    return invitation;
  } catch (problem) {
    if (problem.code === "invitation_used" && current.user) await showMembership(problem);
    else showProblem(problem, () => openInvitation());
    return undefined;
  }
}

/** Looks the invitation up and shows it, with `notice` above the buttons. */
async function openInvitation(notice) {
  const invitation = await loadInvitation();
  if (invitation) showView("invitation", { invitation, notice });
}

/** For a used link: accepting again changes nothing, and succeeds for a member who joined with it. */
async function showMembership(problem) {
  try {
    showView("member", { store: (await post("accept")).body.store });
  } catch (refused) {
    // Why the reader cannot go on is told to nobody else; the lookup knows where the link came from.
    showProblem(refused.code === "invitation_used" ? problem : Object.assign(refused, { store_name: problem.store_name, invited_by: problem.invited_by }));
  }
}

/** After a sign-in: joins, unless the account is another than the invited one. Then the reader decides. */
async function resume() {
  if (link.joined || (link.email && isOwnAddress(link.email))) return accept();
  const invitation = await loadInvitation();
  if (!invitation) return undefined;
  if (isOwnAddress(invitation.email)) return accept();
  if (invitation.account === "any") return showView("invitation", { invitation });
  return showProblem({ code: "wrong_account", invited_email: masked(invitation.email) });
}

async function accept() {
  try {
    const { body } = await post("accept");
    updateLink({ joined: true });
    showView("joined", { store: body.store });
  } catch (problem) {
    showProblem(problem, problem.code === "unauthenticated" ? () => signIn() : accept);
  }
}

/** Signs in, by preference as the invited person, and returns to join. */
async function signIn(options = {}) {
  try {
    await current.signIn({ state: JOIN, loginHint: link.email, ...options });
  } catch (problem) {
    if (view.invitation) showView("invitation", { ...view, notice: t.problem(problem) });
    else showProblem(problem, () => openInvitation());
  }
}

/** Throws a problem that the form is to show. */
async function decline(reason) {
  const { store } = view.invitation;
  try {
    await post("decline", { reason: reason.trim() || undefined });
    showView("declined", { store });
  } catch (problem) {
    if (!hasView(problem.code)) throw problem;
    showProblem(problem);
  }
}

async function renew() {
  try {
    await post("renew");
    showView("renewed");
  } catch (problem) {
    // Another person has renewed it meanwhile: this link may be usable, or replaced.
    if (problem.code === "invitation_not_pending") await openInvitation();
    else showProblem(problem, renew);
  }
}

/** Opens a link that was pasted. @returns {Promise<boolean>} whether the text holds one */
async function paste(text) {
  if (!openLink(text)) return false;
  await openInvitation();
  return true;
}

async function changeLocale(locale) {
  rememberLocale(locale);
  t = await loadTexts(locale);
  // The API names the rights in the language that it is asked in.
  const invitation = view.invitation && (await lookUp(locale).catch(() => null));
  if (invitation) view = { ...view, invitation };
  draw();
}

const actions = {
  accept,
  decline,
  paste,
  renew,
  signIn: () => signIn(),
  createAccount: () => signIn({ create: true }),
  switchAccount: () => signIn({ prompt: "login" }),
  retry: () => (view.retry ?? (() => openInvitation()))(),
};

function draw() {
  const View = VIEWS[view.name];
  const store = view.store ?? view.invitation?.store;
  const title = view.invitation ? t("join-title", { store: store.name }) : View.title && t(View.title, { store: store?.name });
  const context = { t, actions, user: current?.user, email: email(), isOwnAddress, masked };
  renderPage(html`
    <${JoinContext.Provider} value=${context}>
      <${Page} key=${view.name} t=${t} title=${title ?? t("join-opening")} name=${store?.name ?? view.problem?.store_name ?? t("join-opening")} narrow
        onLocale=${changeLocale} footer=${view.name === "invitation" && t("join-consent")}>
        <${View.draw} ...${view} />
      <//>
    <//>
  `);
}

async function start() {
  t = await loadTexts(chooseLocale(link.locale));
  // The answers may be slow.
  draw();
  current = await session();
  api = createApi(current.token);
  if (!link.tokens?.length) return showView(link.broken ? "invalid_token" : "missing");
  // Those who joined in this tab are asked about again: they may have been removed since.
  if ((link.joined || current.state === JOIN) && current.user) return resume();
  if (current.error) return openInvitation(t(current.error === "access_denied" ? "join-cancelled" : "join-sign-in-failed"));
  return openInvitation();
}

await start().catch(renderLoadFailure);
