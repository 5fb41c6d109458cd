// Every mail, as `cargo run --package staffroom-mail --example mails` writes them, in light and dark, wide and narrow.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { Visitor, startBrowser, tried } from "./support/browser.js";
import { texts } from "./support/texts.js";

const folder = new URL("../../target/mails/", import.meta.url);

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

for (const locale of tried(["fr", "de"])) {
  test(`every mail can be read, ${locale}`, async () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(`.${locale}.html`));
    assert.ok(files.length > 10, "the mails have been written");
    const reader = new Visitor(await browser.newContext({ locale }), null, texts(locale));
    reader.page = await reader.context.newPage();
    for (const file of files) {
      await reader.page.setContent(readFileSync(new URL(file, folder), "utf8"));
      await reader.inspect(`mail-${file.split(".")[0]}`, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]);
    }
    await reader.leave();
  });
}
