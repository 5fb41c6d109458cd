/** Guards and webhooks in Express, Fastify and Hono, on the local stack. */

import assert from "node:assert/strict";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";

import { serve as serveHono } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";

import * as forExpress from "../src/express.js";
import * as forFastify from "../src/fastify.js";
import * as forHono from "../src/hono.js";
import { Staffroom, WebhookReceiver } from "../src/index.js";
import { delivery, SECRET } from "./delivery.js";
import { createShop, platformOf, type Stack, startStack } from "./stack.js";

interface App {
  readonly url: string;
  close(): Promise<void>;
}

type Start = (staffroom: Staffroom, receiver: WebhookReceiver) => Promise<App>;

const closing = (server: Server, close: () => Promise<unknown>): App => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  async close() {
    server.closeAllConnections();
    await close();
  },
});

/** The user is in a header here; applications take theirs from what they verified. */
const startExpress: Start = async (staffroom, receiver) => {
  const app = express();
  const guard = forExpress.guards(staffroom, {
    user: (request) => request.get("x-user"),
    store: (request) => String(request.params["store"]),
  });
  app.post("/hooks/staffroom", forExpress.webhook(receiver));
  app.post("/raw/staffroom", express.raw({ type: "*/*" }), forExpress.webhook(receiver));
  app.use(express.json());
  app.post("/late/staffroom", forExpress.webhook(receiver));
  app.get(
    "/shops/:store/orders",
    guard("sales"),
    (_request, response) => void response.json(response.locals["staffroom"]),
  );
  app.get("/shops/:store/all", guard("sales", "settings"), (_request, response) => void response.json({}));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return closing(server, () => new Promise((resolve) => server.close(resolve)));
};

const startFastify: Start = async (staffroom, receiver) => {
  const app = fastify();
  const guard = forFastify.guards(staffroom, {
    user: (request) => request.headers["x-user"],
    store: async (request) => request.params["store"],
  });
  app.register(forFastify.webhook(receiver), { path: "/hooks/staffroom" });
  app.get("/shops/:store/orders", { preHandler: guard("sales") }, async (request) => forFastify.accessOf(request));
  app.get("/shops/:store/all", { preHandler: guard("sales", "settings") }, async () => ({}));
  app.post("/echo", async (request) => request.body);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return closing(app.server, () => app.close());
};

const startHono: Start = async (staffroom, receiver) => {
  const app = new Hono();
  const guard = forHono.guards(staffroom, {
    user: (context) => context.req.header("x-user"),
    store: (context) => context.req.param("store"),
  });
  app.post("/hooks/staffroom", forHono.webhook(receiver));
  app.use("/late/*", async ({ req }, next) => {
    await req.json();
    await next();
  });
  app.post("/late/staffroom", forHono.webhook(receiver));
  app.get("/shops/:store/orders", guard("sales"), (context) => context.json(context.get("staffroom")));
  app.get("/shops/:store/all", guard("sales", "settings"), (context) => context.json({}));
  const server = serveHono({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }) as Server;
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  return closing(server, () => new Promise((resolve) => server.close(resolve)));
};

let stack: Stack;
let platform: Staffroom;
let store: string;
before(async () => {
  stack = await startStack();
  platform = await platformOf(stack);
  store = await createShop(platform);
});
after(() => stack.stop());

