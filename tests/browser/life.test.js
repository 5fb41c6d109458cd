// The whole life of an invitation with two people, each in a browser context: from the owner's click to the removal.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "./support/browser.js";
import { OWNER, somebody } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

const LIVES = [
  { catalog: "ecwid", plan: "business", of: "permissions", first: ["sales", "catalog"], then: ["reports"] },
  { catalog: "whatnot", plan: "default", of: "roles", first: ["seller"], then: ["support"] },
  { catalog: "ticketing", plan: "default", of: "roles", first: ["box_office", "scanner"], then: ["reports"] },
];

for (const { catalog, plan, of, first, then } of LIVES) {
  test(`the whole life under ${catalog}`, async () => {
    const store = await stack.open(catalog, { plan });
    const words = (await stack.asOwner("GET", `${store.path}/catalog?locale=en`))[of];
    const labels = (slugs) => slugs.map((slug) => words.find((word) => word.slug === slug).label);
    const owner = await visitor(browser, stack);
    const guest = await visitor(browser, stack);
    const ana = somebody("Ana");
    const tick = async (slugs, on = true) => {
      for (const label of labels(slugs)) {
        await owner.page.getByRole("dialog").getByLabel(label, { exact: true }).setChecked(on);
      }
    };

    await owner.openTeam(store, OWNER);
    await owner.button("invite").click();
    await owner.page.getByLabel(owner.t("invite-addresses"), { exact: true }).fill(ana.email);
    await tick(first);
    await owner.button("invite-send", { count: 1 }).click();
    await owner.says("invite-sent", { count: 1, list: ana.email });
    const pending = owner.page.getByTestId("invitation");
    await pending.getByText(ana.email).first().waitFor();
    for (const label of labels(first)) await pending.getByText(label).first().waitFor();
    // The page learns by itself that the mail has been sent.
    await pending.getByTestId("delivery").getByText(owner.t("delivery-sent"), { exact: true }).waitFor();

    await followTheMail(guest, ana);
    await guest.heading("join-title", { store: store.name }).waitFor();
    for (const label of labels(first)) await guest.page.getByText(label, { exact: true }).first().waitFor();
    await guest.button("join-button").click();
    await guest.createAccount(ana);
    await guest.heading("joined-title", { store: store.name }).waitFor();
    assert.equal(new URL(guest.page.url()).search, "", "what the provider answered is gone from the address bar");
    const open = guest.page.getByRole("link", { name: guest.t("joined-open"), exact: true });
    assert.equal(await open.getAttribute("href"), `${stack.base}/_local`);

    await owner.page.goto(`/team#${store.id}/members`);
    await owner.page.reload();
    const member = owner.page.getByTestId("member").filter({ hasText: ana.email });
    await member.waitFor();
    await member.getByRole("button", { name: new RegExp(`^${owner.t("edit")}`) }).click();
    if (of === "permissions" || first.length > 1) await tick(first, false);
    await tick(then);
    await owner.button("save").click();
    await owner.says("changed", { name: ana.name });
    for (const label of labels(then)) await member.getByText(label).first().waitFor();

    await guest.page.getByRole("link", { name: guest.t("joined-team"), exact: true }).click();
    await guest.heading("members-title").waitFor();
    await guest.says("members-read-only", { owner: OWNER.name });
    const own = guest.page.getByTestId("member").filter({ hasText: ana.email });
    for (const label of labels(then)) await own.getByText(label).first().waitFor();
    for (const id of ["invite", "edit", "remove"]) {
      assert.equal(await guest.page.getByRole("button", { name: new RegExp(`^${guest.t(id)}(:|$)`) }).count(), 0, id);
    }

    await member.getByRole("button", { name: new RegExp(`^${owner.t("remove")}`) }).click();
    await owner.page.getByRole("dialog").getByRole("button", { name: owner.t("remove"), exact: true }).click();
    await owner.says("removed", { name: ana.name });
    await member.waitFor({ state: "detached" });

    await guest.page.reload();
    await guest.heading("stores-title").waitFor();
    assert.equal(await guest.page.getByText(store.name).count(), 0, "a removed person sees nothing of the store");
    await guest.page.goto((await stack.link(ana.email)).replace(stack.base, ""));
    await guest.heading("used-title").waitFor();

    await owner.leave();
    await guest.leave();
  });
}

/** From the inbox to the page that the link opens, in a new tab. */
async function followTheMail(guest, { email }) {
  await stack.link(email);
  await guest.page.goto("/_local/inbox");
  await guest.page.getByRole("row").filter({ hasText: email }).getByRole("link").first().click();
  const link = guest.page.frameLocator("iframe").locator('a[href*="/join#"]').first();
  const [tab] = await Promise.all([guest.context.waitForEvent("page"), link.click()]);
  guest.page = tab;
}

test("m4_an_existing_account_signs_in_and_then_picks_the_shop", async () => {
  const [known, fresh] = [await stack.open("mycommerce", { plan: "standard" }), await stack.open("mycommerce", { plan: "standard" })];
  const guest = await visitor(browser, stack);
  const ben = somebody("Ben");
  await join(guest, known, ben, () => guest.createAccount(ben));

  // Another day and another browser, with the same account.
  const again = await visitor(browser, stack);
  await join(again, fresh, ben, () => again.signIn(ben));
  await again.page.goto("/team");
  await again.heading("stores-title").waitFor();
  for (const { name } of [known, fresh]) await again.page.getByRole("link", { name, exact: true }).waitFor();
  await again.page.getByRole("link", { name: known.name, exact: true }).click();
  await again.page.getByTestId("member").filter({ hasText: ben.email }).waitFor();
  assert.match(again.page.url(), new RegExp(`#${known.id}`));
  await guest.leave();
  await again.leave();
});

test("m4_b5_who_has_no_account_creates_it_on_the_way", async () => {
  for (const [catalog, offer] of [["mycommerce", {}], ["ticketing", { roles: ["scanner"] }]]) {
    const store = await stack.open(catalog, { plan: catalog === "mycommerce" ? "standard" : "default" });
    const guest = await visitor(browser, stack);
    const eva = somebody("Eva");
    await join(guest, store, eva, () => guest.createAccount(eva), offer);
    const { members } = await stack.asOwner("GET", `${store.path}/members`);
    const { name, email } = members.find((member) => !member.owner);
    assert.deepEqual({ name, email }, eva);
    await guest.leave();
  }
});

async function join(guest, store, person, enter, offer = {}) {
  const { link } = await stack.invite(store, person.email, offer);
  await guest.page.goto(link);
  await guest.button("join-button").click();
  await enter();
  await guest.heading("joined-title", { store: store.name }).waitFor();
}
