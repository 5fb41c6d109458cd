/** Deliveries that a test signs itself, independently of the receiver's code. */

import { createHmac } from "node:crypto";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export interface Delivery {
  readonly body: string;
  readonly headers: Record<string, string>;
}

export function delivery(event: unknown, { secret = SECRET, at = Date.now(), id = "msg_1" } = {}): Delivery {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"))
    .update(`${id}.${timestamp}.${body}`)
    .digest("base64");
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
  return { body, headers: { "content-type": "application/json", ...headers } };
}
