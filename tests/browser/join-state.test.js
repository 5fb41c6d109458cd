// The join page with links as mail programs leave them, with other accounts, and under odd conditions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { blockSiteData, tried, visitor } from "./support/browser.js";
import { OWNER, somebody, until } from "./support/stack.js";
import { browser, stack } from "./support/started.js";
import { LANGUAGES } from "./support/texts.js";

const tokenOf = ({ link }) => new URL(link).hash.slice(1);

/** What programs put around the token, behind the `#`. */
const AROUND = ["TOKEN.", "TOKEN?utm_source=x", "TOKEN&mc_cid=7", "TOKEN%3E", "%3CTOKEN%3E", "TOKEN)", "TOKEN%20", "TOKEN_", "%23TOKEN"];

test("f41_the_page_finds_its_token_in_what_a_mail_program_left_of_the_link", async () => {
  const store = await stack.open("whatnot");
  const invitation = await stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
  const reader = await visitor(browser, stack);
  for (const around of AROUND) {
    reader.page = await reader.context.newPage();
    await reader.page.goto(`/join#${around.replace("TOKEN", tokenOf(invitation))}`);
    await reader.heading("join-title", { store: store.name }).waitFor();
    assert.equal(new URL(reader.page.url()).hash, "", around);
  }
  await reader.leave();
});

/** What programs make of the path. */
const PATHS = ["join%23TOKEN", "join%2523TOKEN", "join/#TOKEN", "join/%23TOKEN", "join/TOKEN", "JOIN#TOKEN", "Join%23TOKEN.", "join.#TOKEN"];

test("f41_the_page_finds_its_token_in_a_path_that_a_mail_program_changed", async () => {
  const store = await stack.open("whatnot");
  const invitation = await stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
  const reader = await visitor(browser, stack);
  for (const path of PATHS) {
    reader.page = await reader.context.newPage();
    await reader.page.goto(`/${path.replace("TOKEN", tokenOf(invitation))}`);
    await reader.heading("join-title", { store: store.name }).waitFor();
    assert.equal(reader.page.url(), `${stack.base}/join`, path);
  }
  for (const path of ["/join.", "/join/", "/JOIN"]) {
    reader.page = await reader.context.newPage();
    await reader.page.goto(path);
    await reader.heading("missing-title").waitFor();
    assert.equal(reader.page.url(), `${stack.base}/join`, path);
  }
  await reader.leave();
});

test("while_the_invitation_is_looked_up_the_page_says_so", async () => {
  const store = await stack.open("whatnot");
  const { link } = await stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
  const reader = await visitor(browser, stack);
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await reader.context.route("**/invitations/lookup", async (route) => {
    await held;
    await route.continue();
  });
  await reader.page.goto(link);
  await reader.says("loading");
  assert.equal(await reader.page.title(), reader.t("join-opening"));
  answer();
  await reader.heading("join-title", { store: store.name }).waitFor();
  await reader.leave();
});

for (const locale of tried(["en", "fr", "de"])) {
  test(`p10_a_link_that_is_over_names_the_store_and_the_inviter, ${locale}`, async () => {
    const store = await stack.open("whatnot", { name: "Vintage" });
    const invited = () => stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
    const [used, revoked, declined, expired] = [await invited(), await invited(), await invited(), await invited()];
    await stack.accept(used.link, { sub: `sub-${used.email}`, email: used.email, name: "Ana" });
    await stack.asOwner("DELETE", `${store.path}/invitations/${revoked.id}`);
    await stack.call("POST", "/invitations/decline", { token: tokenOf(declined) });
    await stack.advance(30);
    const links = { "used-title": used, "revoked-title": revoked, "refused-title": declined, "expired-title": expired };
    for (const [title, { link }] of Object.entries(links)) {
      const reader = await visitor(browser, stack, locale);
      await reader.page.goto(link);
      await reader.heading(title).waitFor();
      await reader.says("link-from", { inviter: OWNER.name, store: store.name });
      await reader.inspect(`join-${title}`);
      await reader.leave();
    }
  });
}

test("p14_rights_are_listed_in_the_order_of_the_catalog", async () => {
  const store = await stack.open("ecwid", { plan: "business" });
  const permissions = ["website", "sales", "reports", "catalog"];
  const { link } = await stack.invite(store, somebody("Ana").email, { permissions });
  const catalog = await stack.asOwner("GET", `${store.path}/catalog?locale=en`);
  const expected = catalog.permissions.filter(({ slug }) => permissions.includes(slug)).map(({ label }) => label);
  const reader = await visitor(browser, stack);
  await reader.page.goto(link);
  await reader.heading("join-title", { store: store.name }).waitFor();
  assert.deepEqual(await reader.page.locator("ul.rights strong").allInnerTexts(), expected);
  await reader.leave();
});

