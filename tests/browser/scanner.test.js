// Visits that must change nothing, and what pages load and reveal.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST, tried, visitor } from "./support/browser.js";
import { OWNER, somebody, until } from "./support/stack.js";
import { browser, stack } from "./support/started.js";
import { LANGUAGES } from "./support/texts.js";

test("x1_a_scanner_with_a_browser_engine_changes_nothing", async () => {
  const store = await stack.open("ecwid", { plan: "business" });
  const invitation = await stack.invite(store, somebody("Ana").email, { permissions: ["sales"] });
  const token = new URL(invitation.link).hash.slice(1);
  const scanner = await visitor(browser, stack);
  await scanner.page.goto(invitation.link);
  await scanner.button("join-button").waitFor();
  await scanner.page.waitForLoadState("networkidle");
  await scanner.page.mouse.wheel(0, 10_000);
  await scanner.page.evaluate(async () => {
    const links = [...document.querySelectorAll("a[href], link[href], form[action]")].map((element) => element.href ?? element.action);
    await Promise.all(links.map((link) => fetch(link, { mode: "no-cors" }).catch(() => {})));
    for (const element of document.querySelectorAll("a, button, input, select")) {
      for (const type of ["mouseover", "mouseenter", "focus", "touchstart"]) element.dispatchEvent(new Event(type, { bubbles: true }));
    }
  });
  await scanner.page.reload();
  await scanner.page.waitForLoadState("networkidle");

  assert.equal((await stack.invitation(store, invitation)).status, "pending");
  const { events } = await stack.asOwner("GET", `${store.path}/audit`);
  assert.deepEqual(events.map(({ type }) => type).filter((type) => type.startsWith("invitation.")), ["invitation.created"]);
  assert.ok(scanner.requested.length > 5, "the visit was seen");
  assert.deepEqual(scanner.requested.filter((url) => url.split("#")[0].includes(token)), [], "no server sees the token in an address");
  assert.ok(!scanner.page.url().includes(token), "nor does who looks at the screen");
  await scanner.leave();
});

test("every page loads little, in every language", async () => {
  const store = await stack.open("ticketing");
  const { link } = await stack.invite(store, somebody("Ana").email, { roles: ["scanner"] });
  const own = /^\/(join|team|assets\/.*)$/;
  for (const language of tried(LANGUAGES)) {
    // The invitation is in English, so a page in another language loads two languages.
    for (const [path, ready] of [[link, (reader) => reader.page.getByRole("combobox")], ["/team", (reader) => reader.button("sign-in")]]) {
      // Each page with an empty cache.
      const reader = await visitor(browser, stack, language);
      // Bodies as they come over the wire; the headers are the gateway's.
      const sizes = [];
      reader.page.on("requestfinished", (request) => own.test(new URL(request.url()).pathname) && sizes.push(request.sizes()));
      await reader.page.goto(path);
      await ready(reader).first().waitFor();
      await reader.page.waitForLoadState("networkidle");
      const loaded = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
      const limit = LARGEST[new URL(path, stack.base).pathname];
      assert.ok(loaded > 5_000 && loaded < limit, `${path.split("#")[0]} in ${language}: ${loaded} bytes`);
      await reader.leave();
    }
  }
});

test("s3_the_page_speaks_the_invitations_language_and_any_other", async () => {
  const store = await stack.open("sendcloud");
  for (const language of tried(LANGUAGES)) {
    const { link } = await stack.invite(store, somebody("Ana").email, { locale: language });
    // The browser prefers a language that the page does not have.
    const reader = await visitor(browser, stack, language, { locale: "sv-SE" });
    await reader.page.goto(link);
    await reader.heading("join-title", { store: store.name }).waitFor();
    await reader.button("join-button").waitFor();
    const html = reader.page.locator("html");
    assert.equal(await html.getAttribute("lang"), language);
    const next = LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length];
    await reader.page.getByRole("combobox", { name: reader.t("language") }).selectOption(next);
    reader.speaks(next);
    await reader.button("join-button").waitFor();
    assert.equal(await html.getAttribute("lang"), next);
    await reader.leave();
  }
});

test("everything can be done by keyboard", async () => {
  const store = await stack.open("whatnot");
  const owner = await visitor(browser, stack);
  const guest = await visitor(browser, stack);
  const ana = somebody("Ana");

  await owner.page.goto(`/team#${store.id}`);
  await press(owner, owner.button("sign-in"));
  await owner.page.waitForURL((url) => url.pathname !== "/team");
  await type(owner, owner.page.getByLabel("E-mail"), OWNER.email);
  await owner.page.keyboard.press("Enter");
  await owner.heading("members-title").waitFor();
  await press(owner, owner.button("invite"));
  await type(owner, owner.page.getByLabel(owner.t("invite-addresses"), { exact: true }), ana.email);
  await tabTo(owner, owner.page.getByRole("radio"));
  await owner.page.keyboard.press("Space");
  await press(owner, owner.button("invite-send", { count: 1 }));
  await owner.says("invite-sent", { count: 1, list: ana.email });

  await guest.page.goto(await stack.link(ana.email));
  await guest.heading("join-title", { store: store.name }).waitFor();
  await press(guest, guest.button("join-button"));
  await guest.page.waitForURL((url) => url.pathname !== "/join");
  await press(guest, guest.page.getByRole("link", { name: "Create an account" }));
  await type(guest, guest.page.getByLabel("Name"), ana.name);
  await type(guest, guest.page.getByLabel("E-mail"), ana.email);
  await guest.page.keyboard.press("Enter");
  await guest.heading("joined-title", { store: store.name }).waitFor();

  await press(owner, owner.page.getByRole("navigation").getByRole("link", { name: new RegExp(`^${owner.t("members-title")}`) }));
  await press(owner, owner.button("read-again"));
  await press(owner, owner.rowButton("remove", `${ana.name} (${ana.email})`));
  await press(owner, owner.dialog.getByRole("button", { name: owner.t("remove"), exact: true }));
  await owner.says("removed", { name: ana.name });
  await owner.leave();
  await guest.leave();
});

const hasFocus = (target) => target.evaluateAll((elements) => elements.includes(document.activeElement));

/** Moves the focus to an element by Tab alone; fails if it cannot be reached, or if the focus is not visible. */
async function tabTo(visitor, target) {
  await target.first().waitFor();
  for (let step = 0; step < 60; step += 1) {
    // After the last element of a page, Tab leads to the browser's own. Another window has no focus.
    await visitor.page.bringToFront();
    await visitor.page.keyboard.press("Tab");
    if (!(await hasFocus(target))) continue;
    const outline = () => visitor.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    await until(async () => (await outline()) !== "none", `the focus on ${target} to be seen`);
    return;
  }
  assert.fail(`Tab does not lead to ${target}`);
}

async function press(visitor, target) {
  await tabTo(visitor, target);
  await visitor.page.keyboard.press("Enter");
}

async function type(visitor, field, text) {
  await field.first().waitFor();
  // A page may set the focus into its first field by itself.
  if (!(await hasFocus(field))) await tabTo(visitor, field);
  await visitor.page.keyboard.press("Control+A");
  await visitor.page.keyboard.type(text);
}
