/** Questions to a server that is dead, slow, busy or lying: each is refused in time, and says why. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import { test } from "node:test";

import { type Decision, Staffroom, type StaffroomOptions } from "../src/index.js";
import { bodyOf, type Listener, serve } from "./stack.js";

const FAILURES: Error[] = [];
// How late an answer may be on a machine that is busy. Without a deadline it would never come.
const LATE = 3000;
const OPTIONS = { token: "t", checkDeadlineMs: 1000, onFailure: (error: Error) => void FAILURES.push(error) };

/** For a failure that must not come after the deadline on a machine that is busy. */
const PATIENT = { checkDeadlineMs: 20_000 };

async function ask(url: string, options: Partial<StaffroomOptions> = {}): Promise<Decision & { took: number }> {
  const client = new Staffroom({ url, ...OPTIONS, rememberMs: 60_000, ...options });
  const started = performance.now();
  const decision = await client.explain("ana", "shop", "sales");
  assert.equal(client.remembered, decision.reason === "unavailable" ? 0 : 1, "what is no answer is not remembered");
  return { ...decision, took: performance.now() - started };
}

/** Asks a server that answers like this. */
async function askOne(
  listener: Listener,
  options: Partial<StaffroomOptions> = {},
): Promise<Decision & { took: number; calls: number }> {
  let calls = 0;
  const server = await serve(async (request, response) => {
    calls += 1;
    await bodyOf(request);
    await listener(request, response);
  });
  try {
    return { ...(await ask(server.url, options)), calls };
  } finally {
    await server.close();
  }
}

function assertRefused(decision: Decision, detail: RegExp): void {
  assert.deepEqual([decision.allowed, decision.reason, decision.message], [false, "unavailable", null]);
  assert.match(decision.detail ?? "", detail);
}

const json = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
};
const PERMITTED = { evaluations: [{ decision: true }] };

test("an honest answer permits", async () => {
  const decision = await askOne((_, response) => json(response, PERMITTED));
  assert.deepEqual([decision.allowed, decision.calls], [true, 1]);
});

test("a dead server", async () => {
  const server = await serve(() => undefined);
  await server.close();
  const decision = await ask(server.url);
  assertRefused(decision, /ECONNREFUSED/);
  assert.ok(decision.took < LATE, `${decision.took} ms`);
  assert.match(FAILURES.at(-1)?.message ?? "", /ECONNREFUSED/, "the application hears of it");
});

test("a server that does not exist", async () => {
  // Where names are resolved slowly, the deadline comes first.
  assertRefused(await ask("https://staffroom.invalid"), /no (response|answer)/);
});

test("a slow server: no response, headers or a body that trickle", async () => {
  const trickle = (response: ServerResponse): void => {
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  };
  const slow: Listener[] = [
    () => undefined,
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      trickle(response);
    },
  ];
  for (const listener of slow) {
    const decision = await askOne(listener);
    assertRefused(decision, /in time/);
    assert.ok(decision.took >= 990 && decision.took < LATE, `${decision.took} ms`);
  }
  const headers = createServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const timer = setInterval(() => socket.write("x-slow: 1\r\n"), 50);
    socket.on("close", () => clearInterval(timer)).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => headers.listen(0, "127.0.0.1", resolve));
  const decision = await ask(`http://127.0.0.1:${(headers.address() as { port: number }).port}`);
  headers.close();
  assertRefused(decision, /in time/);
  assert.ok(decision.took < LATE, `${decision.took} ms`);
});

test("a token that never comes", async () => {
  assertRefused(await askOne(() => undefined, { token: () => new Promise(() => undefined) }), /in time/);
  assertRefused(
    await askOne(() => undefined, { token: () => Promise.reject(new Error("the vault is closed")), ...PATIENT }),
    /the vault is closed/,
  );
});

