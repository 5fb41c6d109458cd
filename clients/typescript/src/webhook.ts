/**
 * Receives events by webhook: verifies them, drops those that are older than what was received, and forgets answers.
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { types } from "node:util";

import { isObject, strictJson } from "./json.js";
import { Late, within } from "./limit.js";
import { callable, DEADLINE_MS, kindOf, MANY, number } from "./options.js";
import { Staffroom } from "./staffroom.js";

/** A published event. New types and fields can be added at any time. */
export interface PublishedEvent {
  readonly id: string;
  readonly type: string;
  readonly store_id: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly user_id?: string };
  readonly subject: { readonly kind: string; readonly id: string };
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The headers of a request: those of `fetch`, or those of Node. */
export type RequestHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What became of a delivery, and the status to answer with. */
export interface Receipt {
  /**
   * `handled`: it was new. `passed`: this version of its subject, or a later one, was received before. `test`: a
   * `webhook.test`. `rejected`: not signed with the secret, too old, or no event. `failed`: the handler failed or is
   * busy with the same subject, and Staffroom sends it again.
   */
  readonly outcome: "handled" | "passed" | "test" | "rejected" | "failed";
  readonly status: 204 | 400 | 401 | 413 | 503;
  /** For the log: why it was rejected, or failed. */
  readonly detail: string | null;
}

export interface WebhookReceiverOptions {
  /** The secret of the webhook (`whsec_` and base64 of 24 to 64 bytes), or several: any of them may have signed. */
  secret: string | readonly string[];
  /** The clients that forget what an event makes wrong. */
  forget?: Staffroom | readonly Staffroom[];
  /**
   * Handles an event. If it throws, the event comes again. It may get an event more than once, but never two of a
   * subject at the same time, unless one takes longer than `eventDeadlineMs`.
   */
  onEvent?: (event: PublishedEvent) => void | Promise<void>;
  /** Of how many subjects the last version is known, up to 1,000,000. The least recently changed one goes first. */
  maxSubjects?: number;
  /**
   * How long `onEvent` may take: 1 to 3,600,000. After that the event comes again, and later ones of its subject are
   * handled, although nothing can end the function.
   */
  eventDeadlineMs?: number;
}

/** The bytes of a delivery at most. Those of Staffroom have less. */
export const MAX_DELIVERY = 1_048_576;
/** How far the time of a delivery may be from now, as the libraries of Standard Webhooks have it. */
const TOLERANCE_SECONDS = 300;

/** The types of events about a member alone. */
const OF_MEMBER = new Set(
  ["added", "changed", "removed", "left", "suspended", "resumed", "access_ended", "profile_changed"].map(
    (change) => `member.${change}`,
  ),
);
/** Events that change nobody's permissions. An invitation that is accepted is a `member.added` as well. */
const OF_NO_PERMISSION = /^(?:invitation|activity|seats)\./;

/** For how long a delivery waits for another one of its subject, and how many wait at most. */
const WAIT_MS = 5000;
const MAX_WAITING = 100;
const BUSY: Receipt = { outcome: "failed", status: 503, detail: "a version of the same subject is being handled" };

/** A delivery that is being handled. */
interface Turn {
  readonly version: number;
  readonly ended: Promise<unknown>;
}

/** Receives the deliveries to a webhook. */
export class WebhookReceiver {
  readonly #keys: readonly Buffer[];
  readonly #clients: readonly Staffroom[];
  readonly #onEvent: (event: PublishedEvent) => void | Promise<void>;
  readonly #maxSubjects: number;
  readonly #eventDeadlineMs: number;
  /** The last version of each subject that was handled; the least recently changed one first. */
  readonly #versions = new Map<string, number>();
  /** The subjects of which an event is being handled. */
  readonly #turns = new Map<string, Turn>();
  #waiting = 0;

