/** Tokens of the platform by OAuth 2.0's client credentials, as Cognito and others give them. */

import { isObject } from "./decision.js";
import { StaffroomError } from "./problem.js";

export interface ClientCredentials {
  /** The token endpoint: `TokenUrl` of the stack with the user pool. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** `staffroom/platform` without it. */
  scope?: string;
}

/** How long before its end a token is replaced, at most. */
const MARGIN_MS = 60_000;
const TIMEOUT_MS = 5000;

/** Gives a token, and gets another one in time: for `token` of a client. */
export function clientCredentials(options: ClientCredentials): (renew: boolean) => Promise<string> {
  let token = "";
  let until = 0;
  let inProgress: Promise<string> | null = null;
  const fetchToken = async (): Promise<string> => {
    const { clientId, clientSecret, scope = "staffroom/platform" } = options;
    // RFC 6749, section 2.3.1: both are form-encoded before they are joined.
    const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString("base64");
    const response = await fetch(options.tokenUrl, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, accept: "application/json" },
      body: new URLSearchParams({ grant_type: "client_credentials", scope }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new StaffroomError(`the token endpoint answered with ${response.status}`);
    const body: unknown = await response.json();
    const { access_token: given, expires_in: seconds = 0 } = isObject(body) ? body : {};
    if (typeof given !== "string" || typeof seconds !== "number")
      throw new StaffroomError("the token endpoint gave no token");
    token = given;
    until = performance.now() + Math.max(seconds * 1000 - MARGIN_MS, seconds * 500);
    return token;
  };
  return async (renew) => {
    if (!renew && performance.now() < until) return token;
    inProgress ??= fetchToken().finally(() => (inProgress = null));
    return inProgress;
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
