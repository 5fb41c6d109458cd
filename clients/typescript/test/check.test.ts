/** `can` and `explain` on the local stack. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Staffroom } from "../src/index.js";
import { createShop, platformOf, type Proxy, proxyTo, removeAna, type Stack, startStack } from "./stack.js";

let stack: Stack;
let proxy: Proxy;
let platform: Staffroom;
/** A client whose requests go through the proxy. */
let counted: Staffroom;

before(async () => {
  stack = await startStack();
  proxy = await proxyTo(stack);
  platform = await platformOf(stack);
  counted = await platformOf(stack, { url: proxy.url });
});
after(async () => {
  await proxy.close();
  await stack.stop();
});

const evaluationsOf = (body: string): unknown[] => (JSON.parse(body) as { evaluations: unknown[] }).evaluations;

test("a member may do what they were granted, and nothing else", async () => {
  const store = await createShop(platform);
  assert.equal(await platform.can("ana", store, "sales"), true);
  assert.equal(await platform.can("ana", store, "settings"), false);
  assert.equal(await platform.can("camille", store, "settings"), true);
  assert.equal(await platform.can("eve", store, "sales"), false);
  assert.equal(await platform.can("ana", "nowhere", "sales"), false);
});

test("TypeScript refuses a condition without await", async () => {
  const asked = platform.can("eve", "nowhere", "sales");
  /* eslint-disable @typescript-eslint/no-unnecessary-condition, @typescript-eslint/strict-boolean-expressions,
     @typescript-eslint/no-misused-promises */
  // @ts-expect-error (a promise is true)
  const letIn = asked ? "in" : "out";
  /* eslint-enable */
  assert.equal(letIn, "in", "JavaScript runs it");
  assert.equal(await asked, false);
});

test("a denial says why, in the person's language, and whom to ask", async () => {
  const store = await createShop(platform);
  const decision = await platform.explain("ana", store, "settings");
  assert.deepEqual(
    { ...decision, message: null },
    {
      user: "ana",
      store,
      permission: "settings",
      allowed: false,
      reason: "denied",
      message: null,
      locale: "fr",
      missing: ["settings"],
      contact: { name: "Camille Martin", email: "camille@example.com" },
      detail: null,
      retryAfter: null,
    },
  );
  assert.match(decision.message ?? "", /Camille Martin/);
  assert.match(decision.message ?? "", /accès/);
  assert.equal((await platform.explain("ana", store, "sales")).reason, "permitted");
});

test("a thousand questions at once are twenty calls, each answered rightly", async () => {
  const store = await createShop(platform);
  proxy.requests.length = 0;
  const users = Array.from({ length: 500 }, (_, index) => (index === 7 ? "ana" : `user-${index}`));
  const answers = await Promise.all(
    users.flatMap((user) => ["sales", "settings"].map((name) => counted.can(user, store, name))),
  );
  assert.equal(proxy.requests.length, 20);
  assert.ok(proxy.requests.every(({ body }) => evaluationsOf(body).length === 50));
  assert.deepEqual(
    answers.flatMap((allowed, index) => (allowed ? [index] : [])),
    [14],
  );
});

test("the same question asked a thousand times at once is one evaluation", async () => {
  const store = await createShop(platform);
  proxy.requests.length = 0;
  const answers = await Promise.all(Array.from({ length: 1000 }, () => counted.can("ana", store, "sales")));
  assert.ok(answers.every(Boolean));
  assert.deepEqual(
    proxy.requests.map(({ body }) => evaluationsOf(body).length),
    [1],
  );
});

test("nothing is remembered by default, and no earlier question answers one that is asked after a removal", async () => {
  const store = await createShop(platform);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let answered = (): void => undefined;
  const reached = new Promise<void>((resolve) => (answered = resolve));
  proxy.intercept = async ({ path }) => {
    if (path !== "/access/v1/evaluations") return true;
    proxy.intercept = () => true;
    answered();
    await held;
    return true;
  };
  const before_ = counted.can("ana", store, "sales");
  await reached;
  await removeAna(platform, store);
  assert.equal(await counted.can("ana", store, "sales"), false);
  release();
  assert.equal(await before_, true);
  assert.equal(counted.remembered, 0);
});

test("stores that go by another type are asked about by it", async () => {
  const owner = { user_id: "camille", email: "camille@example.com", name: "Camille Martin" };
  const body = { name: "Records", owner, catalog: "records" as const, plan: "default" };
  await platform.call("PUT /stores/{store}", { path: { store: "of-records" }, body });
  const ofRecords = await platformOf(stack, { resourceType: "record" });
  assert.equal(await ofRecords.can("camille", "of-records", "read"), true);
  assert.equal(await platform.can("camille", "of-records", "read"), false);
});

test("a question that is no question is denied without a call, and others are not", async () => {
  const store = await createShop(platform);
  proxy.requests.length = 0;
  const long = "x".repeat(300_000);
  const asked: [unknown, unknown, unknown][] = [
    [undefined, store, "sales"],
    ["", store, "sales"],
    ["é", store, "sales"],
    [long, store, "sales"],
    ["ana", undefined, "sales"],
    ["ana", long, "sales"],
    ["ana", "../x", "sales"],
    ["ana", store, ""],
    ["ana", store, null],
  ];
  const answers = asked.map(([user, where, what]) => counted.explain(user as string, where as string, what as string));
  assert.equal(await counted.can("ana", store, "sales"), true);
  for (const answer of await Promise.all(answers)) {
    assert.deepEqual([answer.allowed, answer.reason, typeof answer.detail], [false, "denied", "string"]);
  }
  assert.deepEqual(
    proxy.requests.map(({ body }) => evaluationsOf(body).length),
    [1],
  );
});

test("a token that is refused is renewed once", async () => {
  const store = await createShop(platform);
  const good = await stack.token({ sub: "backend", scope: "staffroom/platform" });
  const asked: boolean[] = [];
  const token = (renew: boolean): string => {
    asked.push(renew);
    return renew ? good : "worn-out";
  };
  assert.equal(await (await platformOf(stack, { token })).can("ana", store, "sales"), true);
  assert.deepEqual(asked, [false, true]);
  const failures: string[] = [];
  const never = await platformOf(stack, {
    token: () => "worn-out",
    onFailure: (error) => failures.push(error.message),
  });
  const decision = await never.explain("ana", store, "sales");
  assert.deepEqual([decision.allowed, decision.reason], [false, "unavailable"]);
  assert.match(failures[0] ?? "", /401/);
});

test("a person's own token cannot ask about others: all is refused, and it says why", async () => {
  const store = await createShop(platform);
  const failures: Error[] = [];
  const own = await platformOf(stack, {
    token: await stack.token({ sub: "ana" }),
    onFailure: (error) => failures.push(error),
  });
  assert.equal(await own.can("ana", store, "sales"), true);
  const decision = await own.explain("camille", store, "sales");
  assert.deepEqual([decision.allowed, decision.reason], [false, "unavailable"]);
  assert.match(decision.detail ?? "", /403 forbidden/);
  assert.equal(failures.length, 1);
});
