// Who is signed in: OpenID Connect's authorization code flow with PKCE. All that is kept stays in this tab.

/* global oidc */
const { issuer, clientId, scope, token: bearer } = document.documentElement.dataset;

const manager = new oidc.UserManager({
  authority: issuer,
  client_id: clientId,
  scope,
  redirect_uri: location.origin + location.pathname,
  post_logout_redirect_uri: location.origin + location.pathname,
  userStore: new oidc.WebStorageStateStore({ store: sessionStorage }),
  stateStore: new oidc.WebStorageStateStore({ store: sessionStorage }),
  automaticSilentRenew: false,
  monitorSession: false,
});

/** When the person comes back from the identity provider: takes the answer, and out of the address bar with it. */
async function comeBack() {
  const query = new URLSearchParams(location.search);
  if (!query.has("state") || !(query.has("code") || query.has("error"))) return {};
  const url = location.href;
  history.replaceState(null, "", location.pathname);
  try {
    const user = await manager.signinRedirectCallback(url);
    return { state: user.state };
  } catch (error) {
    // `access_denied` is somebody who thought better of it.
    return { state: error.state, error: error.error ?? "sign_in_failed" };
  }
}

let opened;

/**
 * The session of this tab, with the answer taken if the person has just come back from signing in.
 *
 * `user` is null when nobody is signed in, `profile` are the id token's claims, `state` is what `signIn` was given before
 * the person left, and `error` why signing in failed.
 */
export function session() {
  opened ??= open();
  return opened;
}

async function open() {
  const { state, error } = await comeBack();
  const user = await manager.getUser();
  const current = user && !user.expired ? user : null;
  return { user: current, profile: current?.profile ?? null, state, error, token: () => tokenOf(current), signIn, signOut };
}

function tokenOf(user) {
  if (!user || user.expired) return null;
  return bearer === "access" ? user.access_token : user.id_token;
}

/** Leaves for the identity provider. `create` asks for a new account, where the provider knows how to be asked. */
async function signIn({ state, loginHint, prompt, create = false } = {}) {
  if (create) {
    const { prompt_values_supported: supported = [] } = await manager.metadataService.getMetadata();
    if (supported.includes("create")) prompt = "create";
  }
  await manager.signinRedirect({ state, login_hint: loginHint, prompt });
}

/** Ends the session here, and at the identity provider where it can be asked to. */
async function signOut() {
  const metadata = await manager.metadataService.getMetadata().catch(() => ({}));
  if (metadata.end_session_endpoint) {
    await manager.signoutRedirect();
  } else {
    await manager.removeUser();
    location.reload();
  }
}
