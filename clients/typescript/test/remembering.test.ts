/** Remembered answers: for how long, how many, and how events end them. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { type PublishedEvent, type Receipt, Staffroom, WebhookReceiver } from "../src/index.js";
import { delivery, SECRET } from "./delivery.js";
import {
  addAna,
  bodyOf,
  createShop,
  newStoreId,
  platformOf,
  type Proxy,
  proxyTo,
  removeAna,
  serve,
  type Stack,
  startStack,
} from "./stack.js";

const HOUR = 3_600_000;
let stack: Stack;
let proxy: Proxy;
let platform: Staffroom;

before(async () => {
  stack = await startStack();
  proxy = await proxyTo(stack);
  platform = await platformOf(stack);
});
after(async () => {
  await proxy.close();
  await stack.stop();
});

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("an answer is remembered for as long as it was told, from its question on", async () => {
  const store = await createShop(platform);
  const client = await platformOf(stack, { url: proxy.url, rememberMs: 2000 });
  const asked = performance.now();
  assert.equal(await client.can("ana", store, "sales"), true);
  proxy.requests.length = 0;
  assert.equal(await client.can("ana", store, "sales"), true);
  // On a machine that is too busy, the time may have passed before the second question.
  if (performance.now() - asked < 1500) assert.equal(proxy.requests.length, 0);
  await removeAna(platform, store);
  await pause(2050 - (performance.now() - asked));
  assert.equal(await client.can("ana", store, "sales"), false);
});

test("the number of remembered answers is bounded, and the least recently used one goes first", async () => {
  const store = await createShop(platform);
  const client = await platformOf(stack, { url: proxy.url, rememberMs: HOUR, rememberMax: 3 });
  for (const permission of ["sales", "settings", "reports"]) await client.can("ana", store, permission);
  await client.can("ana", store, "sales");
  await client.can("ana", store, "website");
  assert.equal(client.remembered, 3);
  proxy.requests.length = 0;
  await client.can("ana", store, "sales");
  assert.equal(proxy.requests.length, 0, "was used");
  await client.can("ana", store, "settings");
  assert.equal(proxy.requests.length, 1, "was not");
});

const removal = (store: string, user: string, version: number): object => ({
  id: `event-${version}`,
  type: "member.removed",
  store_id: store,
  at: "2026-11-27T10:00:00.000Z",
  actor: { kind: "platform" },
  subject: { kind: "member", id: user },
  version,
  data: {},
});

test("an event of a member ends the answers about them, and no others", async () => {
  const store = await createShop(platform);
  const client = await platformOf(stack, { rememberMs: HOUR });
  const receiver = new WebhookReceiver({ secret: SECRET, forget: client });
  assert.equal(await client.can("ana", store, "sales"), true);
  assert.equal(await client.can("camille", store, "sales"), true);
  await removeAna(platform, store);
  assert.equal(await client.can("ana", store, "sales"), true, "remembered");
  const { body, headers } = delivery(removal(store, "ana", 7));
  const forged = await receiver.receive(body, { ...headers, "webhook-signature": "v1,AAAA" });
  assert.equal(forged.outcome, "rejected");
  assert.equal(client.remembered, 2, "a forged event ends nothing");
  assert.equal((await receiver.receive(body, headers)).outcome, "handled");
  assert.equal(client.remembered, 1);
  assert.equal(await client.can("ana", store, "sales"), false);
});

test("what ends which answers", async () => {
  const store = await createShop(platform);
  const other = await createShop(platform);
  const client = await platformOf(stack, { rememberMs: HOUR });
  const receiver = new WebhookReceiver({ secret: SECRET, forget: client });
  let version = 0;
  const left = async (type: string, subject: object, event: object = {}): Promise<number> => {
    client.forgetAll();
    await Promise.all([
      client.can("ana", store, "sales"),
      client.can("ben", store, "sales"),
      client.can("ana", other, "sales"),
    ]);
    const { body, headers } = delivery({ ...removal(store, "ana", (version += 1)), type, subject, ...event });
    await receiver.receive(body, headers);
    return client.remembered;
  };
  const ana = { kind: "member", id: "ana" };
  assert.equal(await left("member.suspended", ana), 2);
  assert.equal(await left("member.access_ended", ana), 2);
  assert.equal(await left("member.of_tomorrow", ana), 1, "of a type that is not known: its store");
  assert.equal(await left("store.transferred", { kind: "store", id: store }), 1);
  assert.equal(await left("role.changed", { kind: "role", id: "packers" }), 1);
  assert.equal(await left("invitation.created", { kind: "invitation", id: "1" }), 3);
  assert.equal(await left("seats.changed", { kind: "seats", id: store }), 3);
  assert.equal(await left("member.removed", ana, { version: "7" }), 0, "genuine, but no event: all");
});

test("an event that arrives while a question is on its way keeps the answer from being remembered", async () => {
  const store = await createShop(platform);
  const client = await platformOf(stack, { url: proxy.url, rememberMs: HOUR });
  const receiver = new WebhookReceiver({ secret: SECRET, forget: client });
  // The answer of the stack is on its way when Ana is removed, and the event overtakes it.
  proxy.intercept = async ({ path }) => {
    if (path !== "/access/v1/evaluations") return true;
    proxy.intercept = () => true;
    await removeAna(platform, store);
    const { body, headers } = delivery(removal(store, "ana", 9));
    assert.equal((await receiver.receive(body, headers)).outcome, "handled");
    return true;
  };
  const both = await Promise.all([client.can("ana", store, "sales"), client.can("camille", store, "sales")]);
  assert.deepEqual(both, [true, true], "they were asked before");
  assert.equal(client.remembered, 1, "Camille's alone");
  assert.equal(await client.can("ana", store, "sales"), false);
});

const described = readFileSync(process.env["STAFFROOM_DESCRIPTION"] ?? "", "utf8").includes("\n  /webhooks:\n");

test(
  "a removal is seen within a second of its webhook",
  { skip: described ? false : "infra/openapi.yaml has no webhooks yet" },
  async () => {
    // The store comes after its webhook, so that each of its events is waited for.
    const store = newStoreId();
    const client = await platformOf(stack, { rememberMs: HOUR });
    const times = new Map<string, number>();
    const receipts: Receipt[] = [];
    const server = await serve(async (request, response) => {
      const receipt = await receiver.receive(await bodyOf(request), request.headers);
      receipts.push(receipt);
      response.writeHead(receipt.status).end();
    });
    const token = await stack.token({ sub: "backend", scope: "staffroom/platform" });
    const created = await fetch(`${stack.url}/webhooks`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ url: `${server.url}/hooks`, stores: [store] }),
    });
    assert.equal(created.status, 201);
    const { secret } = (await created.json()) as { secret: string };
    const receiver = new WebhookReceiver({
      secret,
      forget: client,
      onEvent: (event: PublishedEvent) => void times.set(event.type, performance.now()),
    });
    const waitFor = async (type: string): Promise<number> => {
      for (let tries = 0; tries < 3000; tries++) {
        const at = times.get(type);
        if (at !== undefined) {
          times.delete(type);
          return at;
        }
        await pause(10);
      }
      throw new Error(`no ${type}: ${JSON.stringify(receipts)}`);
    };
    await createShop(platform, store);
    await waitFor("member.added");
    await platform.call("PATCH /stores/{store}/members/{user}", {
      path: { store, user: "ana" },
      body: { permissions: ["sales", "reports"] },
      token: await stack.token({ sub: "camille", email: "camille@example.com" }),
    });
    await waitFor("member.changed");
    assert.equal(await client.can("ana", store, "reports"), true);
    assert.equal(client.remembered, 1);
    const removed = performance.now();
    await removeAna(platform, store);
    const at = await waitFor("member.removed");
    assert.equal(await client.can("ana", store, "reports"), false);
    const seen = performance.now();
    assert.ok(seen - at < 1000, `${seen - at} ms after the webhook`);
    console.debug(
      `seen ${Math.round(seen - removed)} ms after the removal began, ${Math.round(seen - at)} ms after its webhook`,
    );
    await addAna(platform, store);
    await waitFor("member.added");
    assert.equal(await client.can("ana", store, "sales"), true);
    assert.ok(
      receipts.every(({ status }) => status === 204),
      JSON.stringify(receipts),
    );
    await server.close();
  },
);
