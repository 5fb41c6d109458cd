/** The calls of the API on the local stack: types, problems, repetitions and idempotency keys. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { pathOf } from "../src/calls.js";
import { type Staffroom, StaffroomError } from "../src/index.js";
import { createShop, platformOf, type Proxy, proxyTo, type Stack, startStack } from "./stack.js";

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

test("a call has the types of the description", async () => {
  const store = await createShop(platform);
  const shown = await platform.call("GET /stores/{store}", { path: { store } });
  const limit: number | null = shown.data.seats.limit;
  assert.deepEqual([shown.status, limit, shown.data.catalog], [200, null, "ecwid"]);
  // @ts-expect-error (there is no such call)
  await assert.rejects(platform.call("GET /shops/{store}", { path: { store } }), StaffroomError);
  // @ts-expect-error (a path needs its parts)
  await assert.rejects(platform.call("GET /stores/{store}"), StaffroomError);
  // @ts-expect-error (no such field)
  assert.equal(shown.data.owners, undefined);
  const page = await platform.call("GET /stores/{store}/members", { path: { store }, query: { limit: 1 } });
  assert.equal(page.data.members.length, 1);
  const changed = await platform.call("PATCH /stores/{store}", {
    path: { store },
    body: { locale: "de" },
    ifMatch: shown.etag ?? "",
  });
  assert.notEqual(changed.etag, shown.etag);
});

test("a problem is an error with its status and code", async () => {
  const store = await createShop(platform);
  const stale = platform.call("PATCH /stores/{store}", { path: { store }, body: { locale: "fr" }, ifMatch: '"1"' });
  await assert.rejects(stale, (error: StaffroomError) => {
    assert.deepEqual([error.status, error.code], [412, "precondition_failed"]);
    assert.match(error.problem?.instance ?? "", /^urn:request:/);
    return true;
  });
  const missing = platform.call("GET /stores/{store}", { path: { store: "nowhere" } });
  await assert.rejects(missing, { name: "StaffroomError", status: 404, code: "not_found" });
});

test("a change whose response is lost is repeated with its key, and is made once", async () => {
  const store = await createShop(platform);
  const owner = await stack.token({ sub: "camille", email: "camille@example.com", email_verified: true });
  const through = await platformOf(stack, { url: proxy.url, token: owner });
  proxy.requests.length = 0;
  let lost = 0;
  proxy.intercept = () => (lost += 1) > 2;
  const invited = await through.call("POST /stores/{store}/invitations", {
    path: { store },
    body: { email: "bob@example.com", permissions: ["sales"] },
  });
  proxy.intercept = () => true;
  assert.equal(invited.status, 201);
  assert.equal(proxy.requests.length, 3);
  const keys = new Set(proxy.requests.map((request) => request.headers["idempotency-key"]));
  assert.equal(keys.size, 1);
  assert.match([...keys][0] as string, /^[0-9a-f-]{36}$/);
  const { data } = await through.call("GET /stores/{store}/invitations", { path: { store } });
  assert.deepEqual(
    data.invitations.map(({ id }) => id),
    [invited.data.id],
  );

  // Two calls have two keys, so the second is refused as a second invitation is.
  const again = through.call("POST /stores/{store}/invitations", {
    path: { store },
    body: { email: "bob@example.com", permissions: ["sales"] },
  });
  await assert.rejects(again, { code: "already_invited" });
});

test("a fault that passes is not seen", async () => {
  const store = await createShop(platform);
  await fetch(`${stack.url}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ dynamodb: { next: 4, error: "InternalServerError" } }),
  });
  const shown = await platform.call("GET /stores/{store}", { path: { store } });
  assert.equal(shown.data.id, store);
});

test("a path holds every ID, and nothing that makes another path of it", () => {
  const member = (user: string): string => pathOf("/stores/{store}/members/{user}", { store: "s", user }, {});
  assert.equal(member("auth0|7"), "/stores/s/members/auth0%7C7");
  assert.equal(member("a/b"), "/stores/s/members/~YS9i");
  assert.equal(member("~x"), "/stores/s/members/~fng");
  assert.equal(member("me"), "/stores/s/members/me");
  assert.equal(member(".."), "/stores/s/members/~Li4");
  assert.equal(member("."), "/stores/s/members/~Lg");
  assert.equal(member("bulk"), "/stores/s/members/~YnVsaw", "which is a path of its own");
  assert.throws(() => member(""), StaffroomError);
  for (const store of ["", ".", ".."]) assert.throws(() => pathOf("/stores/{store}", { store }, {}), StaffroomError);
  assert.equal(
    pathOf("/me", {}, { permission: ["a", "b"], limit: 2, cursor: undefined }),
    "/me?permission=a&permission=b&limit=2",
  );
});
