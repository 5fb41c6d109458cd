/** The receiver of webhooks: what is genuine, and what was passed. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { type PublishedEvent, type Receipt, Staffroom, WebhookReceiver } from "../src/index.js";
import { delivery, SECRET } from "./delivery.js";

const event = (version: number, id = "ana"): PublishedEvent => ({
  id: `event-${version}`,
  type: "member.changed",
  store_id: "shop",
  at: "2026-11-27T10:00:00.000Z",
  actor: { kind: "user", user_id: "camille" },
  subject: { kind: "member", id },
  version,
  data: {},
});

/** A receiver, and the versions that its handler got. */
function receiving(more: { secret?: string | string[]; maxSubjects?: number } = {}) {
  const handled: number[] = [];
  const receiver = new WebhookReceiver({
    secret: SECRET,
    onEvent: ({ version }) => void handled.push(version),
    ...more,
  });
  const receive = ({ body, headers }: ReturnType<typeof delivery>): Promise<Receipt> => receiver.receive(body, headers);
  return { handled, receiver, receive };
}

test("a signature of the reference libraries is genuine, and no other", async () => {
  // Made with the packages `standardwebhooks` of npm and PyPI, which agree.
  mock.timers.enable({ apis: ["Date"], now: 1_614_265_330_000 });
  try {
    const { receiver } = receiving();
    const body = '{"test": 2432232314}';
    const headers = {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    const status = async (changed: object, text = body): Promise<number> =>
      (await receiver.receive(text, { ...headers, ...changed })).status;
    assert.equal(await status({}), 400, "genuine, but no event");
    assert.equal((await receiver.receive(Buffer.from(body), new Headers(headers))).status, 400);
    const good = headers["webhook-signature"];
    assert.equal(await status({ "webhook-signature": `v1,AAAA v2,x ${good}` }), 400, "one of several");
    for (const changed of [
      { "webhook-id": "msg_q" },
      { "webhook-timestamp": "1614265331" },
      { "webhook-timestamp": "1614265330.0" },
      { "webhook-timestamp": "x" },
      { "webhook-signature": good.replace("v1", "v2") },
      { "webhook-signature": good.replace("g0", "g1") },
      { "webhook-signature": "v1," },
      { "webhook-signature": "v1" },
      { "webhook-signature": "" },
      { "webhook-signature": undefined },
      { "webhook-id": undefined },
      { "webhook-signature": [good, good] },
    ]) {
      assert.equal(await status(changed), 401, JSON.stringify(changed));
    }
    assert.equal(await status({}, `${body} `), 401);
  } finally {
    mock.timers.reset();
  }
});

test("a delivery of another time is not genuine", async () => {
  const { receive, handled } = receiving();
  for (const minutes of [-6, 6]) {
    const receipt = await receive(delivery(event(1), { at: Date.now() + minutes * 60_000 }));
    assert.deepEqual([receipt.outcome, receipt.status], ["rejected", 401]);
  }
  assert.equal((await receive(delivery(event(1), { at: Date.now() - 240_000 }))).outcome, "handled");
  assert.deepEqual(handled, [1]);
});

test("during a rotation the old secret and the new one are taken", async () => {
  const next = "whsec_" + Buffer.alloc(32, 7).toString("base64");
  const { receive, handled } = receiving({ secret: [SECRET, next] });
  await receive(delivery(event(1)));
  await receive(delivery(event(2), { secret: next }));
  assert.equal(
    (await receive(delivery(event(3), { secret: "whsec_" + Buffer.alloc(32, 8).toString("base64") }))).status,
    401,
  );
  assert.deepEqual(handled, [1, 2]);
  const [short, least, most, long] = [23, 24, 64, 65].map((size) => "whsec_" + Buffer.alloc(size, 9).toString("base64"));
  for (const secret of [least, most]) assert.doesNotThrow(() => new WebhookReceiver({ secret: secret! }));
  for (const secret of ["", "whsec_", "whsec_!!!!", short, long, "x".repeat(33), undefined, null, 7, [], [SECRET, ""]]) {
    assert.throws(() => new WebhookReceiver({ secret: secret as string }), { name: "TypeError", message: /secret/ });
  }
});

test("versions that were passed are dropped, for each subject", async () => {
  const { receive, handled } = receiving();
  const outcomes = [];
  for (const version of [5, 5, 4, 6]) outcomes.push((await receive(delivery(event(version)))).outcome);
  assert.deepEqual(outcomes, ["handled", "passed", "passed", "handled"]);
  assert.equal((await receive(delivery(event(1, "ben")))).outcome, "handled", "another subject");
  assert.equal((await receive(delivery({ ...event(1), store_id: "other" }))).outcome, "handled", "another store");
  assert.deepEqual(handled, [5, 6, 1, 1]);
});

test("what a handler makes of an event changes nothing of what was passed", async () => {
  const onEvent = (one: PublishedEvent): void => void Object.assign(one, { version: 99, subject: null });
  const receiver = new WebhookReceiver({ secret: SECRET, onEvent });
  for (const version of [1, 2]) {
    const { body, headers } = delivery(event(version));
    assert.equal((await receiver.receive(body, headers)).outcome, "handled");
  }
});

test("the number of known subjects is bounded", async () => {
  const { receive, handled } = receiving({ maxSubjects: 2 });
  for (const id of ["a", "b", "c"]) await receive(delivery(event(1, id)));
  assert.equal((await receive(delivery(event(1, "b")))).outcome, "passed");
  assert.equal((await receive(delivery(event(1, "c")))).outcome, "passed");
  assert.equal((await receive(delivery(event(1, "a")))).outcome, "handled", "the oldest is not known any more");
  assert.equal(handled.length, 4);
});

test("an event whose handler fails comes again, also while it is being handled", async () => {
  let fail = (): void => undefined;
  let calls = 0;
  const onEvent = (): Promise<void> => {
    calls += 1;
    return calls === 1
      ? new Promise((_, reject) => (fail = () => reject(new Error("the table is locked"))))
      : Promise.resolve();
  };
  const receiver = new WebhookReceiver({ secret: SECRET, onEvent });
  const receive = (version: number): Promise<Receipt> => {
    const { body, headers } = delivery(event(version));
    return receiver.receive(body, headers);
  };
  const first = receive(5);
  const again = await receive(5);
  assert.deepEqual([again.outcome, again.status, calls], ["failed", 503, 1], "its handler runs, and may fail");
  fail();
  const receipt = await first;
  assert.deepEqual([receipt.outcome, receipt.status, receipt.detail], ["failed", 503, "the table is locked"]);
  assert.equal((await receive(5)).outcome, "handled");
  assert.equal((await receive(5)).outcome, "passed");
});

test("a test is no event, and what is no event is rejected", async () => {
  const { receive, handled } = receiving();
  const hook = { kind: "webhook", id: "1" };
  assert.equal(
    (await receive(delivery({ ...event(1), type: "webhook.test", store_id: null, subject: hook }))).outcome,
    "test",
  );
  for (const body of [
    "",
    "x",
    "[]",
    "null",
    { ...event(1), version: 1.5 },
    { ...event(1), version: 2 ** 53 },
    { ...event(1), subject: null },
  ]) {
    const receipt = await receive(delivery(body));
    assert.deepEqual([receipt.outcome, receipt.status], ["rejected", 400], JSON.stringify(body));
  }
  assert.equal((await receive(delivery("x".repeat(1_100_000)))).status, 413);
  assert.deepEqual(handled, []);
});

test("of a subject, one event at a time is handled, and the others wait", async () => {
  const log: string[] = [];
  let finish = (): void => undefined;
  const onEvent = async ({ version }: PublishedEvent): Promise<void> => {
    log.push(`begin ${version}`);
    if (version === 1) await new Promise<void>((resolve) => (finish = resolve));
    log.push(`end ${version}`);
  };
  const receiver = new WebhookReceiver({ secret: SECRET, onEvent });
  const receive = (version: number, id?: string): Promise<Receipt> => {
    const { body, headers } = delivery(event(version, id));
    return receiver.receive(body, headers);
  };
  const first = receive(1);
  const third = receive(3);
  const second = receive(2);
  assert.equal((await receive(7, "ben")).outcome, "handled", "another subject does not wait");
  assert.deepEqual(log.splice(0), ["begin 1", "begin 7", "end 7"]);
  finish();
  const outcomes = (await Promise.all([first, second, third])).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ["handled", "passed", "handled"]);
  assert.deepEqual(log, ["end 1", "begin 3", "end 3"]);
});

