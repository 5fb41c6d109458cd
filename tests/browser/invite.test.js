// Inviting from pasted text: every address is found and checked before anything is sent, and nothing is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "./support/browser.js";
import { OWNER, somebody, until } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

/** The owner of a new store with the dialog open. */
async function inviting(catalog, options = {}) {
  const store = await stack.open(catalog, options);
  const owner = await visitor(browser, stack, options.locale);
  await owner.openTeam(store, OWNER);
  await owner.button("invite").click();
  const field = owner.page.getByLabel(owner.t("invite-addresses"), { exact: true });
  const recipients = owner.page.getByTestId("recipient");
  const recipient = (address) => recipients.filter({ hasText: address });
  return { store, owner, field, recipients, recipient };
}

async function pendingOf(store) {
  const { invitations } = await stack.asOwner("GET", `${store.path}/invitations?status=pending&limit=100`);
  return invitations.map(({ email }) => email).sort();
}

const PASTED = [
  ["Ana <ana77@example.org> bob77@example.org", ["ana77@example.org", "bob77@example.org"]],
  ['"Ana","ana88@example.org"\nbob88@example.org', ["ana88@example.org", "bob88@example.org"]],
  ['"lisa1@example.org"; tim1@example.org', ["lisa1@example.org", "tim1@example.org"]],
  ["• Ida\tida@example.org\n• (gus@example.org) et léo, leo@example.org.", ["gus@example.org", "ida@example.org", "leo@example.org"]],
];

test("p1_every_address_in_a_pasted_list_is_invited", async () => {
  const { store, owner, field, recipients } = await inviting("sendcloud");
  const invited = [];
  for (const [text, addresses] of PASTED) {
    await field.fill(text);
    await until(async () => (await recipients.count()) === addresses.length, `${addresses.length} addresses in ${text}`);
    await owner.button("invite-send", { count: addresses.length }).click();
    await owner.dialog.waitFor({ state: "detached" });
    invited.push(...addresses);
    assert.deepEqual(await pendingOf(store), invited.sort());
    await owner.button("invite").click();
  }
  await owner.leave();
});

test("p1_each_address_shows_its_fault_before_anything_is_sent", async () => {
  const { store, owner, field, recipient } = await inviting("ecwid", { plan: "business" });
  const { page, t } = owner;
  const requests = [];
  page.on("request", (request) => request.method() === "POST" && requests.push(request.url()));
  await stack.invite(store, "ida@example.com", { permissions: ["sales"] });
  await stack.asOwner("PATCH", store.path, { settings: { support_access: false, allowed_domains: ["example.com", "gmail.com"] } });
  await page.reload();
  await owner.button("invite").click();
  await field.fill("Owner@example.com\nida@example.com\nbob@\ntim@example.net\nAna Gmail <ana@gmail.com>, ana@gmail.com\nkim@gmial.com\nnoreply@example.com\nlou@example.com\nhello");
  await owner.page.getByRole("heading", { name: t("invite-title") }).click();
  const expected = {
    "Owner@example.com": "problem-already-member",
    "ida@example.com": "problem-already-invited",
    "bob@": "invite-wrong-address",
    "tim@example.net": "problem-domain-not-allowed",
    "kim@gmial.com": "problem-domain-not-allowed",
    "noreply@example.com": "invite-no-seat",
    "lou@example.com": "invite-no-seat",
  };
  for (const [address, id] of Object.entries(expected)) await recipient(address).getByText(t(id)).waitFor();
  await recipient("ana@gmail.com").getByText("Ana Gmail").waitFor();
  await recipient("ana@gmail.com").getByText(t("invite-repeated", { count: 2 })).waitFor();
  await recipient("noreply@example.com").getByText(t("advice-shared")).waitFor();
  await owner.says("invite-ready", { count: 8, ready: 1 });
  await owner.says("invite-seats", { available: 1 });
  await owner.says("invite-rest", { list: "hello" });
  assert.deepEqual(requests, [], "nothing was sent");
  await owner.inspect("team-invite-chips");

  await owner.button("rights-all").click();
  await owner.button("invite-send", { count: 1 }).click();
  await owner.says("invite-sent", { count: 1, list: "ana@gmail.com" });
  assert.deepEqual(await pendingOf(store), ["ana@gmail.com", "ida@example.com"]);
  // What was not invited stays, each with its reason.
  for (const address of Object.keys(expected)) await recipient(address).waitFor();
  assert.match(await field.inputValue(), /hello/);
  await owner.leave();
});