test("a token function that throws at once, or gives no token", async () => {
  const throwing = (): string => {
    throw new Error("no file of tokens");
  };
  const unhandled: unknown[] = [];
  const hear = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", hear);
  assertRefused(await askOne((_, response) => json(response, PERMITTED), { token: throwing, ...PATIENT }), /no file of tokens/);
  for (const token of [undefined, null, "", "a\nb", "é", 7]) {
    const answer = await askOne((_, response) => json(response, PERMITTED), { token: () => token as string, ...PATIENT });
    assertRefused(answer, /no token: it must be a text/);
    assert.equal(answer.calls, 0);
  }
  const client = new Staffroom({ url: "http://127.0.0.1:9", ...OPTIONS, token: throwing });
  await assert.rejects(client.call("GET /me/stores"), { name: "StaffroomError", message: /no file of tokens/ });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  process.off("unhandledRejection", hear);
  assert.deepEqual(unhandled, []);
});

test("a call whose token never comes is rejected, and does not end the process before", async () => {
  const code = `
    const { Staffroom } = await import(process.env.CLIENT);
    const client = new Staffroom({ url: "http://127.0.0.1:9", token: () => new Promise(() => undefined) });
    await client.call("GET /me/stores", { deadlineMs: 200 }).catch((error) => console.log(error.message));
  `;
  const CLIENT = new URL("../src/index.js", import.meta.url).href;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], { env: { ...process.env, CLIENT } });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const status = await new Promise((resolve) => child.once("close", resolve));
  assert.deepEqual([status, printed], [0, "no response in time\n"]);
});

