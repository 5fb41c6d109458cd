/** For Fastify 4 and 5: a guard for routes, and a plugin for the deliveries of a webhook. */

import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";

import { type Access, decide, type GuardOptions, required } from "./guard.js";
import type { Staffroom } from "./staffroom.js";
import { MAX_DELIVERY, type WebhookReceiver } from "./webhook.js";

export type { Access, GuardOptions } from "./guard.js";

/** A request of any route: the parts of its path are texts. */
export type RouteRequest = FastifyRequest<{ Params: Record<string, string | undefined> }>;

const allowed = new WeakMap<FastifyRequest, Access>();

/**
 * Guards for routes: `{ preHandler: guard("orders") }` lets a request pass whose user holds the permission, or all of
 * several. The handler gets user and store from `accessOf(request)`.
 */
export function guards(
  staffroom: Staffroom,
  options: GuardOptions<RouteRequest>,
): (...permissions: string[]) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return (...permissions) => {
    required(permissions);
    return async (request, reply) => {
      const outcome = await decide(staffroom, options, request as RouteRequest, permissions);
      if ("status" in outcome) return reply.code(outcome.status).headers(outcome.headers).send(outcome.body);
      allowed.set(request, outcome);
      return undefined;
    };
  };
}

/** For whom a guarded handler runs. */
export function accessOf(request: FastifyRequest): Access {
  const access = allowed.get(request);
  if (access === undefined) throw new Error("no guard let this request pass");
  return access;
}

/** Takes the deliveries of a webhook: `app.register(webhook(receiver), { path: "/hooks/staffroom" })`. */
export function webhook(receiver: WebhookReceiver): FastifyPluginAsync<{ path: string }> {
  return (app, { path }) => {
    // In this plugin alone, bodies stay as they came.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_DELIVERY }, (_request, body, done) =>
      done(null, body),
    );
    app.post(path, async (request, reply) => {
      const body = request.body instanceof Uint8Array ? request.body : "";
      const receipt = await receiver.receive(body, request.headers);
      return reply.code(receipt.status).send();
    });
    return Promise.resolve();
  };
}
