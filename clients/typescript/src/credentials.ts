/** Tokens of the platform by OAuth 2.0's client credentials, as Cognito and others give them. */

import { isObject, parsedJson } from "./json.js";
import { exchange, within } from "./limit.js";
import { address, text } from "./options.js";
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
/** The bytes of a response that are read. */
const MAX_BYTES = 65_536;

/** Gives a token, and gets another one in time: for `token` of a client. */
export function clientCredentials(options: ClientCredentials): (renew: boolean) => Promise<string> {
  const { href } = address("tokenUrl", options.tokenUrl);
  const clientId = text("clientId", options.clientId);
  const clientSecret = text("clientSecret", options.clientSecret);
  const scope = text("scope", options.scope ?? "staffroom/platform");
  // RFC 6749, section 2.3.1: both are form-encoded before they are joined.
  const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString("base64");
  let token = "";
  let until = 0;
  let inProgress: Promise<string> | null = null;
  const fetchToken = async (): Promise<string> => {
    const request = {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, accept: "application/json" },
      body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    };
    const { response, bytes } = await within(TIMEOUT_MS, undefined, (signal) =>
      exchange(globalThis.fetch, href, request, signal, MAX_BYTES),
    );
    if (response.status !== 200) throw new StaffroomError(`the token endpoint answered with ${response.status}`);
    const given = tokenOf(bytes);
    token = given.token;
    until = performance.now() + Math.max(given.seconds * 1000 - MARGIN_MS, given.seconds * 500);
    return token;
  };
  return async (renew) => {
    // Also without `renew`: the one that is kept was refused, or is over.
    if (inProgress !== null) return inProgress;
    if (!renew && performance.now() < until) return token;
    inProgress = fetchToken().finally(() => (inProgress = null));
    return inProgress;
  };
}

/** The token of a response, and for how many seconds it is valid: for none, if the response does not say so. */
function tokenOf(bytes: Uint8Array): { token: string; seconds: number } {
  let body: unknown;
  try {
    body = parsedJson(bytes);
  } catch (cause) {
    throw new StaffroomError("the token endpoint gave no JSON", { cause });
  }
  const { access_token: token, expires_in: given = 0 } = isObject(body) ? body : {};
  if (typeof token !== "string" || !/^[!-~]+$/.test(token)) throw new StaffroomError("the token endpoint gave no token");
  // Some endpoints give the number as a text.
  const seconds = typeof given === "string" && /^\d{1,10}$/.test(given) ? Number(given) : given;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= 1e10)) {
    throw new StaffroomError("expires_in of the token endpoint is no number of seconds");
  }
  return { token, seconds };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
