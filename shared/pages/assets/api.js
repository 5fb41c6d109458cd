// Calls of the API, whose problems (RFC 9457) are thrown.

/** A call that failed: the members of the problem, and `retryAfter` in seconds where given. */
export class Problem extends Error {
  constructor(members) {
    super(members.code);
    Object.assign(this, members);
  }
}

/** Refusals of API Gateway itself carry no code. */
const CODES = { 401: "unauthenticated", 403: "forbidden", 404: "not_found", 413: "malformed_request", 429: "quota_exceeded" };

/** Milliseconds that a call may take; API Gateway itself gives up before that. */
const TIMEOUT = 35_000;

/**
 * @param {() => string | null} token the bearer token of the person who is signed in
 * @returns {(method: string, path: string, body?: object, options?: {headers?: object}) => Promise<{status, body, headers}>}
 */
export function createApi(token = () => null) {
  return async (method, path, body, { headers = {} } = {}) => {
    const bearer = token();
    let response, text;
    try {
      response = await fetch(path, {
        method,
        headers: {
          accept: "application/json",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      text = await response.text();
    } catch {
      throw new Problem({ code: "network", status: 0 });
    }
    const answer = parse(text);
    if (response.ok) return { status: response.status, body: answer, headers: response.headers };
    const { status } = response;
    throw new Problem({
      ...answer,
      status,
      code: answer?.code ?? CODES[status] ?? (status >= 500 ? "unavailable" : "other"),
      retryAfter: Number(response.headers.get("retry-after")) || undefined,
    });
  };
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
