/** The whole life of an invitation, by a client of `openapi-fetch` with the types of `openapi-typescript`. */

import assert from "node:assert/strict";

import createClient from "openapi-fetch";

import type { components, paths } from "./schema.js";

type Problem = components["schemas"]["Problem"];
type Person = { sub: string; email: string; name?: string; scope?: string };

const address = process.env["STAFFROOM"] ?? "";
const store = "client-shop";
const path = { store };

/** A client with the token of a person. */
async function as(person: Person) {
  const response = await fetch(`${address}/_local/tokens`, {
    method: "POST",
    body: JSON.stringify({ email_verified: true, ...person }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return createClient<paths>({ baseUrl: address, headers: { authorization: `Bearer ${token}` } });
}

/** The token in the latest of this many mails with a link to an address. */
async function linkOf(email: string, count: number): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(`${address}/_local/inbox`, { headers: { accept: "application/json" } });
    const { messages } = (await response.json()) as { messages: { to: string[]; text: string }[] };
    const links = messages
      .filter((message) => message.to.includes(email))
      .flatMap((message) => /\/join#([\w-]+)/.exec(message.text)?.[1] ?? []);
    if (links.length >= count && links[0] !== undefined) return links[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail to ${email}`);
}

/** The data of a response of success. */
function data<T>(result: { data?: T; error?: unknown; response: Response }): T {
  assert.ok(result.response.ok && result.data !== undefined, `${result.response.status}: ${JSON.stringify(result.error)}`);
  return result.data;
}

/** The problem of a response, which has this status and code. */
function refused(result: { error?: unknown; response: Response }, status: number, code: Problem["code"]): Problem {
  const problem = result.error as Problem;
  assert.deepEqual([result.response.status, problem.code], [status, code], JSON.stringify(problem));
  // What the gateway refuses by itself has no ID.
  if (problem.instance !== undefined) {
    assert.equal(problem.instance, `urn:request:${result.response.headers.get("apigw-requestid")}`);
  }
  return problem;
}

const platform = await as({ sub: "platform", email: "platform@example.com", scope: "staffroom/platform" });
const owner = await as({ sub: "camille", email: "camille@example.com", name: "Camille Martin" });
const ana = await as({ sub: "ana", email: "ana@example.com", name: "Ana" });
const nobody = createClient<paths>({ baseUrl: address });

// The platform makes a store, once.
const shop = {
  name: "Atelier Camille",
  owner: { user_id: "camille", email: "camille@example.com", name: "Camille Martin" },
  catalog: "ecwid" as const,
  plan: "business",
};
const once = { "If-None-Match": "*" as const };
assert.equal(data(await platform.PUT("/stores/{store}", { params: { path, header: once }, body: shop })).id, store);
refused(await platform.PUT("/stores/{store}", { params: { path, header: once }, body: shop }), 412, "precondition_failed");
refused(await owner.PUT("/stores/{store}", { params: { path }, body: shop }), 403, "forbidden");
refused(await nobody.GET("/stores/{store}", { params: { path } }), 401, "unauthenticated");
refused(await ana.GET("/stores/{store}", { params: { path } }), 404, "not_found");

// An invitation is made once for each key, once for each address, and while there are seats.
const key = { "Idempotency-Key": "ana-1" };
const offer = { email: "ana@example.com", permissions: ["catalog", "sales"], locale: "en" };
const invited = await owner.POST("/stores/{store}/invitations", { params: { path, header: key }, body: offer });
const invitation = data(invited);
assert.equal(invited.response.headers.get("etag"), `"${invitation.version}"`);
assert.deepEqual(data(await owner.POST("/stores/{store}/invitations", { params: { path, header: key }, body: offer })), invitation);
const other = { ...offer, permissions: ["sales"] };
refused(
  await owner.POST("/stores/{store}/invitations", { params: { path, header: key }, body: other }),
  422,
  "idempotency_key_reused",
);
const again = refused(await owner.POST("/stores/{store}/invitations", { params: { path }, body: offer }), 409, "already_invited");
assert.equal(again.id, invitation.id);
const wrong = { email: "bob@example.com", permissions: ["sales", "everything"] };
const invalid = refused(await owner.POST("/stores/{store}/invitations", { params: { path }, body: wrong }), 422, "invalid_field");
assert.deepEqual(invalid.errors?.map((error) => error.pointer), ["/permissions/1"]);
const bulk = await owner.POST("/stores/{store}/invitations/bulk", {
  params: { path },
  body: { invitations: [{ email: "bob@example.com", permissions: ["sales"] }, { email: "no address" }, { ...offer, email: "eve@example.com" }] },
});
const results = data(bulk).results;
assert.deepEqual(results.map((result) => result.status), [201, 422, 409]);
const [first, , third] = results;
assert.ok(first !== undefined && "invitation" in first && third !== undefined && "problem" in third);
assert.deepEqual([third.problem.code, third.problem.limit], ["seat_limit_reached", 2]);
assert.deepEqual(data(await owner.GET("/stores/{store}", { params: { path } })).seats, { limit: 2, members: 0, invited: 2, available: 0 });

// Bob's is changed, sent again and revoked.
const bob = { store, invitation: first.invitation.id };
const stale = { "If-Match": `"${first.invitation.version}"` };
const changed = data(
  await owner.PATCH("/stores/{store}/invitations/{invitation}", { params: { path: bob, header: stale }, body: { permissions: ["reports"] } }),
);
assert.deepEqual([changed.permissions, changed.version > first.invitation.version], [["reports"], true]);
refused(
  await owner.PATCH("/stores/{store}/invitations/{invitation}", { params: { path: bob, header: stale }, body: { locale: "de" } }),
  412,
  "precondition_failed",
);
const oldLink = await linkOf("bob@example.com", 1);
data(await owner.POST("/stores/{store}/invitations/{invitation}/resend", { params: { path: bob } }));
const newLink = await linkOf("bob@example.com", 2);
refused(await nobody.POST("/invitations/lookup", { body: { token: oldLink } }), 410, "invitation_revoked");
assert.equal(data(await nobody.POST("/invitations/lookup", { body: { token: newLink } })).status, "pending");
assert.equal((await owner.DELETE("/stores/{store}/invitations/{invitation}", { params: { path: bob } })).response.status, 204);
refused(await nobody.POST("/invitations/lookup", { body: { token: newLink } }), 410, "invitation_revoked");
refused(await owner.DELETE("/stores/{store}/invitations/{invitation}", { params: { path: bob } }), 409, "invitation_not_pending");

// Dora declines.
data(await owner.POST("/stores/{store}/invitations", { params: { path }, body: { email: "dora@example.com", permissions: ["sales"] } }));
const declined = await nobody.POST("/invitations/decline", { body: { token: await linkOf("dora@example.com", 1), reason: "No time" } });
assert.equal(declined.response.status, 204);
const answered = data(await owner.GET("/stores/{store}/invitations", { params: { path, query: { status: "declined,revoked" } } }));
assert.deepEqual(answered.invitations.map((one) => [one.email, one.status, one.decline_reason]).sort(), [
  ["bob@example.com", "revoked", null],
  ["dora@example.com", "declined", "No time"],
]);

// Ana joins.
const token = await linkOf("ana@example.com", 1);
const shown = data(await nobody.POST("/invitations/lookup", { body: { token, locale: "fr" } }));
assert.deepEqual([shown.email, shown.permissions.map((one) => one.slug)], ["ana@example.com", ["catalog", "sales"]]);
refused(await nobody.POST("/invitations/accept", { body: { token } }), 401, "unauthenticated");
refused(await ana.POST("/invitations/accept", { body: { token: "A".repeat(60) } }), 404, "invalid_token");
const { member } = data(await ana.POST("/invitations/accept", { body: { token } }));
assert.deepEqual([member.user_id, member.permissions], ["ana", ["catalog", "sales"]]);
const team = data(await owner.GET("/stores/{store}/members", { params: { path, query: { limit: 1 } } }));
assert.deepEqual([team.members[0]?.owner, typeof team.next_cursor], [true, "string"]);
const rest = { limit: 1, cursor: team.next_cursor ?? "" };
assert.equal(data(await owner.GET("/stores/{store}/members", { params: { path, query: rest } })).members[0]?.user_id, "ana");
assert.equal(data(await ana.GET("/me/stores")).stores[0]?.id, store);

// What Ana may do, before and after a change.
const check = (permission: string[]) => ana.GET("/stores/{store}/access", { params: { path, query: { permission } } });
assert.equal(data(await check(["catalog", "sales"])).allowed, true);
const denied = data(await check(["sales", "settings"]));
assert.deepEqual([denied.allowed, denied.missing, denied.contact.name], [false, ["settings"], "Camille Martin"]);
refused(await ana.POST("/stores/{store}/invitations", { params: { path }, body: wrong }), 403, "forbidden");
const ofAna = { store, user: "ana" };
const version = { "If-Match": `"${member.version}"` };
const changeAna = (permissions: string[]) =>
  owner.PATCH("/stores/{store}/members/{user}", { params: { path: ofAna, header: version }, body: { permissions } });
assert.deepEqual(data(await changeAna(["settings"])).permissions, ["settings"]);
refused(await changeAna(["sales"]), 412, "precondition_failed");
assert.equal(data(await check(["settings"])).allowed, true);
refused(await owner.DELETE("/stores/{store}/members/{user}", { params: { path: { store, user: "camille" } } }), 403, "owner_is_fixed");

// Ana is removed, and her link stays used.
assert.equal((await owner.DELETE("/stores/{store}/members/{user}", { params: { path: ofAna } })).response.status, 204);
assert.equal(data(await check([])).allowed, false);
refused(await ana.POST("/invitations/accept", { body: { token } }), 410, "invitation_used");

// The history tells it all; `type` says which fields an event has.
const { events } = data(await owner.GET("/stores/{store}/audit", { params: { path } }));
const accepted = events.find((event) => event.type === "invitation.accepted");
assert.ok(accepted !== undefined && "member" in accepted);
const types = new Set(events.map((event) => event.type));
for (const type of ["store.created", "invitation.resent", "invitation.revoked", "invitation.declined", "member.changed", "member.removed"]) {
  assert.ok(types.has(type), type);
}
