// The stack and the browser that the tests of one file share. Node runs each file in its own process.

import { after, before } from "node:test";
import { startBrowser } from "./browser.js";
import { startStack } from "./stack.js";

export let stack, browser;
before(async () => {
  stack = await startStack();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});
