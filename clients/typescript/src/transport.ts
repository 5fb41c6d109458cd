/**
 * Requests to the API: each with a deadline, a bound on its response, and repetitions where they are safe and can help.
 */

import { isObject, parsedJson } from "./json.js";
import { exchange, Late, pause, TooLarge, within } from "./limit.js";
import { address } from "./options.js";
import { type Problem, shown, StaffroomError } from "./problem.js";
import { InvalidToken, type Tokens } from "./tokens.js";

/** A request. It must be safe to repeat: a question, or a change with an idempotency key. */
export interface Outgoing {
  readonly method: string;
  /** The path with its query, after the address of the API. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly tokens: Tokens;
  /** By when there must be a response, as `performance.now()` counts. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

/** A response of success. */
export interface Incoming {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
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
    this.#url = address("url", url, options.allowHttp).href.replace(/\/+$/, "");
    this.#fetch = options.fetch;
  }

  /** The response of success, or a `StaffroomError`. */
  async send(request: Outgoing): Promise<Incoming> {
    // A request that is lost must leave time for another one.
    const half = (request.deadline - performance.now()) / 2;
    let renewed: (() => Promise<string>) | null = null;
    for (let attempt = 1; ; attempt++) {
      const limit = Math.min(request.deadline, performance.now() + half);
      const began = performance.now();
      const outcome = await this.#attempt(request, attempt, limit, renewed ?? (() => request.tokens.get()));
      if (!("error" in outcome)) return outcome;
      let { wait } = outcome;
      if (outcome.refused) {
        // The token is renewed once.
        renewed = renewed === null ? request.tokens.renewed(began) : null;
        wait = renewed === null ? null : 0;
      }
      if (wait === null || attempt === ATTEMPTS) throw outcome.error;
      wait *= 1 + Math.random() / 2;
      if (performance.now() + wait >= request.deadline) throw outcome.error;
      await pause(wait, request.signal);
    }
  }

  async #attempt(
    request: Outgoing,
    attempt: number,
    limit: number,
    token: () => Promise<string>,
  ): Promise<Incoming | Failure> {
    let missing = "no token";
    try {
      return await within(limit - performance.now(), request.signal, async (signal) => {
        const headers = { ...request.headers, authorization: `Bearer ${await token()}` };
        missing = "no response";
        const init: RequestInit = { method: request.method, headers, body: request.body ?? null };
        const { response, bytes } = await exchange(this.#fetch, this.#url + request.path, init, signal, MAX_BYTES);
        if (response.ok) return { status: response.status, headers: response.headers, bytes };
        return failureOf(request, response, bytes, attempt);
      });
    } catch (cause) {
      if (request.signal?.aborted === true) throw request.signal.reason;
      const message = cause instanceof Late ? cause.message : `${missing}: ${shown(reasonOf(cause))}`;
      const lasts = cause instanceof InvalidToken || cause instanceof TooLarge;
      const wait = lasts ? null : doubled(FIRST_WAIT, attempt);
      return { error: new StaffroomError(message, { cause }), wait, refused: false };
    }
  }
}

function failureOf(request: Outgoing, response: Response, bytes: Uint8Array, attempt: number): Failure {
  const problem = problemOf(response, bytes);
  const retryAfter = secondsOf(response.headers.get("retry-after"));
  const { status } = response;
  const code = typeof problem?.code === "string" ? ` ${shown(problem.code)}` : "";
  const detail = typeof problem?.detail === "string" ? `: ${shown(problem.detail)}` : "";
  const message = `${request.method} ${request.path.split("?", 1)[0]} was answered with ${status}${code}${detail}`;
  const error = new StaffroomError(message, { status, problem, retryAfter });
  const repeated = RETRIED.has(status) || problem?.code === "idempotency_key_in_use";
  let wait: number | null = null;
  if (repeated && retryAfter !== null) wait = retryAfter * 1000;
  else if (repeated) wait = doubled(status === 429 || status === 503 ? FIRST_WAIT_OF_GATEWAY : FIRST_WAIT, attempt);
  return { error, wait, refused: status === 401 };
}

function problemOf(response: Response, bytes: Uint8Array): Problem | null {
  if (mediaType(response.headers) !== "application/problem+json") return null;
  try {
    const problem = parsedJson(bytes);
    return isObject(problem) ? problem : null;
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
  const given = header.trim();
  // `Date.parse` takes a negative number for a year.
  const date = /^[A-Za-z]{3,9},? /.test(given) ? Date.parse(given) : NaN;
  const seconds = /^\d+$/.test(given) ? Number(given) : (date - Date.now()) / 1000;
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