test("p1_a_likely_slip_is_corrected_by_a_click", async () => {
  const { store, owner, field, recipient } = await inviting("sendcloud");
  await field.fill("Léa <lea@gmial.com>\ntim@gmail.com");
  await recipient("lea@gmial.com").getByText(owner.t("advice-slip")).waitFor();
  await owner.inspect("team-invite-slip");
  await owner.button("invite-instead", { email: "lea@gmail.com" }).click();
  await recipient("lea@gmail.com").getByText("Léa").waitFor();
  await owner.page.getByRole("button", { name: owner.actOn("invite-leave-out", "tim@gmail.com"), exact: true }).click();
  await recipient("tim@gmail.com").waitFor({ state: "detached" });
  await owner.button("invite-send", { count: 1 }).click();
  await owner.dialog.waitFor({ state: "detached" });
  assert.deepEqual(await pendingOf(store), ["lea@gmail.com"]);
  await owner.leave();
});

test("p1_a_click_counts_although_the_last_word_is_judged_when_the_field_is_left", async () => {
  const { owner, field, recipient, recipients } = await inviting("sendcloud");
  await field.fill("tim@example.org\nlea@gmial.com");
  // Where the button is pressed the address moves: its advice appears.
  await owner.page.getByRole("button", { name: owner.actOn("invite-leave-out", "lea@gmial.com"), exact: true }).click();
  await recipient("lea@gmial.com").waitFor({ state: "detached" });
  await field.fill("tim@example.org\nana@");
  await owner.page.getByRole("button", { name: owner.actOn("invite-leave-out", "tim@example.org"), exact: true }).click();
  await recipient("tim@example.org").waitFor({ state: "detached" });
  await recipient("ana@").getByText(owner.t("invite-wrong-address")).waitFor();
  assert.equal(await recipients.count(), 1);
  await owner.leave();
});

test("p1_what_the_api_refuses_stays_with_its_reason", async () => {
  const { store, owner, field, recipient } = await inviting("sendcloud");
  const [ana, bob] = [somebody("Ana").email, somebody("Bob").email];
  await field.fill(`${ana} ${bob}`);
  await recipient(bob).waitFor();
  // Invited meanwhile by somebody else.
  await stack.invite(store, bob, {});
  await owner.button("invite-send", { count: 2 }).click();
  await recipient(bob).getByText(owner.t("problem-already-invited")).waitFor();
  await owner.says("invite-failed", { count: 1 });
  assert.deepEqual(await pendingOf(store), [ana, bob].sort());
  await owner.leave();
});

test("p6_a_long_success_names_three_and_counts_the_others", async () => {
  const { store, owner, field } = await inviting("sendcloud");
  const people = Array.from({ length: 60 }, () => somebody("Guest").email);
  await owner.page.setViewportSize({ width: 320, height: 800 });
  await field.fill(people.join("\n"));
  await owner.button("invite-send", { count: 60 }).click();
  await owner.dialog.waitFor({ state: "detached" });
  const result = owner.page.locator(".result .notice");
  await result.getByText(people[0]).waitFor();
  assert.match(await result.innerText(), /57/);
  assert.ok((await result.boundingBox()).height < 300);
  assert.equal((await pendingOf(store)).length, 60);
  await owner.leave();
});

test("p16_escape_asks_before_a_typed_list_is_lost", async () => {
  const { owner, field } = await inviting("sendcloud");
  const { page } = owner;
  await field.fill("ana@example.org, bob@example.org");
  await page.keyboard.press("Escape");
  await owner.says("discard-question");
  await owner.inspect("team-discard");
  await page.keyboard.press("Escape");
  await page.getByText(owner.t("discard-question")).waitFor({ state: "detached" });
  assert.equal(await field.inputValue(), "ana@example.org, bob@example.org");
  await page.keyboard.press("Escape");
  await owner.button("discard").click();
  await owner.dialog.waitFor({ state: "detached" });
  // Words, a day and a language are something, too.
  const { dialog } = owner;
  const fill = [
    () => dialog.getByLabel(owner.t("invite-addresses")).fill("Ana"),
    () => dialog.locator("input[type=date]").fill("2031-05-17"),
    () => dialog.getByRole("combobox").selectOption("fr"),
  ];
  for (const enter of fill) {
    await owner.button("invite").click();
    await enter();
    await page.keyboard.press("Escape");
    await owner.button("discard").click();
    await dialog.waitFor({ state: "detached" });
  }
  // An empty dialog closes at once.
  await owner.button("invite").click();
  await owner.dialog.waitFor();
  await page.keyboard.press("Escape");
  await owner.dialog.waitFor({ state: "detached" });
  await owner.leave();
});

