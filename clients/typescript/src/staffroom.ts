/** The client: calls of the API, and the question that guards a handler. */

import { randomUUID } from "node:crypto";

import type { CallName, CallResponse, DataOf, OptionsArgument, RequestOptions } from "./calls.js";
import { pathOf } from "./calls.js";
import { type Decision, decisionsOf, deniedAsInvalid, invalid, type Question, unavailable } from "./decision.js";
import { Gatherer, type Pending } from "./gatherer.js";
import { parsedJson, strictJson } from "./json.js";
import { Memory } from "./memory.js";
import { boolean, callable, CALLS, DEADLINE_MS, forHeader, MANY, number, REMEMBER_MS, text } from "./options.js";
import { StaffroomError } from "./problem.js";
import { Tokens, type TokenSource } from "./tokens.js";
import { mediaType, type Outgoing, Transport } from "./transport.js";

export interface StaffroomOptions {
  /** The address of the API: the stack's output `ApiUrl`, or http://127.0.0.1:3000 for `cargo local`. */
  url: string;
  /** A token with the scope `staffroom/platform`, or a function that gives one. */
  token: TokenSource;
  /** How long an answer is remembered, up to 86,400,000. 0, the default: not at all. */
  rememberMs?: number;
  /** How many answers are remembered at most, up to 1,000,000. The least recently used one goes first. */
  rememberMax?: number;
  /** How long a question may take before it is refused, repetitions included: 1 to 3,600,000. */
  checkDeadlineMs?: number;
  /** How long another call may take, repetitions included: 1 to 3,600,000. */
  callDeadlineMs?: number;
  /** How many calls of evaluations may be in progress, up to 1,000. Further questions wait, and are gathered. */
  maxCalls?: number;
  /** How many questions may wait, up to 1,000,000. Further ones are refused. */
  maxWaiting?: number;
  /** The type that the catalog gives its stores (`resource_type`). */
  resourceType?: string;
  /**
   * Hears of each call of evaluations that had no valid answer. Without it, the first of a kind is written to the
   * console. What it throws is dropped.
   */
  onFailure?: (error: Error) => unknown;
  /** Lets tokens go to another machine by http, in a private network. */
  allowHttp?: boolean;
  fetch?: typeof fetch;
}

/** A client of Staffroom. One for each process is enough. */
export class Staffroom {
  readonly #transport: Transport;
  readonly #tokens: Tokens;
  readonly #callDeadlineMs: number;
  readonly #resourceType: string;
  readonly #onFailure: (error: Error) => unknown;
  readonly #memory: Memory;
  readonly #gatherer: Gatherer;

