/** Remembered decisions, and which of them an event ends. */

import type { Decision, Question } from "./decision.js";

interface Entry {
  readonly decision: Decision;
  /** Until when it holds, as `performance.now()` counts. */
  readonly until: number;
}

/** At most so many decisions, each for a time; the least recently used one goes first. */
export class Memory {
  /** By the key of the question; the least recently used first. */
  readonly #entries = new Map<string, Entry>();
  /** The keys by store and user. */
  readonly #keys = new Map<string, Map<string, Set<string>>>();

  constructor(
    readonly milliseconds: number,
    readonly maximum: number,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(question: Question): Decision | undefined {
    const key = keyOf(question);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (!(entry.until > performance.now())) {
      this.#drop(key, question);
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.decision;
  }

  /** Remembers an answer. It is as old as its question, so its time counts from `asked`. */
  put(decision: Decision, asked: number): void {
    const until = asked + this.milliseconds;
    // So that what is no number remembers nothing.
    if (!(until > performance.now())) return;
    const key = keyOf(decision);
    this.#entries.delete(key);
    this.#entries.set(key, { decision, until });
    const users = getOrPut(this.#keys, decision.store, () => new Map<string, Set<string>>());
    getOrPut(users, decision.user, () => new Set<string>()).add(key);
    if (!(this.#entries.size <= this.maximum)) {
      const [oldest, entry] = this.#entries.entries().next().value!;
      this.#drop(oldest, entry.decision);
    }
  }

  /** Forgets the answers about a store, or about one of its users. */
  forget(store: string, user?: string): void {
    const users = this.#keys.get(store);
    if (users === undefined) return;
    for (const keys of user === undefined ? users.values() : [users.get(user) ?? []]) {
      for (const key of keys) this.#entries.delete(key);
    }
    if (user !== undefined) users.delete(user);
    if (user === undefined || users.size === 0) this.#keys.delete(store);
  }

  clear(): void {
    this.#entries.clear();
    this.#keys.clear();
  }

  #drop(key: string, { store, user }: Question): void {
    this.#entries.delete(key);
    const users = this.#keys.get(store);
    const keys = users?.get(user);
    keys?.delete(key);
    if (keys?.size === 0) users?.delete(user);
    if (users?.size === 0) this.#keys.delete(store);
  }
}

/** The key of a question. Its parts have no line break. */
export function keyOf({ user, store, permission }: Question): string {
  return `${store}\n${user}\n${permission}`;
}

function getOrPut<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
