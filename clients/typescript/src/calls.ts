/** The calls of the API by their name, such as `GET /stores/{store}`, with the types of the description. */

import type { components, paths } from "./api.js";
import { StaffroomError } from "./problem.js";

export type { components, paths };

/** The schemas of the description, such as `Schemas["Member"]`. */
export type Schemas = components["schemas"];

/** Pages and files for browsers, and the form of a mail. */
type ForBrowsers = "/join" | "/team" | "/assets/{asset}" | "/unsubscribe/{token}";
type Path = Exclude<keyof paths, ForBrowsers>;
type Method = "get" | "put" | "post" | "patch" | "delete";

type NameOf<P extends Path> = {
  [M in Method]: paths[P][M] extends { responses: unknown } ? `${Uppercase<M>} ${P}` : never;
}[Method];

/** The name of a call. */
export type CallName = { [P in Path]: NameOf<P> }[Path];

type OperationOf<N extends CallName> = N extends `${infer M} ${infer P extends Path}`
  ? Lowercase<M> extends infer L extends Method
    ? paths[P][L]
    : never
  : never;

type JsonOf<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type ParameterOf<N extends CallName, Kind extends string> =
  OperationOf<N> extends { parameters: { [K in Kind]?: infer Value } } ? Exclude<Value, undefined> : never;
type BodyOf<N extends CallName> =
  OperationOf<N> extends { requestBody?: infer Body } ? JsonOf<Exclude<Body, undefined>> : never;
type RequiredBody<N extends CallName> = OperationOf<N> extends { requestBody: { content: unknown } } ? true : false;

type Path_<N extends CallName> = [ParameterOf<N, "path">] extends [never]
  ? { path?: never }
  : { /** The parts of the path. */ path: ParameterOf<N, "path"> };
type Query_<N extends CallName> = [ParameterOf<N, "query">] extends [never]
  ? { query?: never }
  : { query?: ParameterOf<N, "query"> };
type Body_<N extends CallName> = [BodyOf<N>] extends [never]
  ? { body?: never }
  : RequiredBody<N> extends true
    ? { body: BodyOf<N> }
    : { body?: BodyOf<N> };

/** What belongs to no call in particular. */
export interface RequestOptions {
  /** `ETag`s: the call is carried out only if the resource has one of these versions. */
  ifMatch?: string;
  /** The call is carried out only if the resource does not exist. */
  ifNoneMatch?: "*";
  /** A key of one's own, to repeat the call after this process has ended. Without it, each call has a random one. */
  idempotencyKey?: string;
  /** The token of a person, to make the call in their name. */
  token?: string;
  /** Ends the call. */
  signal?: AbortSignal;
  /** How long the call may take with all its repetitions: 1 to 3,600,000. */
  deadlineMs?: number;
}

/** What a call takes. */
export type CallOptions<N extends CallName> = Path_<N> & Query_<N> & Body_<N> & RequestOptions;

type ResponsesOf<N extends CallName> = OperationOf<N> extends { responses: infer Responses } ? Responses : never;
type Success = 200 | 201 | 202 | 204 | 207;

/** The body of a response of success; undefined if it has none. */
export type DataOf<N extends CallName> = {
  [S in keyof ResponsesOf<N> & Success]: [JsonOf<ResponsesOf<N>[S]>] extends [never]
    ? undefined
    : JsonOf<ResponsesOf<N>[S]>;
}[keyof ResponsesOf<N> & Success];

/** A response of success. */
export interface CallResponse<T> {
  readonly status: number;
  readonly data: T;
  /** The version of the resource, for `ifMatch`. */
  readonly etag: string | null;
  readonly headers: Headers;
}

/** The options of a call, if it needs none of them, may be left out. */
export type OptionsArgument<N extends CallName> =
  Record<never, never> extends CallOptions<N> ? [options?: CallOptions<N>] : [options: CallOptions<N>];

/** The path of a call with its parts and its query. */
export function pathOf(template: string, parts: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parts[name];
    const part = typeof value === "string" && name === "user" ? userPart(value) : value;
    // An empty part would make another path of it, and so would one that goes up.
    if (typeof part !== "string" || part === "" || part === "." || part === "..") {
      throw new StaffroomError(`${template}: ${name} must be a text that is not empty, and no dots alone`);
    }
    return encodeURIComponent(part);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) search.append(name, String(one));
    }
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** A user ID as a part of a path: `me` stays the caller, and what a path cannot hold is given in base64url. */
function userPart(user: string): string {
  // `bulk` is a path of its own.
  const isTaken = user === "." || user === ".." || user === "bulk";
  return isTaken || /[/?]/.test(user) || user.startsWith("~") ? `~${Buffer.from(user).toString("base64url")}` : user;
}
