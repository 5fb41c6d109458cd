/**
 * A body that never ends, while garbage is collected: Node 20 and 22 lose the signals of `AbortSignal.any` and
 * `AbortSignal.timeout` then.
 */

import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { after, before, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { clientCredentials, Staffroom, StaffroomError } from "../src/index.js";
import { bodyOf, serve, type TestServer } from "./stack.js";

// As `node --expose-gc` does.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const LATE = 3000;
let server: TestServer;
let collecting: NodeJS.Timeout;
let dripping = 0;
/** How many of the first responses drip. */
let endless = Infinity;

before(async () => {
  server = await serve(async (request, response) => {
    await bodyOf(request);
    response.writeHead(200, { "content-type": "application/json" });
    if (dripping >= endless) response.end('{"evaluations":[{"decision":true}]}');
    else drip(response);
  });
  collecting = setInterval(collect, 20);
});
after(async () => {
  clearInterval(collecting);
  await server.close();
});

function drip(response: ServerResponse): void {
  dripping += 1;
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => {
    dripping -= 1;
    clearInterval(timer);
  });
}

async function until(holds: () => boolean): Promise<void> {
  const began = performance.now();
  while (!holds()) {
    assert.ok(performance.now() - began < LATE);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function took(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

const client = (checkDeadlineMs: number): Staffroom =>
  new Staffroom({ url: server.url, token: "t", checkDeadlineMs, maxCalls: 1, onFailure: () => undefined });

test("a call ends in time, and so does its connection", async () => {
  const call = client(1000).call("GET /me/stores", { deadlineMs: 800 });
  const time = await took(assert.rejects(call, { name: "StaffroomError", message: /in time/ }));
  assert.ok(time >= 780 && time < LATE, `${time} ms`);
  await until(() => dripping === 0);
});

test("a call ends when its caller says so, by a signal of any kind", async () => {
  const ways: ((stop: AbortController) => AbortSignal)[] = [
    (stop) => stop.signal,
    (stop) => AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]),
    () => AbortSignal.timeout(400),
  ];
  for (const way of ways) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 400);
    const call = client(1000).call("GET /me/stores", { signal: way(stop), deadlineMs: 60_000 });
    const time = await took(
      assert.rejects(call, (error: Error) => error instanceof StaffroomError && error.cause instanceof Error),
    );
    assert.ok(time >= 390 && time < LATE, `${time} ms`);
    await until(() => dripping === 0);
  }
});

test("questions are answered again after those whose answers never ended", async () => {
  const one = client(600);
  const decision = await one.explain("ana", "shop", "sales");
  assert.deepEqual([decision.allowed, decision.reason], [false, "unavailable"]);
  endless = 0;
  await until(() => dripping === 0);
  assert.equal(await one.can("ana", "shop", "sales"), true, "the only call that may be in progress has ended");
  endless = Infinity;
});

test("a token endpoint that drips", async () => {
  const token = clientCredentials({ tokenUrl: `${server.url}/token`, clientId: "a", clientSecret: "b" });
  const time = await took(assert.rejects(token(false), { name: "StaffroomError", message: /in time/ }));
  assert.ok(time >= 4900 && time < 5000 + LATE, `${time} ms`);
  await until(() => dripping === 0);
});
