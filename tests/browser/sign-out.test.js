// Signing out: where the browser is sent, with which parameters, and what is left in the tab.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "./support/browser.js";
import { OWNER } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

test("signing out ends the session at the provider, and leads back to the page", async () => {
  const store = await stack.open("whatnot");
  const owner = await visitor(browser, stack);
  const { page } = owner;
  await owner.openTeam(store, OWNER);
  const asked = page.waitForRequest((request) => request.url().includes("logout_uri="));
  await owner.button("sign-out").click();
  const query = new URL((await asked).url()).searchParams;
  const back = new URL("/team", page.url()).href;
  assert.deepEqual(query.getAll("post_logout_redirect_uri"), [back]);
  assert.deepEqual(query.getAll("logout_uri"), [back]);
  assert.deepEqual(query.getAll("client_id"), ["staffroom"]);
  await owner.button("sign-in").waitFor();
  assert.equal(new URL(page.url()).pathname, "/team");
  const left = await page.evaluate(() => Object.values(sessionStorage).filter((value) => value.includes("id_token")));
  assert.deepEqual(left, []);
  // The provider has forgotten the person, too: it asks who signs in.
  await owner.button("sign-in").click();
  await owner.signIn(OWNER);
  await owner.button("sign-out").waitFor();
  await owner.leave();
});