test("f41_a_link_that_lost_its_token_can_be_pasted", async () => {
  const store = await stack.open("whatnot");
  const person = somebody("Ana");
  const invitation = await stack.invite(store, person.email, { roles: ["seller"] });
  for (const [path, heading] of [["/join", "missing-title"], ["/join#abc", "unknown-title"], [`/join#${"x".repeat(60)}`, "unknown-title"]]) {
    const reader = await visitor(browser, stack);
    await reader.page.goto(path);
    await reader.heading(heading).waitFor();
    const field = reader.page.getByLabel(reader.t("paste-link"));
    await field.fill("no link in here");
    await reader.button("paste-open").click();
    await reader.says("paste-none");
    await reader.inspect(`join-paste-${heading}`);
    await field.fill(`Join the store:\n<${invitation.link}>\nRegards`);
    await reader.button("paste-open").click();
    await reader.heading("join-title", { store: store.name }).waitFor();
    await reader.page.reload();
    await reader.heading("join-title", { store: store.name }).waitFor();
    await reader.leave();
  }
});

test("p10_a_member_who_uses_their_own_used_link_opens_the_store", async () => {
  const store = await stack.open("whatnot", { name: "Vintage" });
  const ana = somebody("Ana");
  const invitation = await stack.invite(store, ana.email, { roles: ["seller"] });
  const first = await visitor(browser, stack);
  await first.page.goto(invitation.link);
  await first.button("join-button").click();
  await first.createAccount(ana);
  await first.heading("joined-title", { store: store.name }).waitFor();
  await first.leave();

  // Another day: the tab is new, and nobody is signed in.
  const reader = await visitor(browser, stack);
  await reader.page.goto(invitation.link);
  await reader.heading("used-title").waitFor();
  await reader.inspect("join-used-signed-out");
  await reader.button("sign-in").click();
  await reader.signIn(ana);
  await reader.heading("on-team-title", { store: store.name }).waitFor();
  await reader.inspect("join-on-team");
  const open = reader.page.getByRole("link", { name: reader.t("joined-open"), exact: true });
  assert.equal(await open.getAttribute("href"), `${stack.base}/_local`);

  // Signed in already.
  await reader.page.goto("/team");
  await reader.heading("members-title").waitFor();
  await reader.page.goto(invitation.link);
  await reader.heading("on-team-title", { store: store.name }).waitFor();
  await reader.leave();

  // Somebody else learns no more than the mail said: where the link came from, and that it was used.
  const stranger = await visitor(browser, stack);
  await stranger.page.goto(invitation.link);
  await stranger.button("sign-in").click();
  await stranger.createAccount(somebody("Stranger"));
  await stranger.heading("used-title").waitFor();
  await stranger.says("link-from", { inviter: OWNER.name, store: store.name });
  await stranger.says("used-body-signed-in");
  assert.equal(await stranger.page.getByRole("link", { name: stranger.t("joined-open"), exact: true }).count(), 0);
  await stranger.leave();
});

test("p10_a_member_without_access_who_uses_their_own_link_is_told_why", async () => {
  const store = await stack.open("ecwid", { plan: "business" });
  const ana = somebody("Ana");
  const invitation = await stack.invite(store, ana.email, { permissions: ["sales"] });
  const reader = await visitor(browser, stack);
  await reader.page.goto(invitation.link);
  await reader.button("join-button").click();
  await reader.createAccount(ana);
  await reader.heading("joined-title", { store: store.name }).waitFor();
  const { members } = await stack.asOwner("GET", `${store.path}/members`);
  const { user_id: id } = members.find(({ email }) => email === ana.email);

  await stack.asOwner("PATCH", `${store.path}/members/${id}`, { suspended: true });
  await reader.page.goto("/team");
  await reader.page.getByRole("link", { name: OWNER.email }).waitFor();
  await reader.page.goto(invitation.link);
  await reader.says("problem-member-suspended");
  assert.equal(await reader.page.getByRole("link", { name: reader.t("find-stores") }).getAttribute("href"), "/team");
  await reader.inspect("join-used-suspended");

  // Who is signed in is not told to sign in.
  await stack.asOwner("DELETE", `${store.path}/members/${id}`);
  await reader.page.reload();
  await reader.says("used-body-signed-in");
  await reader.leave();
});

test("an_invitation_of_a_closed_store_says_so", async () => {
  const store = await stack.open("ecwid", { plan: "business" });
  const { link } = await stack.invite(store, somebody("Ana").email, { permissions: ["sales"] });
  const reader = await visitor(browser, stack);
  await reader.page.goto(link);
  await reader.heading("join-title", { store: store.name }).waitFor();
  await stack.call("DELETE", store.path, undefined, { sub: "platform", scope: "staffroom/platform" });
  await reader.button("join-decline").click();
  await reader.button("decline-confirm").click();
  await reader.heading("problem-store-closed").waitFor();
  await reader.inspect("join-closed");
  await reader.leave();
});