test("a handler that does not end blocks its subject no longer than its deadline", async () => {
  let finish = (): void => undefined;
  const onEvent = ({ version }: PublishedEvent): Promise<void> =>
    version === 1 ? new Promise((resolve) => (finish = resolve)) : Promise.resolve();
  const receiver = new WebhookReceiver({ secret: SECRET, onEvent, eventDeadlineMs: 50 });
  const receive = (version: number, id?: string): Promise<Receipt> => {
    const { body, headers } = delivery(event(version, id));
    return receiver.receive(body, headers);
  };
  const late = await receive(1);
  assert.deepEqual([late.outcome, late.status, late.detail], ["failed", 503, "onEvent has not ended in 50 ms"]);
  assert.equal((await receive(2)).outcome, "handled");
  assert.equal((await receive(1, "ben")).outcome, "failed");
  finish();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await receive(1, "ben")).outcome, "passed", "it ended after all");
});

test("so many deliveries wait for their subject, and further ones come again", async () => {
  let finish = (): void => undefined;
  const onEvent = ({ version }: PublishedEvent): Promise<void> =>
    version === 1 ? new Promise((resolve) => (finish = resolve)) : Promise.resolve();
  const receiver = new WebhookReceiver({ secret: SECRET, onEvent });
  const receipts = Array.from({ length: 102 }, (_, index) => {
    const { body, headers } = delivery(event(index + 1));
    return receiver.receive(body, headers);
  });
  assert.deepEqual((await receipts[101]!).status, 503);
  finish();
  assert.ok((await Promise.all(receipts.slice(0, 101))).every(({ status }) => status === 204));
});

