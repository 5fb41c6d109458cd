// Another identity provider than the stack's own: npm's oidc-provider, with sign-in pages whose labels are the same.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (title, content) => `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}`;

const signIn = (uid, hint) => page("Sign in", `
  <form method="post"><label>E-mail <input name="email" type="email" value="${escaped(hint)}"></label><button>Sign in</button></form>
  <p><a href="/interaction/${uid}?create">Create an account</a></p>`);

const create = (hint) => page("Create an account", `
  <form method="post"><label>Name <input name="name"></label>
  <label>E-mail <input name="email" type="email" value="${escaped(hint)}"></label><button>Create an account</button></form>`);

/** Starts a provider that knows the pages as the public client `client`. */
export async function startProvider({ port, client, pages }) {
  const issuer = `http://127.0.0.1:${port}`;
  const accounts = new Map([["owner@example.com", { sub: "demo-owner", email: "owner@example.com", name: "Camille Martin" }]]);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const uris = [`${pages}/join`, `${pages}/team`];

  const provider = new Provider(issuer, {
    clients: [{
      client_id: client,
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: uris,
      post_logout_redirect_uris: uris,
    }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "rsa" }] },
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "locale"] },
    // The pages send the ID token to the API, so it must hold the claims that the API needs.
    conformIdTokenClaims: false,
    clientBasedCORS: () => true,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 600, Session: 3600 },
    findAccount(_, sub) {
      const account = [...accounts.values()].find((account) => account.sub === sub);
      return account && { accountId: sub, claims: () => ({ ...account, email_verified: true }) };
    },
    // Consent to the scopes of the platform's own pages is implied.
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });

  const server = createServer((request, response) => {
    if (!request.url.startsWith("/interaction/")) return provider.callback()(request, response);
    interact(provider, accounts, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { issuer, stop };
}

/** Signing out asks nothing. */
function logoutSource(ctx, form) {
  ctx.body = page("Sign out", `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
}

async function interact(provider, accounts, request, response) {
  const { uid, params } = await provider.interactionDetails(request, response);
  const html = { "content-type": "text/html; charset=utf-8" };
  if (request.method === "GET") {
    const hint = params.login_hint ?? "";
    return response.writeHead(200, html).end(request.url.endsWith("?create") ? create(hint) : signIn(uid, hint));
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const { email, name } = Object.fromEntries(new URLSearchParams(body));
  if (name) accounts.set(email, { sub: `sub-${accounts.size}`, email, name });
  const account = accounts.get(email);
  if (!account) return response.writeHead(200, html).end(create(email));
  await provider.interactionFinished(request, response, { login: { accountId: account.sub } }, { mergeWithLastSubmission: false });
}
