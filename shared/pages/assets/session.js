// Who is signed in: OpenID Connect's authorization code flow with PKCE. Everything is kept in this tab.

import { Problem } from "./api.js";
import { dropDrafts } from "./drafts.js";
import { persistent, storage } from "./storage.js";

/* global oidc */
const { issuer, clientId, scope, token: bearer } = document.documentElement.dataset;

const manager = new oidc.UserManager({
  authority: issuer,
  client_id: clientId,
  scope,
  redirect_uri: location.origin + location.pathname,
  post_logout_redirect_uri: location.origin + location.pathname,
  userStore: new oidc.WebStorageStateStore({ store: storage }),
  stateStore: new oidc.WebStorageStateStore({ store: storage }),
  automaticSilentRenew: false,
  monitorSession: false,
});

/** After the return from the identity provider: takes the answer, and removes it from the address bar. */
async function finishSignIn() {
  const query = new URLSearchParams(location.search);
  if (!query.has("state") || !(query.has("code") || query.has("error"))) return {};
  const url = location.href;
  history.replaceState(null, "", location.pathname);
  try {
    const user = await manager.signinRedirectCallback(url);
    return { state: user.state };
  } catch (error) {
    // `access_denied` means that the person cancelled.
    return { state: error.state, error: error.error ?? "sign_in_failed" };
  }
}

let opened;

/**
 * The session of this tab, after a sign-in that has just ended was taken into account.
 *
 * `user` is null when nobody is signed in, `profile` are the id token's claims, `state` is what `signIn` was given before
 * the person left, and `error` why signing in failed.
 */
export function session() {
  opened ??= open();
  return opened;
}

async function open() {
  const { state, error } = await finishSignIn();
  const user = await manager.getUser();
  const current = user && !user.expired ? user : null;
  return { user: current, profile: current?.profile ?? null, state, error, token: () => tokenOf(current), signIn, signOut };
}

function tokenOf(user) {
  if (!user || user.expired) return null;
  return bearer === "access" ? user.access_token : user.id_token;
}

/** Leaves for the identity provider. `create` asks for a new account, where the provider supports it. */
async function signIn({ state, loginHint, prompt, create = false } = {}) {
  // The answer can be checked only against what was stored before.
  if (!persistent) throw new Problem({ code: "storage_blocked" });
  try {
    if (create) {
      const { prompt_values_supported: supported = [] } = await manager.metadataService.getMetadata();
      if (supported.includes("create")) prompt = "create";
    }
    await manager.signinRedirect({ state, login_hint: loginHint, prompt });
  } catch (error) {
    console.error(error);
    throw new Problem({ code: "network" });
  }
}

/** Ends the session here, and at the identity provider where it can be asked to. */
async function signOut() {
  dropDrafts();
  const metadata = await manager.metadataService.getMetadata().catch(() => ({}));
  if (metadata.end_session_endpoint) {
    // Cognito wants the client, and the way back as `logout_uri`. Other providers ignore that name.
    const here = location.origin + location.pathname;
    await manager.signoutRedirect({ client_id: clientId, extraQueryParams: { logout_uri: here } });
  } else {
    await manager.removeUser();
    location.reload();
  }
}
