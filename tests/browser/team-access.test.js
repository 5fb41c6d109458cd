// Which store the team page shows, and what it says to a person who has no access: whom to ask, and what to do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "./support/browser.js";
import { OWNER, somebody } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

test("f41_the_team_page_finds_its_store_in_what_a_mail_program_left_of_the_link", async () => {
  await stack.open("sendcloud");
  const store = await stack.open("sendcloud");
  const owner = await visitor(browser, stack);
  await owner.page.goto(`/team%23${store.id}`);
  await owner.button("sign-in").click();
  await owner.signIn(OWNER);
  await owner.heading("members-title").waitFor();
  const loud = store.id.toUpperCase();
  for (const path of [`#${store.id}.`, `#${store.id})`, `#%23${store.id}`, `#${store.id}%3E`, `#${loud}`, `#${store.id}?utm_source=x`]) {
    await owner.page.goto("about:blank");
    await owner.page.goto(`/team${path}`);
    await owner.heading("members-title").waitFor();
  }
  for (const path of [`.#${store.id}`, `/#${store.id}`, `%23${store.id}%2Finvitations`]) {
    await owner.page.goto("about:blank");
    await owner.page.goto(`/team${path}`);
    await owner.heading(path.includes("%2F") ? "invitations-title" : "members-title").waitFor();
    assert.equal(new URL(owner.page.url()).pathname, "/team", path);
  }
  await owner.leave();
});

test("a_suspended_member_reads_whom_to_ask", async () => {
  const store = await stack.open("sendcloud");
  const lou = somebody("Lou");
  const reader = await visitor(browser, stack);
  const { link } = await stack.invite(store, lou.email, {});
  await reader.page.goto(link);
  await reader.button("join-button").click();
  await reader.createAccount(lou);
  await reader.heading("joined-title", { store: store.name }).waitFor();
  const { sub } = await reader.profile();
  const reason = reader.page.getByText(new RegExp(`suspended.*${OWNER.name}`));
  await reader.page.goto(`/team#${store.id}`);
  await reader.heading("members-title").waitFor();
  await stack.asOwner("PATCH", `${store.path}/members/${sub}`, { suspended: true });
  await reader.button("read-again").click();
  await reason.waitFor();
  assert.equal(await reader.page.getByTestId("member").count(), 0);
  await reader.page.reload();
  await reason.waitFor();
  await reader.page.getByRole("link", { name: OWNER.email }).waitFor();
  await reader.inspect("team-access-suspended");
  await reader.leave();
});

test("a_store_that_cannot_be_read_says_why_and_is_read_again", async () => {
  const store = await stack.open("sendcloud");
  const owner = await visitor(browser, stack);
  await owner.page.goto(`/team#${store.id}`);
  await owner.button("sign-in").click();
  for (const [answer, text] of [
    [(route) => route.abort(), "problem-network"],
    [(route) => route.fulfill({ status: 503, json: { code: "unavailable" } }), "problem-unavailable"],
  ]) {
    await owner.context.route(`**/stores/${store.id}`, answer);
    if (text === "problem-network") await owner.signIn(OWNER);
    else await owner.page.reload();
    await owner.says(text);
    await owner.context.unroute(`**/stores/${store.id}`);
    await owner.button("try-again").click();
    await owner.heading("members-title").waitFor();
  }
  // What was read stays in sight when a later reading fails.
  await owner.context.route(`**/stores/${store.id}`, (route) => route.abort());
  await owner.button("read-again").click();
  await owner.says("problem-network");
  await owner.heading("members-title").waitFor();
  await owner.leave();
});

test("p7_a_member_who_is_removed_meanwhile_is_told", async () => {
  const store = await stack.open("sendcloud");
  const lou = somebody("Lou");
  const reader = await visitor(browser, stack);
  await reader.page.clock.install();
  const { link } = await stack.invite(store, lou.email, {});
  await reader.page.goto(link);
  await reader.button("join-button").click();
  await reader.createAccount(lou);
  await reader.page.getByRole("link", { name: reader.t("joined-team"), exact: true }).click();
  await reader.heading("members-title").waitFor();
  const { sub } = await reader.profile();
  await stack.asOwner("DELETE", `${store.path}/members/${sub}`);
  await reader.page.clock.fastForward(31_000);
  await reader.heading("stores-title").waitFor();
  await reader.page.getByText(OWNER.name).first().waitFor();
  await reader.leave();
});

test("p9_ended_access_says_when_it_ended_and_whom_to_ask", async () => {
  const store = await stack.open("sendcloud", { name: "Maison Belle" });
  const lou = somebody("Lou");
  const reader = await visitor(browser, stack);
  const { link } = await stack.invite(store, lou.email, { access_ends_at: new Date(Date.now() + 40 * 86_400_000).toISOString() });
  await reader.page.goto(link);
  await reader.button("join-button").click();
  await reader.createAccount(lou);
  await reader.heading("joined-title", { store: store.name }).waitFor();
  await stack.advance(41);
  await reader.page.goto(`/team#${store.id}`);
  await reader.page.getByText(/Maison Belle.*ended on/).waitFor();
  await reader.page.getByRole("link", { name: OWNER.email }).waitFor();
  // Nothing else is said beside it.
  assert.equal(await reader.page.getByText(reader.t("stores-none")).count(), 0);
  await reader.inspect("team-access-ended");
  // In the language of the page, not of the membership.
  await reader.page.getByRole("combobox", { name: reader.t("language") }).selectOption("fr");
  await reader.page.getByText(/Maison Belle.*a pris fin/).waitFor();
  // The page that names no store says the same.
  await reader.page.goto("about:blank");
  await reader.page.goto("/team");
  await reader.page.getByText(/Maison Belle.*a pris fin/).waitFor();
  await reader.page.getByRole("link", { name: OWNER.email }).waitFor();
  reader.speaks("fr");
  assert.equal(await reader.page.getByText(reader.t("stores-none")).count(), 0);
  await reader.inspect("team-access-ended-no-store");
  await reader.leave();
});

test("p9_an_unconfirmed_address_is_asked_to_be_confirmed", async () => {
  const reader = await visitor(browser, stack);
  const person = somebody("Uma");
  await reader.page.goto("/team");
  await reader.button("sign-in").click();
  await reader.createAccount(person);
  await reader.heading("stores-title").waitFor();
  const token = await stack.token({ ...(await reader.profile()), email_verified: false });
  await reader.context.route("**/me/**", (route) => route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${token}` } }));
  await reader.page.reload();
  await reader.heading("not-verified-title").waitFor();
  await reader.says("not-verified-body", { email: person.email });
  await reader.inspect("team-not-verified");
  // A mail's link to a store leads here, too: that the address is not confirmed is what prevents it.
  const store = await stack.open("sendcloud");
  await reader.page.goto("about:blank");
  await reader.page.goto(`/team#${store.id}`);
  await reader.heading("not-verified-title").waitFor();
  assert.equal(await reader.page.getByRole("alert").count(), 0);
  await reader.leave();
});
