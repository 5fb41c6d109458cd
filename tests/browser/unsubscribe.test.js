// The page to which the header `List-Unsubscribe` and the foot of a mail lead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "./support/browser.js";
import { OWNER, until } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

/** The newest mail to the owner about a store that can be switched off, once there are `count`. */
const answers = (store, count) =>
  until(async () => {
    const mails = (await stack.mails(OWNER.email)).filter(({ text, headers }) => text.includes(store.name) && headers["List-Unsubscribe"]);
    return mails.length >= count && mails;
  }, `answer ${count} about ${store.name}`);

test("y19_one_click_on_the_page_stops_a_kind_of_mail_and_another_undoes_it", async () => {
  const store = await stack.open("ticketing");
  await stack.member(store, "Ana", { roles: ["scanner"] });
  const [mail] = await answers(store, 1);
  const address = mail.headers["List-Unsubscribe"].slice(1, -1);
  assert.ok(mail.text.includes(address), "the foot of the mail has the address, too");

  const reader = await visitor(browser, stack, "fr");
  await reader.page.goto(address);
  await reader.heading("unsubscribe-ask-title").waitFor();
  await reader.inspect("unsubscribe-ask");
  await stack.member(store, "Bea", { roles: ["scanner"] });
  assert.equal((await answers(store, 2)).length, 2, "opening the page changes nothing");

  await reader.button("unsubscribe-button").click();
  await reader.heading("unsubscribe-unsubscribed-title").waitFor();
  await reader.says("unsubscribe-unsubscribed-body", { kind: "answers", store: store.name });
  await reader.inspect("unsubscribe-unsubscribed");
  await stack.member(store, "Cleo", { roles: ["scanner"] });
  // Whether a mail is wanted is decided when it would be sent, so this must be over before mails are wanted again.
  await stack.mailsAreSent();
  await reader.button("unsubscribe-undo").click();
  await reader.heading("unsubscribe-subscribed-title").waitFor();
  await stack.member(store, "Dora", { roles: ["scanner"] });
  const about = (await answers(store, 3)).map(({ text }) => text).join("\n");
  assert.ok(about.includes("Dora") && !about.includes("Cleo"), about);
  await reader.leave();
});

test("marks_of_the_text_around_an_address_to_unsubscribe_do_no_harm", async () => {
  const store = await stack.open("ticketing");
  await stack.member(store, "Ana", { roles: ["scanner"] });
  const [mail] = await answers(store, 1);
  const address = mail.headers["List-Unsubscribe"].slice(1, -1);
  assert.match(address, /[A-Za-z0-9]$/u);
  const reader = await visitor(browser, stack);
  const changed = [".", ")", "%3E", ",", "_", "/"].map((mark) => address + mark);
  for (const target of [...changed, address.replace("unsubscribe", "UNSUBSCRIBE")]) {
    await reader.page.goto(target);
    await reader.button("unsubscribe-button").click();
    await reader.heading("unsubscribe-unsubscribed-title").waitFor();
    await reader.button("unsubscribe-undo").click();
    await reader.heading("unsubscribe-subscribed-title").waitFor();
  }
  await reader.leave();
});

test("the_link_of_a_mail_opens_the_page_in_the_mails_language_also_when_it_was_cut", async () => {
  const store = await stack.open("ticketing", { locale: "de" });
  await stack.member(store, "Ana", { roles: ["scanner"] });
  const [mail] = await answers(store, 1);
  const [link] = /http\S+\/unsubscribe\/\S+/u.exec(mail.text);
  assert.equal(new URL(link).hash, "#de");
  const reader = await visitor(browser, stack);
  await reader.page.goto(link);
  reader.speaks("de");
  await reader.heading("unsubscribe-ask-title").waitFor();
  const cut = link.replace(/(\/unsubscribe\/.{20})/u, "$1%0D%0A");
  await reader.page.goto(cut);
  await reader.button("unsubscribe-button").click();
  await reader.heading("unsubscribe-unsubscribed-title").waitFor();
  await reader.leave();
});

test("an address that is damaged or forged says so", async () => {
  const reader = await visitor(browser, stack);
  await reader.page.goto("/unsubscribe/AAAA");
  await reader.button("unsubscribe-button").click();
  await reader.heading("unsubscribe-invalid-title").waitFor();
  await reader.inspect("unsubscribe-invalid");
  await reader.leave();
});
