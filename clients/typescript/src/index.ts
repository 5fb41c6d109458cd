export type { CallName, CallOptions, CallResponse, components, DataOf, paths, Schemas } from "./calls.js";
export type { Contact, Decision } from "./decision.js";
export { type Problem, StaffroomError } from "./problem.js";
export { clientCredentials, type ClientCredentials } from "./credentials.js";
export { Staffroom, type StaffroomOptions } from "./staffroom.js";
export type { TokenSource } from "./tokens.js";
export {
  forget,
  type PublishedEvent,
  type Receipt,
  type RequestHeaders,
  WebhookReceiver,
  type WebhookReceiverOptions,
} from "./webhook.js";
