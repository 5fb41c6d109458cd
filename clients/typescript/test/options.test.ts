/** What is wrong with an option is said when it is given. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Staffroom, StaffroomError, type StaffroomOptions, WebhookReceiver } from "../src/index.js";
import { Memory } from "../src/memory.js";
import { SECRET } from "./delivery.js";

const GOOD: StaffroomOptions = { url: "https://staffroom.example", token: "t" };
const NUMBERS = { rememberMs: 0, rememberMax: 1, checkDeadlineMs: 1, callDeadlineMs: 1, maxCalls: 1, maxWaiting: 1 };

test("a number that is none, or out of its bounds", () => {
  for (const [name, least] of Object.entries(NUMBERS)) {
    assert.doesNotThrow(() => new Staffroom({ ...GOOD, [name]: least }));
    assert.doesNotThrow(() => new Staffroom({ ...GOOD, [name]: undefined }), "the default");
    for (const value of [NaN, Infinity, -1, least - 1, 2 ** 31, 1e12, "10", null, true, {}]) {
      // `null` is taken for the default, as undefined is.
      if (value === null) continue;
      const make = (): Staffroom => new Staffroom({ ...GOOD, [name]: value });
      assert.throws(make, (error: Error) => error instanceof RangeError && error.message.startsWith(`${name} must be`));
    }
  }
  for (const name of ["rememberMax", "maxCalls", "maxWaiting"]) {
    assert.throws(() => new Staffroom({ ...GOOD, [name]: 1.5 }), /a whole number from 1 to/);
  }
});

test("other options", () => {
  const wrong: [keyof StaffroomOptions, unknown][] = [
    ["url", undefined],
    ["url", ""],
    ["url", "127.0.0.1:3000"],
    ["url", "ftp://staffroom.example"],
    ["url", "http://staffroom.example"],
    ["url", "https://user@staffroom.example"],
    ["url", "https://staffroom.example?x=1"],
    ["token", undefined],
    ["token", ""],
    ["token", "…"],
    ["token", 7],
    ["resourceType", ""],
    ["onFailure", "log"],
    ["allowHttp", "false"],
    ["fetch", {}],
  ];
  for (const [name, value] of wrong) {
    assert.throws(() => new Staffroom({ ...GOOD, [name]: value }), { name: "TypeError", message: new RegExp(name) });
  }
  assert.throws(() => new Staffroom({ ...GOOD, token: "secret\n" }), (error: Error) => !error.message.includes("secret\n"));
  for (const [name, value] of [
    ["maxSubjects", NaN],
    ["maxSubjects", 0],
    ["eventDeadlineMs", 0],
    ["onEvent", {}],
    ["forget", {}],
    ["forget", [undefined]],
  ] as const) {
    assert.throws(() => new WebhookReceiver({ secret: SECRET, [name]: value }), new RegExp(name));
  }
});

test("a call whose options are wrong is rejected as one that has no response", async () => {
  const client = new Staffroom({ url: "http://127.0.0.1:9", token: "t" });
  for (const deadlineMs of [NaN, Infinity, 2 ** 31, 0, -1, "x" as unknown as number]) {
    await assert.rejects(client.call("GET /me/stores", { deadlineMs }), (error: Error) => {
      assert.ok(error instanceof StaffroomError);
      assert.match(error.message, /deadlineMs must be a number from 1 to 3,600,000/);
      return true;
    });
  }
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const calls = [
    client.call("PATCH /stores/{store}", { path: { store: "s" }, body: circular }),
    client.call("GET /me/stores", { token: "" }),
    client.call("GET /me/stores", { signal: AbortSignal.abort() }),
    client.call(undefined as unknown as "GET /me/stores"),
  ];
  for (const call of calls) await assert.rejects(call, { name: "StaffroomError", status: null });
});

test("what no header can hold is not sent, and not tried again", async () => {
  let calls = 0;
  const fetch = (): never => {
    calls += 1;
    throw new Error("sent");
  };
  const client = new Staffroom({ url: "http://127.0.0.1:9", token: "t", fetch });
  for (const value of ["", " ", "\n", '"1"\r\nx: y', "é", "…", 7 as unknown as string]) {
    for (const name of ["ifMatch", "ifNoneMatch", "idempotencyKey"]) {
      const call = client.call("PATCH /stores/{store}", { path: { store: "s" }, body: {}, [name]: value });
      await assert.rejects(call, { name: "StaffroomError", message: new RegExp(`${name} must be a text`) });
    }
  }
  assert.equal(calls, 0);
});

test("a memory that is told no number remembers nothing", () => {
  const decision = { user: "a", store: "b", permission: "c", allowed: true, reason: "permitted" } as const;
  const nothing = { message: null, locale: null, missing: [], contact: null, detail: null, retryAfter: null };
  for (const memory of [new Memory(NaN, 10), new Memory(1000, NaN), new Memory(0, 10)]) {
    memory.put({ ...decision, ...nothing }, performance.now());
    assert.equal(memory.size, 0);
  }
});