test("p21_coming_back_as_somebody_else_one_is_asked_before_joining", async () => {
  const store = await stack.open("ecwid", { plan: "business" });
  const invited = somebody("Ana").email;
  const invitation = await stack.invite(store, invited, { permissions: ["sales"] });
  const other = somebody("Bob");
  const reader = await visitor(browser, stack);
  await reader.page.goto(invitation.link);
  await reader.button("join-button").click();
  await reader.createAccount(other);
  await reader.says("join-other-account", { email: other.email, invited });
  assert.equal((await stack.invitation(store, invitation)).status, "pending");
  await reader.button("join-button-as", { email: other.email }).click();
  await reader.heading("joined-title", { store: store.name }).waitFor();
  await reader.leave();
});

test("p14_on_a_phone_the_button_is_in_sight_and_long_lists_are_folded", async () => {
  const store = await stack.open("ecwid", { plan: "business" });
  const permissions = ["sales", "catalog", "marketing", "reports", "website", "sales_channels", "settings"];
  const { link } = await stack.invite(store, somebody("Ana").email, { permissions });
  for (const size of [{ width: 320, height: 568 }, { width: 390, height: 844 }]) {
    const reader = await visitor(browser, stack, "en", { viewport: size });
    await reader.page.goto(link);
    const button = reader.button("join-button");
    await button.waitFor();
    const { y, height } = await button.boundingBox();
    assert.ok(y + height <= size.height, `the button ends at ${y + height} of ${size.height}`);
    const folded = reader.page.getByText(reader.t("list-more-count", { count: 4 }));
    await folded.click();
    await reader.page.getByRole("listitem").nth(6).waitFor();
    await reader.keep(`join-phone-${size.width}`);
    await reader.leave();
  }
});

test("p18_with_site_data_blocked_the_invitation_is_shown_and_can_be_declined", async () => {
  const store = await stack.open("whatnot");
  const invitation = await stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
  const reader = await visitor(browser, stack);
  await blockSiteData(reader);
  await reader.page.goto(invitation.link);
  await reader.heading("join-title", { store: store.name }).waitFor();
  await reader.button("join-button").click();
  await reader.says("problem-storage-blocked");
  await reader.inspect("join-storage-blocked");
  await reader.button("join-decline").click();
  await reader.button("decline-confirm").click();
  await reader.heading("declined-title").waitFor();
  assert.equal((await stack.invitation(store, invitation)).status, "declined");
  await reader.leave();
});

test("p9_an_unconfirmed_address_is_asked_to_be_confirmed_before_joining", async () => {
  const store = await stack.open("whatnot");
  const ana = somebody("Ana");
  const { link } = await stack.invite(store, ana.email, { roles: ["seller"] });
  const reader = await visitor(browser, stack);
  const token = await stack.token({ sub: "unconfirmed", email: ana.email, email_verified: false });
  await reader.context.route("**/invitations/accept", (route) => route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${token}` } }));
  await reader.page.goto(link);
  await reader.button("join-button").click();
  await reader.createAccount(ana);
  await reader.heading("not-verified-title").waitFor();
  await reader.says("not-verified-body", { email: ana.email });
  await reader.inspect("join-not-verified");
  await reader.leave();
});

test("a typed reason for declining is not lost by Escape", async () => {
  const store = await stack.open("whatnot");
  const { link } = await stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
  const reader = await visitor(browser, stack);
  await reader.page.goto(link);
  await reader.says("join-invited", { inviter: OWNER.name });
  await reader.button("join-decline").click();
  await reader.dialog.getByRole("textbox").fill("No time");
  await reader.page.keyboard.press("Escape");
  await reader.says("discard-question");
  await reader.button("discard-keep").click();
  assert.equal(await reader.dialog.getByRole("textbox").inputValue(), "No time");
  await reader.leave();
});

test("f60_a_genuine_link_of_which_nothing_is_stored_any_more_is_called_too_old", async () => {
  const store = await stack.open("whatnot", { name: "Vintage" });
  const invitation = await stack.invite(store, somebody("Ana").email, { roles: ["seller"] });
  await stack.advance(98);
  await until(() => stack.call("POST", "/invitations/lookup", { token: tokenOf(invitation) }).then(() => false, () => true), "the invitation to be deleted");
  for (const locale of tried(LANGUAGES)) {
    const reader = await visitor(browser, stack, locale);
    await reader.page.goto(invitation.link);
    await reader.heading("old-title").waitFor();
    await reader.says("old-body");
    assert.equal(await reader.page.title(), reader.t("old-title"));
    assert.equal(await reader.page.getByLabel(reader.t("paste-link")).count(), 0, "another copy of the link would not help");
    assert.equal(await reader.page.getByRole("link", { name: reader.t("find-stores") }).getAttribute("href"), "/team");
    await reader.inspect("join-too-old");
    await reader.leave();
  }
  // One sign less, and nobody knows whether it ever was a link.
  const reader = await visitor(browser, stack);
  await reader.page.goto(`/join#${tokenOf(invitation).slice(0, -1)}`);
  await reader.heading("unknown-title").waitFor();
  await reader.leave();
});