test("it never throws, and a genuine delivery that is no event ends all answers", async () => {
  const client = new Staffroom({ url: "http://127.0.0.1:9", token: "t" });
  const forgotten = mock.method(client, "forgetAll");
  const receiver = new WebhookReceiver({ secret: SECRET, forget: [client] });
  const { body, headers } = delivery(event(1));
  for (const [given, with_, status] of [
    [undefined, headers, 400],
    [null, headers, 400],
    [{ version: 1 }, headers, 400],
    [7, headers, 400],
    [body, undefined, 400],
    [body, null, 400],
    [body, "headers", 400],
    [body, {}, 401],
  ] as const) {
    const receipt = await receiver.receive(given as unknown as string, with_ as unknown as Headers);
    assert.deepEqual([receipt.outcome, receipt.status], ["rejected", status]);
  }
  assert.equal(forgotten.mock.callCount(), 0);
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  for (const genuine of [deep, `${body.slice(0, -1)},"x":${deep}}`, `${body.slice(0, -1)},"version":2}`, "\ufeff" + body]) {
    const one = delivery(genuine);
    const receipt = await receiver.receive(one.body, one.headers);
    assert.deepEqual([receipt.outcome, receipt.status], ["rejected", 400]);
  }
  assert.equal(forgotten.mock.callCount(), 4);
  const { buffer } = new Uint8Array(Buffer.from("{}"));
  assert.equal((await receiver.receive(buffer, headers)).status, 401, "a body of the other kind");
  const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
  assert.equal((await receiver.receive(body, upper)).outcome, "handled", "names of headers have no case");
});