  /** Throws a `TypeError` or `RangeError` that names the option, if one is not as it must be. */
  constructor(options: StaffroomOptions) {
    this.#transport = new Transport(options.url, {
      allowHttp: boolean("allowHttp", options.allowHttp ?? false),
      fetch: callable("fetch", options.fetch ?? globalThis.fetch),
    });
    this.#tokens = new Tokens("token", options.token);
    this.#callDeadlineMs = number("callDeadlineMs", options.callDeadlineMs ?? 30_000, DEADLINE_MS);
    this.#resourceType = text("resourceType", options.resourceType ?? "store");
    this.#onFailure = callable("onFailure", options.onFailure ?? firstOfAKind());
    this.#memory = new Memory(
      number("rememberMs", options.rememberMs ?? 0, REMEMBER_MS),
      number("rememberMax", options.rememberMax ?? 10_000, MANY),
    );
    this.#gatherer = new Gatherer((batch, deadline) => this.#evaluate(batch, deadline), {
      deadlineMs: number("checkDeadlineMs", options.checkDeadlineMs ?? 3000, DEADLINE_MS),
      maxCalls: number("maxCalls", options.maxCalls ?? 8, CALLS),
      maxWaiting: number("maxWaiting", options.maxWaiting ?? 10_000, MANY),
    });
  }

  /** May this user do this in this store? False as well if there is no valid answer. */
  async can(user: string, store: string, permission: string): Promise<boolean> {
    return (await this.explain(user, store, permission)).allowed;
  }

  /** As `can`, with why not: test `allowed` of what it returns. It never throws. */
  async explain(user: string, store: string, permission: string): Promise<Decision> {
    const question = { user, store, permission };
    const fault = invalid(question);
    if (fault !== null) return deniedAsInvalid(question, fault);
    return this.#memory.get(question) ?? this.#gatherer.ask(question);
  }

  /** Forgets the answers about a store or about one of its users, also those that are on their way. */
  forget(store: string, user?: string): void {
    this.#gatherer.forget(store, user);
    this.#memory.forget(store, user);
  }

  /** Forgets all answers, also those that are on their way. */
  forgetAll(): void {
    this.#gatherer.forget();
    this.#memory.clear();
  }

  /** How many answers are remembered. */
  get remembered(): number {
    return this.#memory.size;
  }

  /**
   * Makes a call, such as `call("GET /stores/{store}", { path: { store: "demo-ecwid" } })`. Throws a `StaffroomError`
   * if there is no response of success, and nothing else: if `signal` ended the call, its reason is the `cause`. A call
   * that changes something has an idempotency key, the same one when it is repeated.
   */
  async call<N extends CallName>(name: N, ...[options]: OptionsArgument<N>): Promise<CallResponse<DataOf<N>>> {
    try {
      const response = await this.#transport.send(this.#outgoing(name, options ?? {}));
      return {
        status: response.status,
        data: (response.bytes.byteLength === 0 ? undefined : parsed(response.bytes, name)) as DataOf<N>,
        etag: response.headers.get("etag"),
        headers: response.headers,
      };
    } catch (cause) {
      if (cause instanceof StaffroomError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StaffroomError(`${String(name)}: ${reason}`, { cause });
    }
  }

  /** The request of a call. What its options lack or have wrongly is an error here. */
  #outgoing(name: string, options: object): Outgoing {
    const {
      path = {},
      query = {},
      body,
      ...more
    } = options as RequestOptions & {
      path?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
    };
    const [method, template] = name.split(" ") as [string, string];
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (more.ifMatch !== undefined) headers["if-match"] = forHeader("ifMatch", more.ifMatch);
    if (more.ifNoneMatch !== undefined) headers["if-none-match"] = forHeader("ifNoneMatch", more.ifNoneMatch);
    if (method !== "GET" && !template.startsWith("/access/")) {
      headers["idempotency-key"] = forHeader("idempotencyKey", more.idempotencyKey ?? randomUUID());
    }
    const deadlineMs = number("deadlineMs", more.deadlineMs ?? this.#callDeadlineMs, DEADLINE_MS);
    return {
      method,
      path: pathOf(template, path, query),
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      tokens: more.token === undefined ? this.#tokens : new Tokens("token", more.token),
      deadline: performance.now() + deadlineMs,
      ...(more.signal === undefined ? {} : { signal: more.signal }),
    };
  }

  /** Asks these questions in one call, and settles each. */
  async #evaluate(batch: readonly Pending[], deadline: number): Promise<void> {
    const questions = batch.map((pending) => pending.question);
    let decisions: Decision[];
    try {
      decisions = await this.#decisions(questions, deadline);
      const failed = decisions.find(({ reason }) => reason === "unavailable");
      if (failed !== undefined) this.#report(new StaffroomError(failed.detail ?? ""));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const retryAfter = error instanceof StaffroomError ? error.retryAfter : null;
      decisions = questions.map((question) => unavailable(question, error.message, retryAfter));
      this.#report(error);
    }
    batch.forEach((pending, index) => {
      const decision = decisions[index]!;
      if (!pending.stale && decision.reason !== "unavailable") this.#memory.put(decision, pending.asked);
      pending.settle(decision);
    });
  }

  async #decisions(questions: readonly Question[], deadline: number): Promise<Decision[]> {
    const id = randomUUID();
    const response = await this.#transport.send({
      method: "POST",
      path: "/access/v1/evaluations",
      headers: { accept: "application/json", "content-type": "application/json", "x-request-id": id },
      body: JSON.stringify({
        evaluations: questions.map(({ user, store, permission }) => ({
          subject: { type: "user", id: user },
          action: { name: permission },
          resource: { type: this.#resourceType, id: store },
        })),
      }),
      tokens: this.#tokens,
      deadline,
    });
    if (response.status !== 200) throw new StaffroomError(`evaluations were answered with ${response.status}`);
    if (mediaType(response.headers) !== "application/json") throw new StaffroomError("the response is no JSON");
    // A proxy that mixes up responses would give one person the decision about another. One that adds an ID, or
    // repeats ours, does not.
    const ids = (response.headers.get("x-request-id") ?? "").split(",").map((one) => one.trim());
    if (ids.some((one) => one !== "") && !ids.includes(id)) {
      throw new StaffroomError("the response is that of another request");
    }
    return decisionsOf(parsed(response.bytes, "evaluations", strictJson), questions);
  }

  #report(error: Error): void {
    // What hears of failures must not make one, neither now nor later.
    try {
      Promise.resolve(this.#onFailure(error)).catch(() => undefined);
    } catch {
      // It threw at once.
    }
  }
}

function parsed(bytes: Uint8Array, name: string, parse = parsedJson): unknown {
  try {
    return parse(bytes);
  } catch (cause) {
    throw new StaffroomError(`${name}: the response is no JSON`, { cause });
  }
}

/** Writes a failure to the console, unless it is as the last one, less than a minute ago. */
function firstOfAKind(): (error: Error) => void {
  let last = "";
  let until = 0;
  return (error) => {
    if (error.message === last && performance.now() < until) return;
    last = error.message;
    until = performance.now() + 60_000;
    console.error(`staffroom: refused, because there is no valid answer: ${error.message}`);
  };
}
