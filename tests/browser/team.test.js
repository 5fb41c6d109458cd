// Every part and dialog of the team page: its function, its look, and what axe finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tried, visitor } from "./support/browser.js";
import { OWNER, somebody, until } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

const LONG = "Maximiliane Freifrau von Donaudampfschifffahrtsgesellschaft-Kapitänswitwenverein";

for (const locale of tried(["fr", "de"])) {
  test(`the owner's page, part by part, ${locale}`, async () => {
    const store = await stack.open("ticketing", { locale, name: "Théâtre des Lilas" });
    await stack.member(store, LONG, { roles: ["administrator", "box_office", "scanner", "reports"] });
    await stack.member(store, "Bogumil", { roles: ["scanner"] });
    const late = await stack.invite(store, somebody("Late").email, { roles: ["manager"], locale });
    await stack.advance(7.1);
    const bounced = somebody("Bounced");
    await stack.invite(store, bounced.email, { roles: ["scanner"], locale });
    await stack.call("POST", "/_local/ses/feedback", { message_id: (await stack.mail(bounced.email)).id, event: "Bounce" });
    const open = await stack.invite(store, somebody("Open").email, { roles: ["reports", "scanner"], locale });

    const owner = await visitor(browser, stack, locale);
    const { page } = owner;
    await page.goto(`/team#${store.id}`);
    await owner.button("sign-in").waitFor();
    await owner.inspect("team-signed-out");
    await owner.button("sign-in").click();
    await owner.signIn(OWNER);
    await page.getByTestId("member").filter({ hasText: LONG }).waitFor();
    assert.equal(await page.getByTestId("member").count(), 3);
    await owner.inspect("team-members");

    await page.getByTestId("member").filter({ hasText: LONG }).getByRole("button", { name: new RegExp(`^${owner.t("edit")}`) }).click();
    await owner.dialog.waitFor();
    await owner.inspect("team-edit-member");
    await page.keyboard.press("Escape");
    await owner.dialog.waitFor({ state: "detached" });
    await page.getByTestId("member").filter({ hasText: "Bogumil" }).getByRole("button", { name: new RegExp(`^${owner.t("remove")}`) }).click();
    await owner.inspect("team-remove-member");
    await owner.button("cancel").click();

    await owner.part("nav-invitations", "invitations-title");
    const row = ({ email }) => page.getByTestId("invitation").filter({ hasText: email });
    await row(late).getByText(owner.t("status-expired"), { exact: true }).waitFor();
    await row(bounced).getByTestId("delivery").getByText(owner.t("delivery-bounced")).waitFor();
    await owner.inspect("team-invitations");
    await row(open).getByRole("button", { name: new RegExp(`^${owner.t("edit")}`) }).click();
    await owner.inspect("team-edit-invitation");
    await owner.button("cancel").click();
    await row(late).getByRole("button", { name: new RegExp(`^${owner.t("resend")}`) }).click();
    await owner.says("resent", { email: late.email });
    await row(late).getByText(owner.t("status-expired"), { exact: true }).waitFor({ state: "detached" });
    assert.notEqual(await stack.link(late.email, 2), late.link);
    await row(open).getByRole("button", { name: new RegExp(`^${owner.t("revoke")}`) }).click();
    await owner.inspect("team-revoke");
    await owner.dialog.getByRole("button", { name: owner.t("revoke"), exact: true }).click();
    await owner.says("revoked", { email: open.email });
    await row(open).waitFor({ state: "detached" });

    await owner.part("activities-title");
    await owner.button("activity-add").click();
    await owner.inspect("team-activity");
    await owner.dialog.getByRole("textbox").fill("Festival d’été");
    await owner.button("save").click();
    const mailed = page.getByRole("checkbox", { name: /Festival d’été/ });
    await mailed.waitFor();
    assert.ok(await mailed.isChecked());
    await mailed.uncheck();
    await until(async () => {
      const { activities } = await stack.asOwner("GET", `${store.path}/activities`);
      return activities.length === 1 && !activities[0].order_notifications;
    }, "the activity's mails to be off");
    await owner.inspect("team-activities");

    await owner.part("settings-title");
    await page.getByLabel(owner.t("settings-support"), { exact: true }).check();
    await page.getByLabel(owner.t("settings-domains")).fill("example.org\nexample.com");
    await owner.button("save").click();
    await owner.says("settings-saved");
    await owner.inspect("team-settings");
    assert.deepEqual((await stack.asOwner("GET", store.path)).settings, { support_access: true, link_copying: false, allowed_domains: ["example.com", "example.org"] });

    await owner.part("history-title");
    await owner.says("event-invitation-revoked", { actor: OWNER.name, email: open.email });
    await owner.inspect("team-history");
    await owner.leave();
  });

  test(`inviting one or many, with and without mistakes, ${locale}`, async () => {
    const store = await stack.open("ecwid", { plan: "business", locale, name: "Blumen & Träume" });
    const owner = await visitor(browser, stack, locale);
    const { page } = owner;
    await owner.openTeam(store, OWNER);
    const seats = page.getByTestId("seats");
    await seats.getByText(owner.t("seats-used", { used: 0, limit: 2 })).waitFor();
    await owner.button("invite").click();
    await owner.inspect("team-invite");
    await owner.button("invite-send", { count: 0 }).click();
    await owner.says("invite-none");
    await owner.says("rights-at-least");
    await owner.inspect("team-invite-faults");

    const people = [somebody("One"), somebody("Two"), somebody("Three")];
    await page.getByLabel(owner.t("invite-addresses"), { exact: true }).fill(people.map(({ name, email }) => `${name} <${email}>`).join(", "));
    await owner.says("invite-seats", { available: 2 });
    await owner.says("invite-no-seat");
    await owner.inspect("team-invite-seats");
    await owner.button("rights-all").click();
    await owner.button("invite-send", { count: 2 }).click();
    await owner.says("invite-failed", { count: 1 });
    await owner.inspect("team-invite-refused");
    await page.getByRole("button", { name: owner.actOn("invite-leave-out", people[2].email) }).click();
    await owner.button("close").first().click();
    await page.getByTestId("invitation").nth(1).waitFor();
    await seats.getByText(owner.t("seats-full")).waitFor();
    assert.equal(await owner.button("invite").count(), 0, "what cannot be done is not offered");
    await owner.inspect("team-seats-full");
    await owner.leave();
  });

  test(`what does not come through keeps what was typed, ${locale}`, async () => {
    const store = await stack.open("whatnot", { locale });
    const owner = await visitor(browser, stack, locale);
    const { page } = owner;
    const guest = somebody("Ana");
    await owner.openTeam(store, OWNER);
    await owner.button("invite").click();
    const addresses = page.getByLabel(owner.t("invite-addresses"), { exact: true });
    await addresses.fill(guest.email);
    await page.getByRole("radio").first().check();
    await owner.context.route("**/invitations/bulk", (route) => route.abort());
    await owner.button("invite-send", { count: 1 }).click();
    await owner.says("problem-network");
    assert.equal(await addresses.inputValue(), guest.email);
    await owner.inspect("team-no-connection");
    await owner.context.unroute("**/invitations/bulk");
    await owner.button("invite-send", { count: 1 }).click();
    await page.getByTestId("invitation").filter({ hasText: guest.email }).waitFor();
    assert.equal((await stack.asOwner("GET", `${store.path}/invitations`)).invitations.length, 1);
    await owner.leave();
  });

  test(`somebody without rights to the team looks, and can leave, ${locale}`, async () => {
    const [store, other] = [await stack.open("whatnot", { locale }), await stack.open("sendcloud", { locale })];
    const person = somebody("Lou");
    const reader = await visitor(browser, stack, locale);
    for (const [{ path }, offer] of [[store, { roles: ["support"] }], [other, {}]]) {
      const { link } = await stack.invite({ path }, person.email, { ...offer, locale });
      await reader.page.goto(link);
      await reader.button("join-button").click();
      if (path === store.path) await reader.createAccount(person);
      await reader.page.getByRole("link", { name: reader.t("joined-team"), exact: true }).waitFor();
    }
    await reader.page.goto("/team");
    await reader.heading("stores-title").waitFor();
    await reader.inspect("team-stores");
    await reader.page.getByRole("link", { name: store.name, exact: true }).click();
    await reader.says("members-read-only", { owner: OWNER.name });
    await reader.inspect("team-read-only");
    await reader.button("leave").click();
    await reader.dialog.waitFor();
    await reader.inspect("team-leave");
    await reader.dialog.getByRole("button", { name: reader.t("leave"), exact: true }).click();
    await reader.says("left", { store: store.name });
    await stack.asOwner("GET", `${store.path}/members`).then(({ members }) => assert.equal(members.length, 1));
    await reader.leave();
  });
}
