/** Questions that are asked in the same turn of the event loop go out together. */

import { type Decision, MAX_EVALUATIONS, type Question, unavailable } from "./decision.js";
import { keyOf } from "./memory.js";

/** A question on its way, and everyone who waits for its answer. */
export interface Pending {
  readonly question: Question;
  readonly asked: number;
  /** Whether an event has come since that may make the answer wrong for later questions. */
  stale: boolean;
  readonly answer: Promise<Decision>;
  readonly settle: (decision: Decision) => void;
}

/** Asks these questions in one call. It answers each of them, and never throws. */
export type Evaluate = (batch: readonly Pending[], deadline: number) => Promise<void>;

/** Makes batches of at most fifty questions, a bounded number of them at once. */
export class Gatherer {
  #waiting = new Map<string, Pending>();
  readonly #inProgress = new Set<readonly Pending[]>();
  #scheduled = false;

  constructor(
    readonly evaluate: Evaluate,
    readonly limits: { deadlineMs: number; maxCalls: number; maxWaiting: number },
  ) {}

  /**
   * The decision on a question. Only a question that has not gone out yet is shared: an answer is never older than its
   * question.
   */
  ask(question: Question): Promise<Decision> {
    const key = keyOf(question);
    const same = this.#waiting.get(key);
    if (same !== undefined) return same.answer;
    if (this.#waiting.size >= this.limits.maxWaiting) {
      return Promise.resolve(unavailable(question, `more than ${this.limits.maxWaiting} questions are waiting`));
    }
    const pending = this.#pending(question);
    this.#waiting.set(key, pending);
    if (!this.#scheduled) {
      this.#scheduled = true;
      // After the callbacks of this turn, those of other requests included.
      setImmediate(() => {
        this.#scheduled = false;
        this.#send();
      });
    }
    return pending.answer;
  }

  /** Answers to questions about this store, or this user in it, which are on their way, are not remembered. */
  forget(store?: string, user?: string): void {
    for (const batch of this.#inProgress) {
      for (const pending of batch) {
        const { question } = pending;
        if (store !== undefined && question.store !== store) continue;
        if (user === undefined || question.user === user) pending.stale = true;
      }
    }
  }

  #pending(question: Question): Pending {
    let settle!: (decision: Decision) => void;
    const answer = new Promise<Decision>((resolve) => (settle = resolve));
    // The time of a question does not depend on the call that it waits for or is part of.
    const timer = setTimeout(() => settle(unavailable(question, "no answer in time")), this.limits.deadlineMs);
    return {
      question,
      asked: performance.now(),
      stale: false,
      answer,
      settle: (decision) => {
        clearTimeout(timer);
        settle(decision);
      },
    };
  }

  #send(): void {
    while (this.#waiting.size > 0 && this.#inProgress.size < this.limits.maxCalls) {
      const late = performance.now() - this.limits.deadlineMs;
      const batch: Pending[] = [];
      for (const [key, pending] of this.#waiting) {
        if (batch.length === MAX_EVALUATIONS) break;
        this.#waiting.delete(key);
        if (pending.asked > late) batch.push(pending);
      }
      const last = batch.at(-1);
      if (last === undefined) continue;
      this.#inProgress.add(batch);
      void this.evaluate(batch, last.asked + this.limits.deadlineMs).finally(() => {
        this.#inProgress.delete(batch);
        this.#send();
      });
    }
  }
}
