/** The client: calls of the API, and the question that guards a handler. */

import { randomUUID } from "node:crypto";

import type { CallName, CallResponse, DataOf, OptionsArgument, RequestOptions } from "./calls.js";
import { pathOf } from "./calls.js";
import { type Decision, decisionsOf, deniedAsInvalid, invalid, type Question, unavailable } from "./decision.js";
import { Gatherer, type Pending } from "./gatherer.js";
import { Memory } from "./memory.js";
import { StaffroomError } from "./problem.js";
import { mediaType, type TokenSource, Transport } from "./transport.js";

export interface StaffroomOptions {
  /** The address of the API: the stack's output `ApiUrl`, or http://127.0.0.1:3000 for `cargo local`. */
  url: string;
  /** A token with the scope `staffroom/platform`, or a function that gives one. */
  token: TokenSource;
  /** How long an answer is remembered. 0, the default: not at all. */
  rememberMs?: number;
  /** How many answers are remembered at most. The least recently used one goes first. */
  rememberMax?: number;
  /** How long a question may take before it is refused, repetitions included. */
  checkDeadlineMs?: number;
  /** How long another call may take, repetitions included. */
  callDeadlineMs?: number;
  /** How many calls of evaluations may be in progress. Further questions wait, and are gathered. */
  maxCalls?: number;
  /** How many questions may wait. Further ones are refused. */
  maxWaiting?: number;
  /** The type that the catalog gives its stores (`resource_type`). */
  resourceType?: string;
  /**
   * Hears of each call of evaluations that had no valid answer. Without it, the first of a kind is written to the
   * console.
   */
  onFailure?: (error: Error) => void;
  /** Lets tokens go to another machine by http, in a private network. */
  allowHttp?: boolean;
  fetch?: typeof fetch;
}

/** A client of Staffroom. One for each process is enough. */
export class Staffroom {
  readonly #transport: Transport;
  readonly #token: TokenSource;
  readonly #callDeadlineMs: number;
  readonly #resourceType: string;
  readonly #onFailure: (error: Error) => void;
  readonly #memory: Memory;
  readonly #gatherer: Gatherer;

  constructor(options: StaffroomOptions) {
    this.#transport = new Transport(options.url, {
      allowHttp: options.allowHttp ?? false,
      fetch: options.fetch ?? globalThis.fetch,
    });
    this.#token = options.token;
    this.#callDeadlineMs = options.callDeadlineMs ?? 30_000;
    this.#resourceType = options.resourceType ?? "store";
    this.#onFailure = options.onFailure ?? firstOfAKind();
    this.#memory = new Memory(options.rememberMs ?? 0, options.rememberMax ?? 10_000);
    this.#gatherer = new Gatherer((batch, deadline) => this.#evaluate(batch, deadline), {
      deadlineMs: options.checkDeadlineMs ?? 3000,
      maxCalls: options.maxCalls ?? 8,
      maxWaiting: options.maxWaiting ?? 10_000,
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
   * if there is no response of success. A call that changes something has an idempotency key, the same one when it is
   * repeated.
   */
  async call<N extends CallName>(name: N, ...[options]: OptionsArgument<N>): Promise<CallResponse<DataOf<N>>> {
    const {
      path = {},
      query = {},
      body,
      ...more
    } = (options ?? {}) as RequestOptions & {
      path?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
    };
    const [method, template] = name.split(" ") as [string, string];
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (more.ifMatch !== undefined) headers["if-match"] = more.ifMatch;
    if (more.ifNoneMatch !== undefined) headers["if-none-match"] = more.ifNoneMatch;
    if (method !== "GET" && !template.startsWith("/access/")) {
      headers["idempotency-key"] = more.idempotencyKey ?? randomUUID();
    }
    const response = await this.#transport.send({
      method,
      path: pathOf(template, path, query),
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      token: more.token ?? this.#token,
      deadline: performance.now() + (more.deadlineMs ?? this.#callDeadlineMs),
      ...(more.signal === undefined ? {} : { signal: more.signal }),
    });
    return {
      status: response.status,
      data: (response.text === "" ? undefined : parsed(response.text, name)) as DataOf<N>,
      etag: response.headers.get("etag"),
      headers: response.headers,
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
      token: this.#token,
      deadline,
    });
    if (response.status !== 200) throw new StaffroomError(`evaluations were answered with ${response.status}`);
    if (mediaType(response.headers) !== "application/json") throw new StaffroomError("the response is no JSON");
    // A proxy that mixes up responses would give one person the decision about another.
    const echoed = response.headers.get("x-request-id");
    if (echoed !== null && echoed !== id) throw new StaffroomError("the response is that of another request");
    return decisionsOf(parsed(response.text, "evaluations"), questions);
  }

  #report(error: Error): void {
    try {
      this.#onFailure(error);
    } catch {
      // What hears of failures must not make one.
    }
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
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
