// Invitations to the reader's own address, answered on the team page without the link of the mail.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tried, visitor } from "./support/browser.js";
import { OWNER, somebody } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

const ROLE = { roles: ["seller"] };

/** A person who has an account and is on no team, on the page that lists their stores. */
async function newcomer(person, locale = "en") {
  const reader = await visitor(browser, stack, locale);
  await reader.page.goto("/team");
  await reader.button("sign-in").click();
  await reader.createAccount(person);
  await reader.heading("stores-title").waitFor();
  return reader;
}

const answer = (reader, id, store) => reader.page.getByRole("button", { name: `${reader.t(id)}: ${store.name}`, exact: true });

for (const locale of tried(["en", "fr", "de"])) {
  test(`p8_a_waiting_invitation_is_accepted_on_the_team_page, ${locale}`, async () => {
    const [store, other] = [await stack.open("whatnot", { name: "Vintage" }), await stack.open("whatnot", { name: "Sneakers" })];
    const ana = somebody("Ana");
    const invitation = await stack.invite(store, ana.email, { ...ROLE, locale });
    await stack.invite(other, ana.email, { ...ROLE, locale });
    const reader = await newcomer(ana, locale);
    await reader.says("waiting-by", { inviter: OWNER.name, store: store.name });
    await reader.inspect("team-waiting");
    await answer(reader, "join-button", store).click();
    await reader.says("joined-title", { store: store.name });
    await reader.heading("members-title").waitFor();
    assert.equal(new URL(reader.page.url()).hash, `#${store.id}`);
    await reader.page.getByTestId("member").filter({ hasText: ana.email }).waitFor();
    assert.equal((await stack.invitation(store, invitation)).status, "accepted");
    // The other one waits on the page of the store as well.
    assert.equal(await answer(reader, "join-button", store).count(), 0);
    await answer(reader, "join-button", other).waitFor();
    await reader.inspect("team-waiting-member");
    await reader.leave();
  });
}

test("p8_a_waiting_invitation_is_declined_on_the_team_page", async () => {
  const store = await stack.open("whatnot", { name: "Vintage" });
  const ana = somebody("Ana");
  const invitation = await stack.invite(store, ana.email, ROLE);
  const reader = await newcomer(ana);
  await answer(reader, "join-decline", store).click();
  await reader.says("waiting-decline", { store: store.name });
  await reader.inspect("team-waiting-decline");
  await reader.button("cancel").click();
  assert.ok(await answer(reader, "join-decline", store).evaluate((button) => button === document.activeElement), "the focus is back");
  await answer(reader, "join-decline", store).click();
  await reader.dialog.getByRole("textbox").fill("No time");

  // The reason outlives a sign-in.
  let refused = false;
  await reader.context.route("**/decline", (route) => {
    if (refused) return route.fallback();
    refused = true;
    return route.fulfill({ status: 401, json: { code: "unauthenticated" } });
  });
  await reader.button("decline-confirm").click();
  await reader.says("problem-unauthenticated");
  await reader.dialog.getByRole("button", { name: reader.t("sign-in"), exact: true }).click();
  await reader.dialog.waitFor();
  assert.equal(await reader.dialog.getByRole("textbox").inputValue(), "No time");

  await reader.button("decline-confirm").click();
  await reader.says("declined-title");
  await answer(reader, "join-button", store).waitFor({ state: "detached" });
  await reader.says("stores-none");
  assert.ok(await reader.heading("stores-title").evaluate((heading) => heading === document.activeElement), "the focus is on the title");
  const { status, decline_reason: reason } = await stack.invitation(store, invitation);
  assert.deepEqual({ status, reason }, { status: "declined", reason: "No time" });
  await reader.page.reload();
  await reader.says("stores-none");
  await reader.leave();
});

test("p8_an_invitation_that_can_no_longer_be_accepted_says_why", async () => {
  const store = await stack.open("whatnot", { name: "Vintage" });
  const ana = somebody("Ana");
  const invitation = await stack.invite(store, ana.email, ROLE);
  const reader = await newcomer(ana);
  await answer(reader, "join-button", store).waitFor();
  await stack.asOwner("DELETE", `${store.path}/invitations/${invitation.id}`);
  await answer(reader, "join-button", store).click();
  await reader.says("problem-invitation-revoked");
  await reader.inspect("team-waiting-revoked");
  await reader.leave();
});