test("p5_all_is_offered_for_permissions_and_never_for_roles", async () => {
  const permissions = await inviting("ecwid", { plan: "business" });
  const boxes = permissions.owner.dialog.getByRole("checkbox");
  await permissions.owner.button("rights-all").click();
  assert.ok((await boxes.evaluateAll((all) => all.every(({ checked }) => checked))));
  await permissions.owner.button("rights-none").click();
  assert.ok((await boxes.evaluateAll((all) => all.every(({ checked }) => !checked))));
  await permissions.owner.leave();

  const roles = await inviting("ticketing");
  await roles.owner.dialog.getByRole("checkbox").nth(3).waitFor();
  assert.equal(await roles.owner.button("rights-all").count(), 0);
  await roles.owner.leave();
});

test("p24_address_fields_are_not_checked_for_spelling", async () => {
  const { owner, field } = await inviting("sendcloud");
  assert.equal(await field.evaluate(({ spellcheck }) => spellcheck), false);
  assert.equal(await field.getAttribute("autocapitalize"), "none");
  await owner.leave();
});

test("p19_a_list_is_not_shown_to_the_next_person_in_the_tab", async () => {
  const { store, owner, field } = await inviting("whatnot");
  const { page } = owner;
  await field.fill("ana@example.org");
  await page.getByRole("radio").nth(1).check();
  await owner.context.route("**/invitations/bulk", (route) => route.fulfill({ status: 401, json: { code: "unauthenticated" } }));
  await owner.button("invite-send", { count: 1 }).click();
  await owner.says("problem-unauthenticated");
  await owner.context.unroute("**/invitations/bulk");

  // Another manager of the store signs in with the same tab.
  const other = somebody("Other");
  await owner.context.clearCookies();
  await owner.dialog.getByRole("button", { name: owner.t("sign-in"), exact: true }).click();
  await owner.createAccount(other);
  await owner.heading("stores-title").waitFor();
  const { link } = await stack.invite(store, other.email, { roles: ["administrator"] });
  await stack.accept(link, { ...other, ...(await owner.profile()) });
  await page.reload();
  await owner.heading("members-title").waitFor();
  assert.equal(await owner.dialog.count(), 0);
  await owner.button("invite").click();
  assert.equal(await field.inputValue(), "");
  await owner.leave();
});

test("p20_a_list_is_there_again_after_the_sign_in", async () => {
  const { store, owner, field, recipient } = await inviting("whatnot");
  const { page } = owner;
  await field.fill("Ana <ana@example.org>");
  await page.getByRole("radio").nth(1).check();
  await owner.context.route("**/invitations/bulk", (route) => route.fulfill({ status: 401, json: { code: "unauthenticated" } }));
  await owner.button("invite-send", { count: 1 }).click();
  await owner.says("problem-unauthenticated");
  await owner.context.unroute("**/invitations/bulk");
  await owner.dialog.getByRole("button", { name: owner.t("sign-in"), exact: true }).click();
  await recipient("ana@example.org").waitFor();
  assert.ok(await page.getByRole("radio").nth(1).isChecked());
  await owner.button("invite-send", { count: 1 }).click();
  await owner.dialog.waitFor({ state: "detached" });
  assert.deepEqual(await pendingOf(store), ["ana@example.org"]);
  await owner.leave();
});

test("the_focus_stays_among_the_addresses_when_one_is_corrected_or_left_out", async () => {
  const { owner, field, recipients, recipient } = await inviting("whatnot");
  await field.fill("ana@gmial.com, bob@example.org");
  await field.blur();
  const focused = () => owner.page.evaluate(() => document.activeElement.closest(".chip")?.querySelector(".address").textContent ?? document.activeElement.localName);
  const use = owner.button("invite-instead", { email: "ana@gmail.com" });
  await use.focus();
  await owner.page.keyboard.press("Enter");
  await recipient("ana@gmail.com").waitFor();
  await until(async () => (await focused()) === "ana@gmail.com", "the focus on the corrected address");
  for (const next of ["bob@example.org", "textarea"]) {
    await owner.page.keyboard.press("Enter");
    await until(async () => (await focused()) === next, `the focus on ${next}`);
  }
  assert.equal(await recipients.count(), 0);
  await owner.leave();
});
