// People in front of a browser, each in a context of their own, and what is held against every page that they see.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { DEADLINE } from "./stack.js";
import { texts } from "./texts.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const SCREENSHOTS = new URL("../../../target/screenshots/", import.meta.url).pathname;

/** How many bytes a page may load over the wire; shared/pages/tests/site.rs says why. */
export const LARGEST = { "/join": 51_000, "/team": 75_000 };

export function startBrowser() {
  const executablePath = process.env.CHROMIUM || execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

/** Somebody with a browser of their own, in their language. */
export async function visitor(browser, stack, locale = "en", options = {}) {
  const context = await browser.newContext({ locale, baseURL: stack.base, timezoneId: "Europe/Paris", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(DEADLINE);
  const visitor = new Visitor(context, stack, texts(locale));
  context.on("page", (page) => visitor.watch(page));
  visitor.page = await context.newPage();
  return visitor;
}

export class Visitor {
  /** What no page may do: break its own policy, or fail. */
  faults = [];
  /** Every address that was asked for, and every referrer. */
  requested = [];

  constructor(context, stack, t) {
    this.context = context;
    this.stack = stack;
    this.t = t;
  }

  watch(page) {
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.stack ?? error}`));
    page.on("console", (message) => {
      const text = message.text();
      // That the API refused something is told to the reader, too, and is no fault of the page.
      if (message.type() === "error" && !text.startsWith("Failed to load resource")) this.faults.push(`${page.url()}: ${text}`);
    });
    page.on("request", (request) => this.requested.push(request.url(), request.headers().referer ?? ""));
  }

  /** From here on the visitor reads this language. */
  speaks(locale) {
    this.t = texts(locale);
  }

  /** Ends the visit; nothing may have gone wrong in it. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }

  button(id, values) {
    return this.page.getByRole("button", { name: this.t(id, values), exact: true });
  }

  heading(id, values) {
    return this.page.getByRole("heading", { name: this.t(id, values), exact: true });
  }

  /** Waits until the page says it. */
  says(id, values) {
    return this.page.getByText(this.t(id, values)).first().waitFor();
  }

  /** Signs in with the provider, whose page is open. */
  async signIn({ email }) {
    const button = this.page.getByRole("button", { name: "Sign in", exact: true });
    await button.waitFor();
    await this.page.waitForURL((url) => !["/join", "/team"].includes(url.pathname));
    await this.page.getByLabel("E-mail").fill(email);
    await button.click();
  }

  /** Creates an account with the provider, from either of its pages. */
  async createAccount({ email, name }) {
    const page = this.page;
    await page.waitForURL((url) => !["/join", "/team"].includes(url.pathname));
    const field = page.getByLabel("Name");
    await field.or(page.getByRole("link", { name: "Create an account" })).first().waitFor();
    if (!(await field.isVisible())) await page.getByRole("link", { name: "Create an account" }).click();
    await field.fill(name);
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Create an account" }).click();
  }

  /** Opens a store's team, signing in on the way. */
  async openTeam(store, person) {
    await this.page.goto(`/team#${store.id}`);
    await this.button("sign-in").click();
    await this.signIn(person);
    await this.heading("team-title").waitFor();
    await this.heading("members-title").waitFor();
  }

  /** What axe finds on the page, by all of its rules or those of some standards, and whether it is wider than its window. */
  async look(standards) {
    if (!(await this.page.evaluate(() => "axe" in globalThis))) await this.page.evaluate(axe);
    return this.page.evaluate(async (runOnly) => {
      const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) });
      const { scrollWidth, clientWidth } = document.documentElement;
      return [
        ...violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`),
        ...(scrollWidth > clientWidth ? [`${scrollWidth} px wide in a window of ${clientWidth}`] : []),
      ];
    }, standards);
  }

  /** Looks at a state of a page in light and dark and at 320 px, and takes its picture in each. */
  async inspect(name, standards) {
    // With another provider or database a page looks the same.
    if (process.env.STAFFROOM_TEST_PROVIDER) return;
    const { page } = this;
    const faults = [];
    const folder = `${SCREENSHOTS}${this.t.locale}`;
    mkdirSync(folder, { recursive: true });
    // All that changes in the dark are colours.
    const looks = [["light", "light", 1000, standards], ["narrow", "light", 320, standards], ["dark", "dark", 1000, ["color-contrast"]]];
    for (const [look, colorScheme, width, runOnly] of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await this.look(runOnly)).map((fault) => `${name}, ${look}: ${fault}`));
      // A dialog lies over the window, not over the page.
      const fullPage = (await page.locator("dialog[open]").count()) === 0;
      await page.screenshot({ path: `${folder}/${name}.${look}.png`, fullPage });
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize({ width: 1000, height: 800 });
    this.faults.push(...faults);
  }
}