for (const [name, start] of Object.entries({ startExpress, startFastify, startHono })) {
  describe(name, () => {
    const versions: number[] = [];
    let app: App;
    let alone: App;
    before(async () => {
      const receiver = new WebhookReceiver({ secret: SECRET, onEvent: ({ version }) => void versions.push(version) });
      app = await start(platform, receiver);
      const dead = new Staffroom({
        url: "http://127.0.0.1:9",
        token: "t",
        checkDeadlineMs: 500,
        onFailure: () => undefined,
      });
      alone = await start(dead, receiver);
    });
    after(async () => {
      await app.close();
      await alone.close();
    });

    const get = async (path: string, user?: string, url = app.url) => {
      const response = await fetch(`${url}/shops/${path}`, { headers: user === undefined ? {} : { "x-user": user } });
      const type = response.headers.get("content-type")?.split(";")[0];
      return {
        status: response.status,
        type,
        headers: response.headers,
        body: (await response.json()) as Record<string, unknown>,
      };
    };

    test("a person with the permission gets to the handler, which knows who it is", async () => {
      const response = await get(`${store}/orders`, "ana");
      assert.deepEqual([response.status, response.body], [200, { user: "ana", store }]);
      assert.equal((await get(`${store}/all`, "camille")).status, 200);
    });

    test("401 without a person", async () => {
      const { status, type, headers, body } = await get(`${store}/orders`);
      assert.deepEqual([status, type, body["code"]], [401, "application/problem+json", "unauthenticated"]);
      assert.equal(headers.get("www-authenticate"), "Bearer");
      assert.equal((await get(`${store}/orders`, "")).status, 401);
    });

    test("a header that is repeated names no person: both values together are an ID that nobody has", async () => {
      const headers: [string, string][] = [
        ["x-user", "ana"],
        ["x-user", "camille"],
      ];
      const response = await fetch(`${app.url}/shops/${store}/orders`, { headers });
      await response.text();
      assert.equal(response.status, 403);
    });

    test("403 without the permission, with the reason in the person's language", async () => {
      const { status, type, headers, body } = await get(`${store}/all`, "ana");
      assert.deepEqual([status, type, headers.get("content-language")], [403, "application/problem+json", "fr"]);
      assert.deepEqual(
        { ...body, detail: "" },
        {
          type: "urn:staffroom:problem:forbidden",
          title: "Forbidden",
          status: 403,
          code: "forbidden",
          detail: "",
          missing: ["settings"],
          contact: { name: "Camille Martin", email: "camille@example.com" },
        },
      );
      assert.match(String(body["detail"]), /Camille Martin/);
      assert.equal((await get(`${store}/orders`, "eve")).status, 403);
      assert.equal((await get("nowhere/orders", "camille")).status, 403);
      assert.equal((await get("No%20Slug/orders", "camille")).status, 403);
    });

    test("503 without an answer", async () => {
      const { status, type, headers, body } = await get(`${store}/orders`, "camille", alone.url);
      assert.deepEqual([status, type, body["code"]], [503, "application/problem+json", "unavailable"]);
      assert.equal(headers.get("retry-after"), "2");
    });

    test("a delivery is taken if it is genuine", async () => {
      const event = (version: number): object => ({
        id: "1",
        type: "member.changed",
        store_id: "shop",
        subject: { kind: "member", id: name },
        version,
        data: {},
      });
      const post = async ({ body, headers }: ReturnType<typeof delivery>, path = "/hooks/staffroom"): Promise<number> =>
        (await fetch(app.url + path, { method: "POST", body, headers })).status;
      const { body, headers } = delivery(event(1));
      assert.equal(await post({ body: body.replace(":1", ":2"), headers }), 401);
      assert.equal(await post({ body, headers }), 204);
      assert.equal(await post({ body, headers }), 204);
      assert.deepEqual(versions.splice(0), [1]);
      const large = await post(delivery("x".repeat(1_200_000))).catch(() => 413);
      assert.equal(large, 413);
      if (start === startHono) {
        assert.equal(await post(delivery("x".repeat(30_000_000))), 413);
        const late = delivery(JSON.stringify(event(2), null, 2));
        assert.equal(await post(late, "/late/staffroom"), 204, "read by another handler before, byte for byte");
        assert.deepEqual(versions.splice(0), [2]);
      }
      if (start === startExpress) {
        assert.equal(await post(delivery(event(2)), "/raw/staffroom"), 204);
        assert.deepEqual(versions.splice(0), [2]);
        // What was parsed cannot be verified: it is refused, and the log says how to do it.
        const mute = console.error;
        console.error = () => undefined;
        assert.equal(await post(delivery(event(3)), "/late/staffroom"), 500);
        console.error = mute;
        assert.deepEqual(versions, []);
      }
    });
  });
}

test("a guard needs a permission", () => {
  const options = { user: () => "ana", store: () => store };
  assert.throws(() => forExpress.guards(platform, options)(), TypeError);
  assert.throws(() => forFastify.guards(platform, options)(), TypeError);
  assert.throws(() => forHono.guards(platform, options)(), TypeError);
  assert.throws(() => forHono.guards(platform, options)(""), /permission/);
});
