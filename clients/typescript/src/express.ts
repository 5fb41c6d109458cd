/** For Express 4 and 5: a guard for routes, and a handler for the deliveries of a webhook. */

import type { NextFunction, Request, RequestHandler, Response } from "express";

import { decide, type GuardOptions, required } from "./guard.js";
import type { Staffroom } from "./staffroom.js";
import { MAX_DELIVERY, type WebhookReceiver } from "./webhook.js";

export type { Access, GuardOptions } from "./guard.js";

/** A handler that leaves the types of its route as they are: with `RequestHandler`, Express knows no parameters. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the bound of Express
export type Middleware = <P, ResBody, ReqBody, ReqQuery, Locals extends Record<string, any>>(
  request: Request<P, ResBody, ReqBody, ReqQuery, Locals>,
  response: Response<ResBody, Locals>,
  next: NextFunction,
) => void;

/**
 * Guards for routes: `guard("orders")` lets a request pass whose user holds the permission, or all of several. The
 * handler finds user and store in `response.locals.staffroom`.
 */
export function guards(
  staffroom: Staffroom,
  options: GuardOptions<Request>,
): (...permissions: string[]) => Middleware {
  return (...permissions) => {
    required(permissions);
    const guard: RequestHandler = (request, response, next) => {
      decide(staffroom, options, request, permissions)
        .then((outcome) => {
          if (!("status" in outcome)) {
            response.locals["staffroom"] = outcome;
            next();
          } else {
            response.status(outcome.status).set(outcome.headers).end(outcome.body);
          }
        })
        .catch(next);
    };
    return guard as Middleware;
  };
}

/** Takes the deliveries of a webhook: `app.post("/hooks/staffroom", webhook(receiver))`, before a parser of bodies. */
export function webhook(receiver: WebhookReceiver): Middleware {
  const deliver: RequestHandler = (request, response, next) => {
    bodyOf(request)
      .then((body) => receiver.receive(body, request.headers))
      .then((receipt) => {
        if (receipt.status === 413) response.set("connection", "close");
        response.status(receipt.status).end();
      })
      .catch(next);
  };
  return deliver as Middleware;
}

/** The body as it came: read here, or by `express.raw` or `express.text`. */
async function bodyOf(request: Request): Promise<Uint8Array | string> {
  const given: unknown = request.body;
  if (given instanceof Uint8Array || typeof given === "string") return given;
  if (request.readableEnded) {
    throw new Error(
      "the body of a delivery was parsed already, so it cannot be verified: put the webhook before express.json()",
    );
  }
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on("data", (chunk: Uint8Array) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size <= MAX_DELIVERY) return;
      // The receiver refuses it. The rest is not read, but the connection must live for the response.
      request.pause();
      resolve(Buffer.concat(chunks));
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}
