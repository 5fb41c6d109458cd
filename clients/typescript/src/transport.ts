/**
 * Requests to the API: each with a deadline, a bound on its response, and repetitions where they are safe and can help.
 */

import { type Problem, StaffroomError } from "./problem.js";

/**
 * A bearer token, or what gives one. `renew` is true after the last one was refused: then a stored one must not be
 * given.
 */
export type TokenSource = string | ((renew: boolean) => string | Promise<string>);

/** A request. It must be safe to repeat: a question, or a change with an idempotency key. */
export interface Outgoing {
  readonly method: string;
  /** The path with its query, after the address of the API. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly token: TokenSource | null;
  /** By when there must be a response, as `performance.now()` counts. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

/** A response of success. */
export interface Incoming {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const ATTEMPTS = 4;
/** The first wait after an error of the network. */
const FIRST_WAIT = 100;
/** The first wait after a 429 or 503 without `Retry-After`, as the description of the API asks. */
const FIRST_WAIT_OF_GATEWAY = 1000;
const RETRIED = new Set([429, 500, 502, 503, 504]);
/** The longest `Retry-After` in seconds. A longer one is as good. */
const MAX_RETRY_AFTER = 86_400;
/** The bytes of a response that are read. The largest page of the API has less than half of this. */
const MAX_BYTES = 4_194_304;

/** An attempt that failed. */
interface Failure {
  readonly error: StaffroomError;
  /** The least wait before the next attempt; null: another one cannot help. */
  readonly wait: number | null;
  /** Whether the token was refused. */
  readonly refused: boolean;
}

/** Sends requests to one API. */
export class Transport {
  readonly #url: string;
  readonly #fetch: typeof fetch;

  constructor(url: string, options: { allowHttp: boolean; fetch: typeof fetch }) {
    const parsed = new URL(url);
    const local = ["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname);
    if (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && (local || options.allowHttp))) {
      throw new TypeError(`${url}: tokens are sent by https only (or to this machine, or with allowHttp)`);
    }
    this.#url = url.replace(/\/+$/, "");
    this.#fetch = options.fetch;
  }

  /** The response of success, or a `StaffroomError`. */
  async send(request: Outgoing): Promise<Incoming> {
    // A request that is lost must leave time for another one.
    const half = (request.deadline - performance.now()) / 2;
    let renew = false;
    for (let attempt = 1; ; attempt++) {
      const limit = Math.min(request.deadline, performance.now() + half);
      const outcome = await this.#attempt(request, attempt, limit, renew);
      if (!("error" in outcome)) return outcome;
      if (outcome.wait === null || attempt === ATTEMPTS || (renew && outcome.refused)) throw outcome.error;
      const wait = outcome.wait * (1 + Math.random() / 2);
      if (performance.now() + wait >= request.deadline) throw outcome.error;
      await pause(wait, request.signal);
      renew ||= outcome.refused;
    }
  }

  async #attempt(request: Outgoing, attempt: number, limit: number, renew: boolean): Promise<Incoming | Failure> {
    const { signal } = request;
    const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(limit - performance.now())));
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    try {
      const headers: Record<string, string> = { ...request.headers };
      if (request.token !== null) headers["authorization"] = `Bearer ${await tokenOf(request.token, renew, either)}`;
      const response = await this.#fetch(this.#url + request.path, {
        method: request.method,
        headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        // A redirect would take the token elsewhere.
        redirect: "error",
        signal: either,
      });
      const text = await textOf(response);
      if (response.ok) return { status: response.status, headers: response.headers, text };
      return failureOf(request, response, text, attempt);
    } catch (cause) {
      if (signal?.aborted === true) throw signal.reason;
      const message = timeout.aborted ? "no response in time" : `no response: ${reasonOf(cause)}`;
      return { error: new StaffroomError(message, { cause }), wait: doubled(FIRST_WAIT, attempt), refused: false };
    }
  }
}

/** The token, or a rejection when the signal says so. */
async function tokenOf(source: TokenSource, renew: boolean, signal: AbortSignal): Promise<string> {
  if (typeof source === "string") return source;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([source(renew), aborted]);
}

/** The body, which is refused beyond a size. */
async function textOf(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The loop cancels the body when it is left.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`the response has more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
}

function failureOf(request: Outgoing, response: Response, text: string, attempt: number): Failure {
  const problem = problemOf(response, text);
  const retryAfter = secondsOf(response.headers.get("retry-after"));
  const { status } = response;
  const code = typeof problem?.code === "string" ? ` ${problem.code}` : "";
  const detail = typeof problem?.detail === "string" ? `: ${problem.detail}` : "";
  const message = `${request.method} ${request.path.split("?", 1)[0]} was answered with ${status}${code}${detail}`;
  const error = new StaffroomError(message, { status, problem, retryAfter });
  const refused = status === 401 && typeof request.token === "function";
  const repeated = RETRIED.has(status) || problem?.code === "idempotency_key_in_use";
  let wait: number | null = null;
  if (refused) wait = 0;
  else if (repeated && retryAfter !== null) wait = retryAfter * 1000;
  else if (repeated) wait = doubled(status === 429 || status === 503 ? FIRST_WAIT_OF_GATEWAY : FIRST_WAIT, attempt);
  return { error, wait, refused };
}

function problemOf(response: Response, text: string): Problem | null {
  if (mediaType(response.headers) !== "application/problem+json") return null;
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" && problem !== null ? (problem as Problem) : null;
  } catch {
    return null;
  }
}

/** The media type of a response, without parameters. */
export function mediaType(headers: Headers): string {
  return (headers.get("content-type") ?? "").split(";", 1)[0]!.trim().toLowerCase();
}

/** The seconds of `Retry-After`, which is a number or a date. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(0, seconds), MAX_RETRY_AFTER);
}

function doubled(first: number, attempt: number): number {
  return first * 2 ** (attempt - 1);
}

/** Why a request had no response. `fetch` says it in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      signal?.removeEventListener("abort", abort);
      resolve();
    }
    function abort(): void {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}
