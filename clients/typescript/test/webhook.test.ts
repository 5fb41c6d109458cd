/** The receiver of webhooks: what is genuine, and what was passed. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { type PublishedEvent, type Receipt, WebhookReceiver } from "../src/index.js";
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
  for (const secret of ["", "whsec_", "whsec_AAAA", []])
    assert.throws(() => new WebhookReceiver({ secret }), TypeError);
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
