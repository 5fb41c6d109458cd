/** Decisions, and what may be taken for one. */

import { isObject } from "./json.js";
import { shown } from "./problem.js";

/** Whom a person can ask for access. */
export interface Contact {
  readonly name: string;
  readonly email: string;
}

/** A question: may this user do this in this store? */
export interface Question {
  readonly user: string;
  readonly store: string;
  readonly permission: string;
}

/** The decision on a question, which nothing can change: it may be remembered. Test `allowed`: the object itself is always truthy. */
export interface Decision extends Question {
  readonly allowed: boolean;
  /** `denied` is Staffroom's decision. `unavailable`: there was no valid answer, and so it is refused. */
  readonly reason: "permitted" | "denied" | "unavailable";
  /** A text for the person who was denied, in their language; null if there is none. */
  readonly message: string | null;
  /** The language of `message`. */
  readonly locale: string | null;
  /** The permissions that the person does not hold. */
  readonly missing: readonly string[];
  /** Whom the person can ask: the owner of the store. */
  readonly contact: Contact | null;
  /** For the log: why there is no valid answer, or what is wrong with the question. */
  readonly detail: string | null;
  /** With `unavailable`: after how many seconds to try again, if Staffroom said so. */
  readonly retryAfter: number | null;
}

/** The most evaluations of a call. */
export const MAX_EVALUATIONS = 50;

const SLUG = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const USER_ID = /^[ -~]{1,255}$/;
const LOCALE = /^[A-Za-z][A-Za-z0-9-]{0,34}$/;
/** Bounds on what is kept of an answer. Those of the API are smaller. */
const MAX_TEXT = 4000;
const MAX_MISSING = 64;

/**
 * What is wrong with a question; null if it can be asked. Such a question is denied without a call, as the API would
 * deny it, so that one that is too large cannot take fifty others with it.
 */
export function invalid(question: Question): string | null {
  const { user, store, permission } = question;
  if (typeof user !== "string" || !USER_ID.test(user)) return "the user ID is not 1 to 255 printable ASCII characters";
  if (!isSlug(store)) return "the store is no slug";
  if (!isSlug(permission)) return "the permission is no slug";
  return null;
}

const NOTHING = {
  message: null,
  locale: null,
  missing: Object.freeze([]),
  contact: null,
  detail: null,
  retryAfter: null,
} as const;

export function unavailable(question: Question, detail: string, retryAfter: number | null = null): Decision {
  return Object.freeze({ ...question, ...NOTHING, allowed: false, reason: "unavailable", detail, retryAfter });
}

export function deniedAsInvalid(question: Question, detail: string): Decision {
  return Object.freeze({ ...question, ...NOTHING, allowed: false, reason: "denied", detail });
}

/** An answer that is none. */
class Malformed extends Error {}

/**
 * The decisions in the response to these questions. Whatever is not exactly an answer to each of them is an error: the
 * wrong number, a decision that is no boolean, a permission that comes with a reason for its denial, or a denial about
 * another permission than the one asked for. Then none of them counts: in a wrong order, a permission may be another's.
 */
export function decisionsOf(response: unknown, questions: readonly Question[]): Decision[] {
  const evaluations = isObject(response) ? response["evaluations"] : undefined;
  if (!Array.isArray(evaluations)) throw new Malformed("the response has no evaluations");
  if (evaluations.length !== questions.length) {
    throw new Malformed(`the response has ${evaluations.length} evaluations in the place of ${questions.length}`);
  }
  return questions.map((question, index) => decisionOf(evaluations[index], question));
}

function decisionOf(evaluation: unknown, question: Question): Decision {
  if (!isObject(evaluation)) throw new Malformed("an evaluation is no object");
  const { decision, context = {} } = evaluation;
  if (typeof decision !== "boolean") throw new Malformed("a decision is no boolean");
  if (!isObject(context)) throw new Malformed("the context of a decision is no object");
  if (decision) {
    if (["reason_user", "missing", "error"].some((name) => context[name] !== undefined)) {
      throw new Malformed("a decision permits something, and says why it is denied");
    }
    return Object.freeze({ ...question, ...NOTHING, allowed: true, reason: "permitted" });
  }
  const { error } = context;
  if (error !== undefined) {
    if (!isObject(error) || !isText(error["message"])) throw new Malformed("error has no message");
    return unavailable(question, `the evaluation is not valid: ${shown(error["message"])}`);
  }
  if (context["missing"] !== undefined) aboutThis(context["missing"], question);
  const contact = contactOf(context);
  return Object.freeze({ ...question, ...NOTHING, ...reasonOf(context), contact, allowed: false, reason: "denied" });
}

/** A denial says which permission is missing. */
function aboutThis(missing: unknown, { permission }: Question): void {
  if (!Array.isArray(missing)) throw new Malformed("missing is no list of permissions");
  if (!missing.includes(permission)) throw new Malformed("a denial is about another permission");
}

function reasonOf(context: Record<string, unknown>): Pick<Decision, "message" | "locale" | "missing"> {
  const { reason_user: texts = {}, missing = [] } = context;
  if (!isObject(texts)) throw new Malformed("reason_user is no object");
  const [locale = null, message = null] = Object.entries(texts)[0] ?? [];
  if (message !== null && !isText(message)) throw new Malformed("a text of reason_user is none");
  // It becomes a header.
  if (locale !== null && !LOCALE.test(locale)) throw new Malformed("a language of reason_user is none");
  if (!Array.isArray(missing) || missing.length > MAX_MISSING || !missing.every(isSlug)) {
    throw new Malformed("missing is no list of permissions");
  }
  return { locale, message, missing: Object.freeze(missing) };
}

function contactOf(context: Record<string, unknown>): Contact | null {
  const { contact } = context;
  if (contact === undefined || contact === null) return null;
  if (!isObject(contact) || !isText(contact["name"]) || !isText(contact["email"])) {
    throw new Malformed("contact has no name and address");
  }
  return Object.freeze({ name: contact["name"], email: contact["email"] });
}

function isSlug(value: unknown): value is string {
  return typeof value === "string" && SLUG.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_TEXT && !/\p{Surrogate}/u.test(value);
}
