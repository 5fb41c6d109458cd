/** Where the tokens of requests come from. */

import { kindOf } from "./options.js";
import { StaffroomError } from "./problem.js";

/**
 * A bearer token, or what gives one. `renew` is true after the last one was refused: then a stored one must not be
 * given.
 */
export type TokenSource = string | ((renew: boolean) => string | Promise<string>);

/** The least time between two renewals, so that a server that refuses every token does not cost one for each question. */
const RENEWAL_MS = 5000;
/** What a header can hold. */
const TOKEN = /^[!-~]+$/;

/** A source of tokens, with a bound on how often it is asked for a new one. */
export class Tokens {
  readonly #source: TokenSource;
  /** The last renewal, and when it began. */
  #renewal: { began: number; token: Promise<string> } | null = null;

  constructor(name: string, source: TokenSource) {
    if (typeof source !== "string" && typeof source !== "function") {
      throw new TypeError(`${name} must be a text, or a function that gives one, not ${kindOf(source)}`);
    }
    if (typeof source === "string" && !TOKEN.test(source)) {
      throw new TypeError(`${name} must be a text of visible ASCII characters that is not empty`);
    }
    this.#source = source;
  }

  /** A token. While a renewal is in progress, it is the one that the renewal gives. */
  async get(): Promise<string> {
    const renewal = this.#latest();
    if (renewal !== null) await renewal.token.catch(() => undefined);
    return valid(typeof this.#source === "string" ? this.#source : await this.#source(false));
  }

  /**
   * A new token, in the place of one that was got at this time and was refused. Null if there is none to be had: then
   * another attempt cannot help.
   */
  renewed(got: number): (() => Promise<string>) | null {
    const source = this.#source;
    if (typeof source === "string") return null;
    const last = this.#latest();
    if (last !== null) return last.began >= got ? () => last.token : null;
    return () => {
      // Of several attempts that were refused at the same time, the first one renews.
      const other = this.#latest();
      if (other !== null) return other.token;
      const token = Promise.resolve(true).then(source).then(valid);
      token.catch(() => undefined);
      this.#renewal = { began: performance.now(), token };
      return token;
    };
  }

  /** The renewal of these seconds. */
  #latest(): { began: number; token: Promise<string> } | null {
    const renewal = this.#renewal;
    return renewal !== null && performance.now() - renewal.began < RENEWAL_MS ? renewal : null;
  }
}

/** What a function gave is no token. To ask it again would not help. */
export class InvalidToken extends StaffroomError {}

/** A token that a header can hold. */
function valid(token: unknown): string {
  if (typeof token === "string" && TOKEN.test(token)) return token;
  throw new InvalidToken(`it must be a text of visible ASCII characters, not ${kindOf(token)}`);
}
