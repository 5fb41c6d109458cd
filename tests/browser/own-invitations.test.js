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

const answer = (reader, id, store) => reader.page.getByRole("button", { name: reader.actOn(id, store.name), exact: true });

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
  assert.equal(await answer(reader, "join-button", store).count(), 0, "it cannot be answered any more");
  await reader.inspect("team-waiting-revoked");
  await reader.leave();
});

for (const locale of tried(["en", "fr", "de", "es", "it", "nl", "pl"])) {
  test(`p8_an_expired_invitation_is_sent_again_from_the_team_page, ${locale}`, async () => {
    const store = await stack.open("whatnot", { name: "Vintage" });
    const ana = somebody("Ana");
    const invitation = await stack.invite(store, ana.email, { ...ROLE, locale });
    await stack.advance(8);
    const reader = await newcomer(ana, locale);
    await reader.says("waiting-by", { inviter: OWNER.name, store: store.name });
    await answer(reader, "waiting-renew", store).waitFor();
    assert.equal(await answer(reader, "join-button", store).count(), 0, "it cannot be accepted");
    await reader.inspect("team-expired");

    await answer(reader, "waiting-renew", store).click();
    await reader.says("waiting-renewed", { email: ana.email });
    assert.notEqual(await stack.link(ana.email, 2), invitation.link);
    assert.ok(await reader.heading("stores-title").evaluate((heading) => heading === document.activeElement), "the focus is on the title");
    assert.equal(await answer(reader, "waiting-renew", store).count(), 0);
    await reader.inspect("team-renewed");
    await answer(reader, "join-button", store).click();
    await reader.says("joined-title", { store: store.name });
    assert.equal((await stack.invitation(store, invitation)).status, "accepted");
    await reader.leave();
  });
}

test("p8_a_member_asks_for_the_mail_of_another_store_and_is_told_why_there_is_none", async () => {
  const [store, other] = [await stack.open("whatnot", { name: "Vintage" }), await stack.open("whatnot", { name: "Sneakers" })];
  const mia = somebody("Mia");
  const reader = await newcomer(mia);
  const { link } = await stack.invite(store, mia.email, ROLE);
  await stack.accept(link, { ...mia, sub: (await reader.profile()).sub });
  const invitation = await stack.invite(other, mia.email, ROLE);
  await stack.advance(8);
  await reader.page.goto(`/team#${store.id}`);
  await reader.page.reload();
  await reader.heading("members-title").waitFor();
  await answer(reader, "waiting-renew", other).waitFor();
  await reader.inspect("team-expired-member");

  // The shop took the invitation back in the meantime.
  await stack.asOwner("DELETE", `${other.path}/invitations/${invitation.id}`);
  await answer(reader, "waiting-renew", other).click();
  await reader.says("problem-invitation-revoked");
  await reader.inspect("team-expired-revoked");
  await reader.leave();
});

test("p8_an_invitation_that_was_sent_again_in_the_meantime_can_be_answered", async () => {
  const store = await stack.open("whatnot", { name: "Vintage" });
  const ana = somebody("Ana");
  const invitation = await stack.invite(store, ana.email, ROLE);
  await stack.advance(8);
  const reader = await newcomer(ana);
  await answer(reader, "waiting-renew", store).waitFor();
  await stack.asOwner("POST", `${store.path}/invitations/${invitation.id}/resend`);
  await answer(reader, "waiting-renew", store).click();
  await answer(reader, "join-button", store).waitFor();
  assert.equal(await reader.page.getByText(reader.t("problem-invitation-not-pending")).count(), 0);
  assert.equal((await stack.links(ana.email)).length, 2, "no third mail");
  await reader.leave();
});
