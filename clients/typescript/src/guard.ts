/** What a guard answers in the place of a handler. Each framework's guard only sends it. */

import type { Decision } from "./decision.js";
import { text } from "./options.js";
import type { Staffroom } from "./staffroom.js";

/** What a request gives: nothing, a text, or a list of texts, which is refused. */
export type Given = string | readonly string[] | null | undefined;

/** Who asks, and for which store: from where the application says. */
export interface GuardOptions<Request> {
  /**
   * The ID of the signed-in user; nothing if nobody is signed in. Take it from what was verified, not from the request
   * alone.
   */
  user: (request: Request) => Given | Promise<Given>;
  /** The store that the request is about. */
  store: (request: Request) => Given | Promise<Given>;
}

/** For whom the handler runs. */
export interface Access {
  readonly user: string;
  readonly store: string;
}

/** A response in the place of the handler's. */
export interface Refusal {
  readonly status: 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** A problem (RFC 9457). */
  readonly body: string;
}

const TITLES = { 401: "Not signed in", 403: "Forbidden", 503: "Unavailable" } as const;
const CODES = { 401: "unauthenticated", 403: "forbidden", 503: "unavailable" } as const;
/** After how many seconds to try again, if Staffroom did not say so. */
const RETRY_AFTER = 2;

/** Whether the user of a request holds all these permissions in its store: then who it is, otherwise what to answer. */
export async function decide<Request>(
  staffroom: Staffroom,
  options: GuardOptions<Request>,
  request: Request,
  permissions: readonly string[],
): Promise<Access | Refusal> {
  const user = await options.user(request);
  if (typeof user !== "string" || user === "") {
    return refusal(401, { detail: "Sign in to use this." }, { "www-authenticate": "Bearer" });
  }
  const store = await options.store(request);
  if (typeof store !== "string" || store === "") return refusal(403, { detail: "The request names no store." });
  const decisions = await Promise.all(permissions.map((permission) => staffroom.explain(user, store, permission)));
  const denied = decisions.find((decision) => decision.reason === "denied");
  if (denied !== undefined) return denial(denied, decisions);
  const failed = decisions.find((decision) => !decision.allowed);
  if (failed === undefined) return { user, store };
  const seconds = Math.ceil(failed.retryAfter ?? RETRY_AFTER);
  const detail = `It is not known whether you may do this. Try again in ${seconds} seconds.`;
  return refusal(503, { detail, retry_after: seconds }, { "retry-after": String(seconds) });
}

/** The permissions of a guard, of which there must be one: a guard without any would let everybody in. */
export function required(permissions: readonly string[]): readonly string[] {
  if (permissions.length === 0) throw new TypeError("a guard needs a permission");
  for (const permission of permissions) text("a permission of a guard", permission);
  return permissions;
}

function denial(denied: Decision, decisions: readonly Decision[]): Refusal {
  const missing = [...new Set(decisions.flatMap((decision) => decision.missing))];
  const detail = denied.message ?? "You may not do this in this store.";
  const language = denied.message === null ? "en" : denied.locale;
  return refusal(
    403,
    { detail, missing, contact: denied.contact },
    language === null ? {} : { "content-language": language },
  );
}

function refusal(status: 401 | 403 | 503, members: object, headers: Record<string, string> = {}): Refusal {
  const code = CODES[status];
  const problem = { type: `urn:staffroom:problem:${code}`, title: TITLES[status], status, code, ...members };
  return {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(problem),
  };
}
