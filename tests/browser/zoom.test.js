// An invitation and the team page at 200 %: of the whole page, and of the letters alone. Nothing is cut off, and everything works.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "./support/browser.js";
import { OWNER, somebody } from "./support/stack.js";
import { browser, stack } from "./support/started.js";

const LONG = "Maximiliane Freifrau von Donaudampfschifffahrtsgesellschaft-Kapitänswitwenverein";

const ZOOMS = {
  // A window of 1280 by 800 px.
  "the page at 200 %": { options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, letters: 16 },
  "letters at 200 %": { options: { viewport: { width: 1280, height: 800 } }, letters: 32 },
};

/** A visitor who sees everything in such a size. */
async function zoomed({ options, letters }) {
  const reader = await visitor(browser, stack, "de", options);
  await reader.context.addInitScript((size) => {
    addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = `${size}px`));
  }, letters);
  return reader;
}

/** Checks that nothing stands outside of the window, or is cut off by what holds it. */
async function nothingIsCut(reader, state) {
  const { cut, letters, ratio } = await reader.page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const seen = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() && !element.closest(".unseen, option"));
    const outside = ({ left, right }) => left < -1 || right > wide + 1;
    const isCut = (element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const hides = (overflow) => ["hidden", "clip"].includes(overflow);
      // The heading below the brand shows a long name in full.
      if (element.matches(".brand")) return false;
      return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
    };
    return {
      cut: seen.filter((element) => outside(element.getBoundingClientRect()) || isCut(element)).map(({ outerHTML }) => outerHTML.slice(0, 200)),
      letters: parseFloat(getComputedStyle(document.body).fontSize),
      ratio: devicePixelRatio,
    };
  });
  assert.deepEqual(cut, [], state);
  assert.equal((letters / 16) * ratio, 2, "everything is twice as large");
}

for (const [name, zoom] of Object.entries(ZOOMS)) {
  test(`inviting, joining and changing a member work with ${name}`, async () => {
    const store = await stack.open("ticketing", { locale: "de", name: "Veranstaltungsgesellschaft am Gänsemarkt" });
    await stack.member(store, LONG, { roles: ["administrator", "box_office", "scanner", "reports"] });
    const owner = await zoomed(zoom);
    await owner.openTeam(store, OWNER);
    await owner.page.getByTestId("member").filter({ hasText: LONG }).waitFor();
    await nothingIsCut(owner, "members");

    const ana = somebody("Ana");
    await owner.button("invite").click();
    const field = owner.page.getByLabel(owner.t("invite-addresses"), { exact: true });
    await field.fill(`${LONG} <${ana.email}>\n${OWNER.email}\nana@\nlea@gmial.com`);
    await owner.page.getByTestId("recipient").nth(3).waitFor();
    await nothingIsCut(owner, "inviting");
    await owner.page.getByRole("button", { name: owner.actOn("invite-leave-out", "lea@gmial.com"), exact: true }).click();
    await owner.dialog.getByRole("checkbox").first().check();
    await owner.button("invite-send", { count: 1 }).click();
    await owner.says("invite-sent", { count: 1, list: ana.email });
    await nothingIsCut(owner, "invited");
    await owner.page.keyboard.press("Escape");
    await owner.button("discard").click();
    await owner.dialog.waitFor({ state: "detached" });

    const guest = await zoomed(zoom);
    await guest.page.goto(await stack.link(ana.email));
    // The invitation is in the store's language.
    await guest.button("join-button").waitFor();
    await nothingIsCut(guest, "invitation");
    await guest.button("join-button").click();
    await guest.createAccount({ ...ana, name: LONG });
    await guest.heading("joined-title", { store: store.name }).waitFor();
    await nothingIsCut(guest, "joined");
    await guest.leave();

    await owner.page.goto(`/team#${store.id}/members`);
    await owner.page.reload();
    await owner.rowButton("edit", `${LONG} (${ana.email})`).click();
    await owner.dialog.getByRole("checkbox").nth(1).check();
    await nothingIsCut(owner, "a member");
    await owner.button("save").click();
    await owner.says("changed", { name: LONG });
    for (const [part, heading] of [["nav-invitations", "invitations-title"], ["activities-title"], ["settings-title"], ["history-title"]]) {
      await owner.part(part, heading);
      await nothingIsCut(owner, part);
    }
    await owner.leave();
  });
}
