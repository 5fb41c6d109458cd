// The reader's own profile on the team page, and the language that follows from it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tried, visitor } from "./support/browser.js";
import { OWNER, somebody } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

/** A visitor who has joined a store, and is on its team page in the invitation's language. */
async function joined(store, person, { offer = {}, locale = "en" } = {}) {
  const { link } = await stack.invite(store, person.email, { ...offer, locale });
  const reader = await visitor(browser, stack);
  await reader.page.goto(link);
  reader.speaks(locale);
  await reader.button("join-button").click();
  await reader.createAccount(person);
  await reader.page.getByRole("link", { name: reader.t("joined-team"), exact: true }).click();
  await reader.heading("members-title").waitFor();
  return reader;
}

/** The person's own row in the list of members. */
const row = (reader, email) => reader.page.getByTestId("member").filter({ hasText: email });
const name = (reader) => reader.dialog.getByLabel(reader.t("profile-name"), { exact: true });
const language = (reader) => reader.dialog.getByLabel(reader.t("language"), { exact: true });

async function openProfile(reader) {
  await reader.button("profile").click();
  await reader.heading("profile-title").waitFor();
}

for (const locale of tried(["en", "fr", "de"])) {
  test(`p15_an_invitation_in_a_language_leads_to_a_team_page_in_it, ${locale}`, async () => {
    const store = await stack.open("whatnot", { name: "Vintage" });
    const lou = somebody("Lou");
    const reader = await joined(store, lou, { offer: { roles: ["seller"] }, locale });
    await openProfile(reader);
    assert.equal(await name(reader).inputValue(), lou.name);
    assert.equal(await language(reader).inputValue(), locale);
    await reader.inspect("team-profile");
    await reader.button("cancel").click();
    await reader.dialog.waitFor({ state: "detached" });
    await reader.leave();

    // Another day, and a browser whose language is English.
    const again = await visitor(browser, stack);
    await again.page.goto("/team");
    await again.button("sign-in").click();
    await again.signIn(lou);
    again.speaks(locale);
    await again.heading("members-title").waitFor();
    assert.equal(await again.page.locator("html").getAttribute("lang"), locale);
    // What is chosen on the page itself comes first.
    await again.page.locator("header").getByRole("combobox").selectOption("pl");
    again.speaks("pl");
    await again.heading("members-title").waitFor();
    await again.page.reload();
    await again.heading("members-title").waitFor();
    await again.leave();
  });
}

test("p15_a_member_changes_their_name_and_language_everywhere", async () => {
  const [store, other] = [await stack.open("whatnot"), await stack.open("whatnot")];
  const lou = somebody("Lou");
  const reader = await joined(store, lou, { offer: { roles: ["seller"] } });
  const { sub } = await reader.profile();
  const { link } = await stack.invite(other, lou.email, { roles: ["support"] });
  await stack.accept(link, { ...lou, sub });

  await openProfile(reader);
  await name(reader).fill("  ");
  await reader.button("save").click();
  await reader.says("profile-name-missing");
  assert.ok(await name(reader).evaluate((field) => field === document.activeElement), "the focus is on what is wrong");
  await reader.inspect("team-profile-wrong");
  await name(reader).fill("Louise Martin");
  await language(reader).selectOption("de");
  await reader.button("save").click();
  reader.speaks("de");
  await reader.says("profile-saved");
  assert.ok(await reader.button("profile").evaluate((button) => button === document.activeElement), "the focus is back");
  await row(reader, lou.email).getByText("Louise Martin").first().waitFor();
  await reader.inspect("team-profile-saved");
  for (const { path } of [store, other]) {
    const { members } = await stack.asOwner("GET", `${path}/members`);
    assert.equal(members.find(({ email }) => email === lou.email).name, "Louise Martin");
  }
  const { name: stored, locale } = await stack.call("GET", "/me", undefined, { ...lou, sub });
  assert.deepEqual({ stored, locale }, { stored: "Louise Martin", locale: "de" });

  await reader.page.goto("/team");
  await reader.heading("stores-title").waitFor();

  // From the list of stores, too.
  await openProfile(reader);
  assert.equal(await name(reader).inputValue(), "Louise Martin");
  await name(reader).fill("Louise");
  await reader.page.keyboard.press("Escape");
  await reader.says("discard-question");
  await reader.button("discard-keep").click();
  await reader.button("save").click();
  await reader.says("profile-saved");
  await reader.leave();
});

for (const locale of tried(["en", "fr", "de"])) {
  test(`p26_a_name_that_changed_at_the_identity_provider_is_offered, ${locale}`, async () => {
    const store = await stack.open("whatnot");
    const lou = somebody("Lou");
    const reader = await joined(store, lou, { offer: { roles: ["seller"] }, locale });
    const person = { ...lou, ...(await reader.profile()) };
    await stack.call("PATCH", "/me", { name: "Louise Before" }, person);
    await reader.page.reload();
    await row(reader, lou.email).getByText("Louise Before").first().waitFor();
    await openProfile(reader);
    await reader.says("profile-account-name", { name: lou.name });
    await reader.inspect("team-profile-offer");
    const use = reader.button("profile-use", { name: lou.name });
    await use.click();
    await use.waitFor({ state: "detached" });
    assert.ok(await name(reader).evaluate((field) => field === document.activeElement), "the focus is on the name");
    await reader.button("save").click();
    await reader.says("profile-saved");
    await row(reader, lou.email).getByText(lou.name, { exact: true }).first().waitFor();
    assert.equal((await stack.call("GET", "/me", undefined, person)).name, lou.name);
    await openProfile(reader);
    assert.equal(await reader.page.getByText(reader.t("profile-account-name", { name: lou.name })).count(), 0);
    await reader.leave();
  });
}

test("p20_a_change_of_the_profile_outlives_a_sign_in", async () => {
  const store = await stack.open("whatnot");
  const lou = somebody("Lou");
  const reader = await joined(store, lou, { offer: { roles: ["seller"] } });
  let refused = false;
  await reader.context.route("**/me", (route) => {
    if (refused || route.request().method() !== "PATCH") return route.fallback();
    refused = true;
    return route.fulfill({ status: 401, json: { code: "unauthenticated" } });
  });
  await openProfile(reader);
  await name(reader).fill("Louise After");
  await language(reader).selectOption("es");
  await reader.button("save").click();
  await reader.says("problem-unauthenticated");
  await reader.dialog.getByRole("button", { name: reader.t("sign-in"), exact: true }).click();
  await reader.heading("profile-title").waitFor();
  assert.equal(await name(reader).inputValue(), "Louise After");
  assert.equal(await language(reader).inputValue(), "es");
  // The store's page is drawn behind the dialog meanwhile, and takes nothing from it.
  await row(reader, lou.email).waitFor({ state: "attached" });
  await reader.button("save").click();
  reader.speaks("es");
  await reader.says("profile-saved");
  await row(reader, lou.email).getByText("Louise After").first().waitFor();
  await reader.leave();
});

test("p15_an_owner_is_told_where_their_name_comes_from", async () => {
  const store = await stack.open("whatnot");
  const owner = await visitor(browser, stack);
  await owner.openTeam(store, OWNER);
  await openProfile(owner);
  await owner.dialog.getByText(OWNER.name).waitFor();
  await owner.says("profile-owner");
  assert.equal(await owner.dialog.getByRole("textbox").count(), 0);
  await owner.inspect("team-profile-owner");
  await owner.button("close").click();
  await owner.dialog.waitFor({ state: "detached" });
  await owner.leave();
});
