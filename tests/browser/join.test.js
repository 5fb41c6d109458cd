// Every state of the page that an invitation's link opens: its texts, its look, and what axe finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tried, visitor } from "./support/browser.js";
import { OWNER, somebody } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

/** An invitation to a store under `catalog`, and a visitor who opens its link in the same language. */
async function opened(locale, catalog, offer, { name = "Ana", prepare = async () => {} } = {}) {
  const store = await stack.open(catalog, { plan: catalog === "ecwid" ? "business" : "default", locale, name: `Maison Élégance ${catalog}` });
  const person = somebody(name);
  const invitation = await stack.invite(store, person.email, { locale, ...offer });
  await prepare({ store, invitation, person });
  const reader = await visitor(browser, stack, locale);
  await reader.page.goto(invitation.link);
  return { store, person, invitation, reader };
}

for (const locale of tried(["fr", "de"])) {
  test(`ecwid, ${locale}: join with the account that one is signed in with, whichever`, async () => {
    const { store, person, invitation, reader } = await opened(locale, "ecwid", { permissions: ["sales", "catalog", "marketing"] });
    await reader.button("join-button").waitFor();
    await reader.says("join-invited", { inviter: OWNER.name });
    await reader.inspect("join-invitation");
    await reader.button("create-account").click();
    const email = `other.${person.email}`;
    await reader.createAccount({ ...person, email });
    // Another address than the invited one: the person is asked before anything happens.
    await reader.says("join-other-account", { email, invited: person.email });
    assert.equal((await stack.invitation(store, invitation)).status, "pending");
    await reader.button("join-button-as", { email }).click();
    await reader.heading("joined-title", { store: store.name }).waitFor();
    await reader.inspect("join-joined");

    // The same browser, signed in already, and an invitation to another address.
    const second = await stack.open("ecwid", { plan: "business", locale });
    const invited = somebody("Ana").email;
    const { link } = await stack.invite(second, invited, { permissions: ["sales"], locale });
    await reader.page.goto(link);
    await reader.says("join-other-account", { email, invited });
    await reader.inspect("join-other-account");
    await reader.button("join-button-as", { email }).click();
    await reader.heading("joined-title", { store: second.name }).waitFor();
    await reader.leave();
  });

  test(`x15_a_wrong_account_is_told_which_address_was_invited_and_how_to_switch, ${locale}`, async () => {
    const { store, person, reader } = await opened(locale, "whatnot", { roles: ["seller"] });
    const wrong = somebody("Wrong");
    await reader.button("join-button").click();
    await reader.createAccount(wrong);
    await reader.heading("wrong-account-title").waitFor();
    const invited = `a***@${person.email.split("@")[1]}`;
    await reader.says("wrong-account-body", { email: wrong.email, invited });
    await reader.inspect("join-wrong-account");
    await reader.button("join-switch").click();
    await reader.createAccount(person);
    await reader.heading("joined-title", { store: store.name }).waitFor();
    await reader.leave();
  });

  test(`b4_the_mails_link_lets_one_decline_with_a_reason, ${locale}`, async () => {
    const { store, invitation, reader } = await opened(locale, "ticketing", { roles: ["box_office", "scanner", "order_notifications"] });
    await reader.button("join-decline").click();
    const dialog = reader.page.getByRole("dialog");
    await dialog.waitFor();
    await reader.inspect("join-decline");
    await dialog.getByRole("textbox").fill("Keine Zeit, « désolée »");
    await reader.button("decline-confirm").click();
    await reader.heading("declined-title").waitFor();
    await reader.inspect("join-declined");
    const { status, decline_reason: reason } = await stack.invitation(store, invitation);
    assert.deepEqual({ status, reason }, { status: "declined", reason: "Keine Zeit, « désolée »" });
    await reader.page.goto(invitation.link);
    await reader.heading("refused-title").waitFor();
    await reader.inspect("join-refused");
    await reader.leave();
  });

  test(`x10_an_expired_link_is_replaced_by_a_fresh_one, ${locale}`, async () => {
    const { store, person, invitation, reader } = await opened(locale, "ticketing", { roles: ["scanner"] }, { prepare: () => stack.advance(7.1) });
    await reader.heading("expired-title").waitFor();
    await reader.inspect("join-expired");
    await reader.button("expired-button").click();
    await reader.heading("renewed-title").waitFor();
    await reader.inspect("join-renewed");
    const fresh = await stack.link(person.email, 2);
    assert.notEqual(fresh, invitation.link);
    // In the same tab, where only what stands behind the # changes.
    await reader.page.goto(invitation.link);
    await reader.heading("revoked-title").waitFor();
    await reader.page.goto(fresh);
    await reader.button("join-button").click();
    await reader.createAccount(person);
    await reader.heading("joined-title", { store: store.name }).waitFor();
    await reader.leave();
  });

  test(`links that are over say so, ${locale}`, async () => {
    const offer = { roles: ["seller"] };
    const revoked = await opened(locale, "whatnot", offer, {
      prepare: ({ store, invitation }) => stack.asOwner("DELETE", `${store.path}/invitations/${invitation.id}`),
    });
    await revoked.reader.heading("revoked-title").waitFor();
    await revoked.reader.inspect("join-revoked");

    const used = await opened(locale, "whatnot", offer, {
      prepare: ({ invitation, person: { email } }) => {
        const claims = { sub: email, email, name: "Ana" };
        return stack.call("POST", "/invitations/accept", { token: new URL(invitation.link).hash.slice(1) }, claims);
      },
    });
    await used.reader.heading("used-title").waitFor();
    await used.reader.inspect("join-used");

    const { reader } = revoked;
    await reader.page.goto("/join#bm9uc2Vuc2U");
    await reader.heading("unknown-title").waitFor();
    await reader.inspect("join-unknown");
    await used.reader.leave();
    await reader.leave();

    const nothing = await visitor(browser, stack, locale);
    await nothing.page.goto("/join");
    await nothing.heading("missing-title").waitFor();
    await nothing.inspect("join-missing");
    await nothing.leave();
  });

  test(`an invitation revoked while it is read is refused kindly, ${locale}`, async () => {
    const { store, person, invitation, reader } = await opened(locale, "whatnot", { roles: ["support"] });
    await reader.button("join-button").click();
    await stack.asOwner("DELETE", `${store.path}/invitations/${invitation.id}`);
    await reader.createAccount(person);
    await reader.heading("revoked-title").waitFor();
    await reader.leave();
  });

  test(`a call that does not come through can be made again, ${locale}`, async () => {
    const { store, reader } = await opened(locale, "whatnot", { roles: ["support"] });
    await reader.button("join-decline").click();
    const dialog = reader.page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("…");
    await reader.context.route("**/invitations/decline", (route) => route.abort());
    await reader.button("decline-confirm").click();
    await dialog.getByText(reader.t("problem-network")).waitFor();
    assert.equal(await dialog.getByRole("textbox").inputValue(), "…", "what was typed is still there");
    await reader.inspect("join-no-connection");
    await reader.context.unroute("**/invitations/decline");
    await reader.button("decline-confirm").click();
    await reader.says("declined-body", { store: store.name });
    await reader.leave();
  });
}