  /** Throws a `TypeError` or `RangeError` that names the option, if one is not as it must be. */
  constructor(options: WebhookReceiverOptions) {
    const { secret, forget = [] } = options;
    const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
    this.#keys = secrets.map(keyOf);
    if (this.#keys.length === 0) throw new TypeError("secret must hold at least one secret");
    const clients: readonly unknown[] = Array.isArray(forget) ? forget : [forget];
    if (!clients.every((client) => client instanceof Staffroom)) {
      throw new TypeError("forget must be a Staffroom, or a list of them");
    }
    this.#clients = clients;
    this.#onEvent = callable("onEvent", options.onEvent ?? (() => undefined));
    this.#maxSubjects = number("maxSubjects", options.maxSubjects ?? 10_000, MANY);
    this.#eventDeadlineMs = number("eventDeadlineMs", options.eventDeadlineMs ?? 60_000, DEADLINE_MS);
  }

  /** Takes a delivery: its body as it came, byte for byte, and its headers. It never throws. */
  async receive(body: string | Uint8Array | ArrayBuffer, headers: RequestHeaders): Promise<Receipt> {
    try {
      return await this.#receive(body, headers);
    } catch (error) {
      return failed(error);
    }
  }

  async #receive(body: unknown, headers: unknown): Promise<Receipt> {
    // Not by `instanceof`: in a test's environment, classes can be others.
    if (typeof body !== "string" && !types.isUint8Array(body) && !types.isArrayBuffer(body)) {
      return rejected(400, `the body must be given as it came, as bytes or a text, not as ${kindOf(body)}`);
    }
    if (typeof headers !== "object" || headers === null) return rejected(400, `the headers are ${kindOf(headers)}`);
    const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(new Uint8Array(body));
    if (bytes.byteLength > MAX_DELIVERY) return rejected(413, "the delivery is too large");
    const fault = verify(bytes, headers as RequestHeaders, this.#keys);
    if (fault !== null) return rejected(401, fault);
    const event = eventOf(bytes);
    if (event === "test") return { outcome: "test", status: 204, detail: null };
    if (event === null) {
      // It is genuine, and may say that someone was removed.
      for (const client of this.#clients) client.forgetAll();
      return rejected(400, "the delivery is no event");
    }
    for (const client of this.#clients) forget(client, event);
    return this.#inTurn(event);
  }

  /** Handles an event after another one of its subject has been handled. */
  async #inTurn(event: PublishedEvent): Promise<Receipt> {
    const subject = `${event.store_id}\n${event.subject.kind}\n${event.subject.id}`;
    const until = performance.now() + WAIT_MS;
    for (let waited = false; ; waited = true) {
      if (event.version <= (this.#versions.get(subject) ?? 0)) return { outcome: "passed", status: 204, detail: null };
      const turn = this.#turns.get(subject);
      if (turn === undefined) return this.#handle(event, subject);
      // The handler may still fail, so this one must come again.
      const left = until - performance.now();
      if ((event.version <= turn.version && !waited) || this.#waiting >= MAX_WAITING || left <= 0) return BUSY;
      this.#waiting += 1;
      await within(left, undefined, () => turn.ended).catch(() => undefined);
      this.#waiting -= 1;
    }
  }

  async #handle(event: PublishedEvent, subject: string): Promise<Receipt> {
    const { version } = event;
    let end = (): void => undefined;
    this.#turns.set(subject, { version, ended: new Promise<void>((resolve) => (end = resolve)) });
    // It passes when the handler ends, also after the deadline.
    const handle = async (): Promise<void> => {
      await this.#onEvent(event);
      this.#pass(subject, version);
    };
    try {
      await within(this.#eventDeadlineMs, undefined, handle);
      return { outcome: "handled", status: 204, detail: null };
    } catch (error) {
      if (error instanceof Late) return failed(`onEvent has not ended in ${this.#eventDeadlineMs} ms`);
      return failed(error);
    } finally {
      this.#turns.delete(subject);
      end();
    }
  }

  #pass(subject: string, version: number): void {
    if (version <= (this.#versions.get(subject) ?? 0)) return;
    this.#versions.delete(subject);
    this.#versions.set(subject, version);
    if (this.#versions.size > this.#maxSubjects) this.#versions.delete(this.#versions.keys().next().value!);
  }
}

/**
 * Forgets the answers that an event may have made wrong; for an event of a type that is not known, all of its store.
 */
export function forget(client: Staffroom, event: PublishedEvent): void {
  if (OF_NO_PERMISSION.test(event.type)) return;
  if (OF_MEMBER.has(event.type) && event.subject.kind === "member") client.forget(event.store_id, event.subject.id);
  else client.forget(event.store_id);
}

function rejected(status: 400 | 401 | 413, detail: string): Receipt {
  return { outcome: "rejected", status, detail };
}

function failed(error: unknown): Receipt {
  return { outcome: "failed", status: 503, detail: error instanceof Error ? error.message : String(error) };
}

/*
 * Standard Webhooks v1. The npm package `standardwebhooks` is not used: it depends on an implementation of SHA-256 in
 * JavaScript under the Unlicense, which this project does not admit, and Node has HMAC. The tests verify signatures of
 * other implementations.
 */

function keyOf(secret: unknown): Buffer {
  const what = "a secret of a webhook is whsec_ and base64 of 24 to 64 bytes";
  if (typeof secret !== "string" || secret === "") throw new TypeError(`${what}, not ${kindOf(secret)}`);
  const encoded = secret.replace(/^whsec_/, "");
  const key = Buffer.from(encoded, "base64");
  // What is not base64 is left out by Node.
  if (key.toString("base64") !== encoded) throw new TypeError(`${what}, and this one is not base64`);
  if (key.byteLength < 24 || key.byteLength > 64) throw new TypeError(`${what}, not of ${key.byteLength}`);
  return key;
}

/** Why a delivery is not genuine; null if it is. */
function verify(body: Buffer, headers: RequestHeaders, keys: readonly Buffer[]): string | null {
  const id = header(headers, "webhook-id");
  const timestamp = header(headers, "webhook-timestamp");
  const signatures = header(headers, "webhook-signature");
  if (id === undefined || timestamp === undefined || signatures === undefined) {
    return "a header of Standard Webhooks is missing";
  }
  if (!/^\d{1,12}$/.test(timestamp)) return "the timestamp is no number";
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return "the timestamp is not of now";
  const expected = keys.map((key) => createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest());
  for (const signature of signatures.split(" ")) {
    if (!signature.startsWith("v1,")) continue;
    const given = Buffer.from(signature.slice(3), "base64");
    if (expected.some((one) => one.byteLength === given.byteLength && timingSafeEqual(one, given))) return null;
  }
  return "no signature is that of the secret";
}

function header(headers: RequestHeaders, name: string): string | undefined {
  if (typeof headers.get === "function") return (headers as Headers).get(name) ?? undefined;
  // Node's have small letters, those of some gateways have not.
  const given = Object.entries(headers as Record<string, unknown>);
  const value = given.find(([one]) => one.toLowerCase() === name)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** The event of a genuine delivery; null if it is none. */
function eventOf(body: Buffer): PublishedEvent | "test" | null {
  let event: unknown;
  try {
    event = strictJson(body);
  } catch {
    return null;
  }
  if (!isObject(event) || typeof event["type"] !== "string") return null;
  if (event["type"] === "webhook.test") return "test";
  const { subject } = event;
  const whole =
    typeof event["store_id"] === "string" &&
    isObject(subject) &&
    typeof subject["kind"] === "string" &&
    typeof subject["id"] === "string" &&
    Number.isSafeInteger(event["version"]);
  return whole ? (event as unknown as PublishedEvent) : null;
}