test("a failure of what hears of failures is none", async () => {
  const unhandled: unknown[] = [];
  const hear = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", hear);
  const failing = (): never => {
    throw new Error("the logger is down");
  };
  for (const onFailure of [failing, () => Promise.reject(new Error("the logger is down"))]) {
    assertRefused(await askOne((_, response) => json(response, {}, {}, 404), { onFailure }), /404/);
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", hear);
  assert.deepEqual(unhandled, []);
});

test("a server that refuses every token does not cost a new one for each question", async () => {
  const asked: boolean[] = [];
  const token = (renew: boolean): string => {
    asked.push(renew);
    return "t";
  };
  let calls = 0;
  const server = await serve(async (request, response) => {
    calls += 1;
    await bodyOf(request);
    json(response, {}, {}, 401);
  });
  const client = new Staffroom({ url: server.url, ...OPTIONS, token });
  for (let index = 0; index < 10; index++) {
    assertRefused(await client.explain(`user-${index}`, "shop", "sales"), /401/);
  }
  await server.close();
  assert.deepEqual([asked.filter(Boolean).length, calls], [1, 11]);
});

test("of several calls whose token is refused at the same time, one renews it for all", async () => {
  let renewals = 0;
  let token = "old";
  const source = async (renew: boolean): Promise<string> => {
    if (renew) {
      renewals += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
      token = "new";
    }
    return token;
  };
  const server = await serve(async (request, response) => {
    await bodyOf(request);
    if (request.headers.authorization === "Bearer new") json(response, {});
    else json(response, {}, {}, 401);
  });
  const client = new Staffroom({ url: server.url, ...OPTIONS, token: source });
  await Promise.all(Array.from({ length: 8 }, () => client.call("GET /me/stores")));
  await server.close();
  assert.equal(renewals, 1);
});

const PROBLEM = { type: "urn:staffroom:problem:x", title: "X", status: 200, code: "x", detail: "x" };
const lies: [name: string, answer: unknown, detail: RegExp, headers?: Record<string, string>, status?: number][] = [
  ["no JSON", "<html>", /no JSON/],
  ["half of it", '{"evaluations":[{"decision":tr', /no JSON/],
  ["another type", PERMITTED, /no JSON/, { "content-type": "text/html" }],
  ["nothing", "", /no JSON/],
  ["null", null, /no evaluations/],
  ["a list", [{ decision: true }], /no evaluations/],
  ["a single decision", { decision: true }, /no evaluations/],
  ["no evaluation", { evaluations: [] }, /0 evaluations/],
  ["too many", { evaluations: [{ decision: true }, { decision: true }] }, /2 evaluations/],
  ["an object of evaluations", { evaluations: { 0: { decision: true }, length: 1 } }, /no evaluations/],
  ["true as a text", { evaluations: [{ decision: "true" }] }, /no boolean/],
  ["true as a number", { evaluations: [{ decision: 1 }] }, /no boolean/],
  ["no decision", { evaluations: [{ allowed: true }] }, /no boolean/],
  ["a bare true", { evaluations: [true] }, /no object/],
  ["null as evaluation", { evaluations: [null] }, /no object/],
  [
    "a permission with what is missing",
    { evaluations: [{ decision: true, context: { missing: ["sales"] } }] },
    /why it is denied/,
  ],
  [
    "a permission with an error",
    { evaluations: [{ decision: true, context: { error: { status: 400, message: "x" } } }] },
    /why it is/,
  ],
  ["a context that is none", { evaluations: [{ decision: true, context: "ok" }] }, /context/],
  ["a text that is none", { evaluations: [{ decision: false, context: { reason_user: { en: 7 } } }] }, /reason_user/],
  [
    "a text without end",
    { evaluations: [{ decision: false, context: { reason_user: { en: "x".repeat(9000) } } }] },
    /reason_user/,
  ],
  [
    "a language that is none",
    { evaluations: [{ decision: false, context: { reason_user: { "en\r\nx: y": "No" } } }] },
    /language/,
  ],
  ["missing that is no list", { evaluations: [{ decision: false, context: { missing: "sales" } }] }, /missing/],
  ["a contact that is none", { evaluations: [{ decision: false, context: { contact: { name: "C" } } }] }, /contact/],
  [
    "an invalid evaluation",
    { evaluations: [{ decision: false, context: { error: { status: 400, message: "/subject" } } }] },
    /\/subject/,
  ],
  ["the response to another request", PERMITTED, /another request/, { "x-request-id": "7" }],
  ["another status of success", PERMITTED, /answered with 203/, {}, 203],
  ["a redirect", PERMITTED, /answered with 307$/, { location: "/elsewhere" }, 307],
  [
    "a permission that is none as missing",
    { evaluations: [{ decision: false, context: { missing: ["sales", "x".repeat(65)] } }] },
    /missing is no list of permissions/,
  ],
  ["a mark of the order of bytes", "\ufeff" + JSON.stringify(PERMITTED), /no JSON/],
  ["a number that is none", '{"evaluations":[{"decision":true,"x":NaN}]}', /no JSON/],
  ["a name twice", '{"evaluations":[{"decision":false,"\\u0064ecision":true}]}', /no JSON/],
  ["depth without end", `{"evaluations":${"[".repeat(90_000)}${"]".repeat(90_000)}}`, /no JSON/],
  ["a permission with nothing missing", { evaluations: [{ decision: true, context: { missing: null } }] }, /denied/],
  ["a context of nothing", { evaluations: [{ decision: true, context: null }] }, /context/],
  ["nothing as missing", { evaluations: [{ decision: false, context: { missing: null } }] }, /missing/],
  ["an error that is a text", { evaluations: [{ decision: false, context: { error: "x" } }] }, /error/],
  ["a denial of nothing", { evaluations: [{ decision: false, context: { missing: [] } }] }, /another permission/],
  ["half a character", '{"evaluations":[{"decision":false,"context":{"reason_user":{"en":"\\ud800"}}}]}', /reason_user/],
  ["an error with an answer", PERMITTED, /answered with 404/, {}, 404],
  ["a problem", PROBLEM, /422 x: x/, { "content-type": "application/problem+json" }, 422],
  ["more than can be read", { ...PERMITTED, more: "x".repeat(5_000_000) }, /more than/],
];

for (const [name, answer, detail, headers, status] of lies) {
  test(`a lying server: ${name}`, async () => {
    const decision = await askOne((_, response) => json(response, answer, headers, status), { checkDeadlineMs: 20_000 });
    assertRefused(decision, detail);
    assert.equal(decision.calls, 1, "it would lie again");
  });
}

test("of a server's text, the log and the detail of a decision have the start, on one line", async () => {
  const text = `a\r\nb\u202e\u2028c\u0000${"x".repeat(5000)}`;
  const problem = { type: "urn:x", title: text, status: 422, code: text, detail: text };
  const invalid = { evaluations: [{ decision: false, context: { error: { status: 400, message: text.slice(0, 3000) } } }] };
  for (const [status, type, body] of [
    [422, "application/problem+json", problem],
    [200, "application/json", invalid],
  ] as const) {
    const { reason, detail } = await askOne((_, response) => json(response, body, { "content-type": type }, status));
    assert.equal(reason, "unavailable");
    for (const shown of [detail ?? "", FAILURES.at(-1)?.message ?? ""]) {
      assert.match(shown, /a b c x/);
      assert.ok(shown.length < 700, String(shown.length));
      assert.doesNotMatch(shown, /[\p{C}\u2028]/u);
    }
  }
});

test("a decision that several have cannot be changed by one of them", async () => {
  const context = { missing: ["sales"], contact: { name: "Camille", email: "c@example.com" } };
  const denied = { evaluations: [{ decision: false, context }] };
  for (const answer of [denied, PERMITTED, {}]) {
    const server = await serve(async (request, response) => {
      await bodyOf(request);
      json(response, answer);
    });
    const client = new Staffroom({ url: server.url, ...OPTIONS, ...PATIENT, rememberMs: 60_000 });
    const [decision, invalid] = await Promise.all([client.explain("a", "shop", "sales"), client.explain("", "", "")]);
    await server.close();
    for (const one of [decision, decision.missing, decision.contact, invalid, invalid.missing]) assert.ok(Object.isFrozen(one));
  }
});

test("bytes that are no UTF-8, and a connection that ends too soon", async () => {
  const bytes = Buffer.from([...Buffer.from('{"evaluations":[{"decision":true,"x":"'), 0xff, ...Buffer.from('"}]}')]);
  const invalid = await askOne(
    (_, response) => void response.writeHead(200, { "content-type": "application/json" }).end(bytes),
  );
  assertRefused(invalid, /no JSON/);
  const cut = await askOne((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write(JSON.stringify(PERMITTED), () => response.destroy());
  });
  assertRefused(cut, /no response/);
});

test("a denial with fields of tomorrow is one", async () => {
  const answer = {
    evaluations: [{ decision: false, context: { reason_admin: { en: "x" }, obligations: [] }, x: 1 }],
    page: {},
  };
  const decision = await askOne((_, response) => json(response, answer));
  assert.deepEqual([decision.allowed, decision.reason, decision.missing], [false, "denied", []]);
});

test("answers in a wrong order are no answers", async () => {
  const server = await serve(async (request, response) => {
    await bodyOf(request);
    json(response, { evaluations: [{ decision: false, context: { missing: ["reports"] } }, { decision: true }] });
  });
  const client = new Staffroom({ url: server.url, ...OPTIONS, rememberMs: 60_000 });
  const questions = [client.explain("owner", "shop", "sales"), client.explain("eve", "shop", "reports")];
  for (const decision of await Promise.all(questions)) assertRefused(decision, /another permission/);
  assert.equal(client.remembered, 0);
  await server.close();
});

test("a front that adds X-Request-ID or repeats it is none that mixes up responses", async () => {
  const echoing = (ids: (id: string) => string | string[]): Listener => {
    return (request, response) => {
      response.setHeader("x-request-id", ids(String(request.headers["x-request-id"])));
      json(response, PERMITTED);
    };
  };
  for (const ids of [(id: string) => [id, id], (id: string) => ["front", id], (id: string) => `${id}, front`, () => ""]) {
    assert.equal((await askOne(echoing(ids))).allowed, true);
  }
  for (const ids of [() => "front", () => ["front", "other"]]) assertRefused(await askOne(echoing(ids)), /another request/);
});

test("a busy server is asked again when it says, and not when that is too late", async () => {
  let first = true;
  const soon = await askOne(
    (_, response) => {
      if (first) json(response, { message: "busy" }, { "retry-after": "1" }, 503);
      else json(response, PERMITTED);
      first = false;
    },
    { checkDeadlineMs: 4000 },
  );
  assert.deepEqual([soon.allowed, soon.calls], [true, 2]);
  assert.ok(soon.took >= 1000, `${soon.took} ms: sooner than it said`);
  const late = await askOne((_, response) => json(response, {}, { "retry-after": "3600" }, 429));
  assertRefused(late, /429/);
  assert.deepEqual([late.calls, late.retryAfter], [1, 3600]);
  assert.ok(late.took < LATE, `${late.took} ms`);
  const never = await askOne((_, response) => json(response, {}, { "retry-after": "9".repeat(400) }, 503));
  assert.deepEqual([never.calls, never.retryAfter], [1, 86_400]);
});

test("attempts are bounded, and wait longer each time", async () => {
  const times: number[] = [];
  const decision = await askOne(
    (_, response) => {
      times.push(performance.now());
      response.destroy();
    },
    { checkDeadlineMs: 10_000 },
  );
  assertRefused(decision, /no response/);
  assert.equal(decision.calls, 4);
  const waits = times.slice(1).map((time, index) => time - times[index]!);
  assert.ok(waits[0]! >= 95 && waits[1]! >= 195 && waits[2]! >= 395, String(waits));
});

test("questions beyond the bounds wait and are gathered, and are refused beyond those that may wait", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const sizes: number[] = [];
  const server = await serve(async (request, response) => {
    const { evaluations } = JSON.parse(await bodyOf(request)) as { evaluations: unknown[] };
    sizes.push(evaluations.length);
    await held;
    json(response, { evaluations: evaluations.map(() => ({ decision: true })) });
  });
  const client = new Staffroom({ url: server.url, ...OPTIONS, checkDeadlineMs: 20_000, maxCalls: 2, maxWaiting: 120 });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answers: Promise<Decision>[] = [];
  for (let index = 0; index < 125; index++) {
    answers.push(client.explain(`user-${index}`, "shop", "sales"));
    await turn();
  }
  const refused = await answers[124]!;
  assertRefused(refused, /120 questions are waiting/);
  release();
  const decisions = await Promise.all(answers.slice(0, 122));
  await server.close();
  assert.ok(decisions.every(({ allowed }) => allowed));
  assert.deepEqual(
    sizes.sort((a, b) => a - b),
    [1, 1, 20, 50, 50],
    "two calls at first, and the rest in three",
  );
});

test("a question that waits for others is refused in time", async () => {
  const server = await serve(() => undefined);
  const client = new Staffroom({ url: server.url, ...OPTIONS, checkDeadlineMs: 500, maxCalls: 1 });
  const started = performance.now();
  const first = client.explain("ana", "shop", "sales");
  await new Promise((resolve) => setTimeout(resolve, 250));
  const second = await client.explain("ben", "shop", "sales");
  assert.ok(performance.now() - started < LATE);
  assertRefused(await first, /in time/);
  assertRefused(second, /in time/);
  await server.close();
});

test("tokens are not sent by http to another machine", () => {
  assert.throws(() => new Staffroom({ url: "http://staffroom.example", token: "t" }), /https/);
  assert.doesNotThrow(() => new Staffroom({ url: "http://staffroom.internal", token: "t", allowHttp: true }));
});
