/**
 * What the examples share: the client, the receiver of its webhook, and people who are signed in.
 *
 * STAFFROOM_URL is the address of Staffroom (`cargo local` without it). On AWS, TOKEN_URL, CLIENT_ID and CLIENT_SECRET
 * are those of the platform's client at the identity provider.
 */

import { randomUUID } from "node:crypto";

import { clientCredentials, Staffroom, WebhookReceiver } from "@staffroom/client";

const url = process.env["STAFFROOM_URL"] ?? "http://127.0.0.1:3000";
export const port = Number(process.env["PORT"] ?? 8080);

/** A token of the local stack, which gives one to whoever asks. */
async function localToken() {
  const body = JSON.stringify({ sub: "backend", scope: "staffroom/platform" });
  const response = await fetch(`${url}/_local/tokens`, { method: "POST", body });
  return String(/** @type {{ access_token: unknown }} */ (await response.json()).access_token);
}

const { TOKEN_URL: tokenUrl, CLIENT_ID: clientId = "", CLIENT_SECRET: clientSecret = "" } = process.env;
const token = tokenUrl === undefined ? localToken : clientCredentials({ tokenUrl, clientId, clientSecret });

/** Answers are remembered for ten seconds, so that is how late a removal is seen at most if its webhook is lost. */
export const staffroom = new Staffroom({ url, token, rememberMs: 10_000 });

/** The webhook is made once, by hand or at deployment: `POST /webhooks` shows its secret. */
const secret = process.env["WEBHOOK_SECRET"] ?? `whsec_${Buffer.from(randomUUID()).toString("base64")}`;
export const receiver = new WebhookReceiver({
  secret,
  forget: staffroom,
  onEvent: (event) => console.log(`${event.type} of ${event.subject.id} in ${event.store_id}`),
});

/** @type {Map<string, string>} */
const sessions = new Map();

/**
 * Stands for the shop's own sign-in, and believes everyone.
 * @param {string} user
 * @returns {string} the cookie of a new session
 */
export function signIn(user) {
  const session = randomUUID();
  sessions.set(session, user);
  return `session=${session}; HttpOnly; SameSite=Lax; Path=/`;
}

/**
 * The user of a session: from what the shop knows, not from what the request says.
 * @param {string | undefined} cookies
 */
export function userOf(cookies) {
  const session = /(?:^|;\s*)session=([\w-]+)/.exec(cookies ?? "")?.[1];
  return session === undefined ? undefined : sessions.get(session);
}
