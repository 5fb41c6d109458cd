/** Errors of calls, and what they show of a server's texts. */

/** A problem of the API (RFC 9457). A response of API Gateway itself is none: then there is only a status. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly code?: string;
  readonly instance?: string;
  readonly [member: string]: unknown;
}

const MAX_SHOWN = 300;

/** The start of a text that is not ours, on one line: for messages and the log. */
export function shown(text: string): string {
  return text.slice(0, MAX_SHOWN).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ") + (text.length > MAX_SHOWN ? "…" : "");
}

/** A call that was not successful. */
export class StaffroomError extends Error {
  override readonly name = "StaffroomError";
  /** The status of the response; null if there was no valid response. */
  readonly status: number | null;
  /** The `code` of the problem; null if the response was no problem. */
  readonly code: string | null;
  /** The problem; null if the response was none. */
  readonly problem: Problem | null;
  /** After how many seconds to try again, if the response said so. */
  readonly retryAfter: number | null;

  constructor(
    message: string,
    about: { status?: number; problem?: Problem | null; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.status = about.status ?? null;
    this.problem = about.problem ?? null;
    this.code = typeof this.problem?.code === "string" ? this.problem.code : null;
    this.retryAfter = about.retryAfter ?? null;
  }
}
