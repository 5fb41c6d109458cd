// Debian's Firefox ESR, driven by Playwright over WebDriver BiDi. Playwright's other protocol needs a Firefox of its own. What
// Firefox 153 or Playwright 1.65 lacks over BiDi is made up for here, so that tests need not know the browser.

import { firefox } from "playwright-core";

/** The hash of a style that Playwright puts into a page for a screenshot, which the content security policy forbids. */
export const STYLE_FOR_SCREENSHOTS = "sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=";

export async function startFirefox(executablePath) {
  const browser = await firefox.launch({
    executablePath,
    // Channels of this name are driven over BiDi.
    channel: "moz-firefox",
    firefoxUserPrefs: {
      "ui.prefersReducedMotion": 1,
      // Fewer processes, each of which costs a second on a small machine.
      "dom.ipc.processPrelaunch.enabled": false,
      "fission.autostart": false,
      // Firefox 153 crashes when `ariaDescribedByElements` and the like are read. axe and Playwright read them, the pages do not.
      "accessibility.ARIAElementReflection.enabled": false,
    },
    // For `addScripts`.
    args: ["--remote-allow-system-access"],
  });
  await addScripts(browser);
  await fillWholeFields(browser);
  return browser;
}

/**
 * Scripts in the browser's window, in the place of commands or after them. Firefox 153 does not know
 * `emulation.setMediaFeaturesOverride`, without which Playwright opens no page, and Playwright sends no media type.
 * `browsingContext.activate` leaves the focus to the browser's buttons, to which Tab leads after the last element of a page.
 */
async function addScripts(browser) {
  const { _bidiPages: pages, _connection: connection } = browser._connection.toImpl(browser);
  const { contexts } = await connection.browserSession.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const send = connection.rawSend.bind(connection);
  const run = (id, page, action) => {
    const expression = `(() => {
      const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
      const page = NavigableManager.getBrowsingContextById("${page}");
      if (page) { ${action} }
    })()`;
    send({ id, method: "script.evaluate", params: { expression, target: { context: contexts[0].context }, awaitPromise: false } });
  };
  // No command of Playwright has such a number, so nobody waits for the answer.
  let unanswered = 2 ** 40;
  connection.rawSend = (message) => {
    const { id, method, params } = message;
    if (method === "emulation.setMediaFeaturesOverride") {
      // Without a page it is the default of pages to come, which are light without it.
      const [page] = params.contexts ?? [];
      const { colorScheme = "light", media } = pages.get(page)?._page.emulatedMedia() ?? {};
      return run(id, page, `page.prefersColorSchemeOverride = "${colorScheme}"; page.mediumOverride = "${media === "print" ? media : ""}";`);
    }
    send(message);
    if (method === "browsingContext.activate") {
      run((unanswered += 1), params.context, "if (Services.focus.focusedElement !== page.embedderElement) page.embedderElement.focus();");
    }
  };
}

/** Playwright appends to the text of a field whose selection scripts do not see, such as `<input type=email>`. */
async function fillWholeFields(browser) {
  const context = await browser.newContext();
  const locators = Object.getPrototypeOf((await context.newPage()).locator("*"));
  await context.close();
  const { fill } = locators;
  locators.fill = async function (text, options) {
    await fill.call(this, "", options);
    if (text) await fill.call(this, text, options);
  };
}
