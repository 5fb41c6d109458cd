/** For Hono: a guard for routes, and a handler for the deliveries of a webhook. */

import type { Context, Handler, MiddlewareHandler } from "hono";

import { type Access, decide, type GuardOptions, required } from "./guard.js";
import type { Staffroom } from "./staffroom.js";
import { MAX_DELIVERY, type WebhookReceiver } from "./webhook.js";

export type { Access, GuardOptions } from "./guard.js";

/** The variable of the context that a guard sets. */
export interface GuardedVariables {
  staffroom: Access;
}

/**
 * Guards for routes: `guard("orders")` lets a request pass whose user holds the permission, or all of several. The
 * handler finds user and store in `context.get("staffroom")`.
 */
export function guards(
  staffroom: Staffroom,
  options: GuardOptions<Context>,
): (...permissions: string[]) => MiddlewareHandler<{ Variables: GuardedVariables }> {
  return (...permissions) => {
    required(permissions);
    return async (context, next) => {
      const outcome = await decide<Context>(staffroom, options, context, permissions);
      if ("status" in outcome) return new Response(outcome.body, outcome);
      context.set("staffroom", outcome);
      await next();
      return undefined;
    };
  };
}

/** Takes the deliveries of a webhook: `app.post("/hooks/staffroom", webhook(receiver))`. */
export function webhook(receiver: WebhookReceiver): Handler {
  return async ({ req }) => {
    // Hono keeps the body that another handler has read.
    const body = req.raw.bodyUsed ? await req.arrayBuffer() : await bodyOf(req.raw);
    const receipt = await receiver.receive(body, req.raw.headers);
    const headers: Record<string, string> = receipt.status === 413 ? { connection: "close" } : {};
    return new Response(null, { status: receipt.status, headers });
  };
}

/** The body as it came. */
async function bodyOf(request: Request): Promise<Uint8Array> {
  const reader = request.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // What is too large is read no further, and the receiver refuses it. The body is not cancelled: its connection must
  // live for the response.
  while (reader !== undefined && size <= MAX_DELIVERY) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
