// Visitors, each with a browser context of their own, and the checks that every page must pass.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { STYLE_FOR_SCREENSHOTS, startFirefox } from "./firefox.js";
import { DEADLINE } from "./stack.js";
import { texts } from "./texts.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENSHOTS = new URL("../../../target/screenshots/", import.meta.url).pathname;

const inFirefox = process.env.STAFFROOM_TEST_BROWSER === "firefox";

/** Those of some languages in which this browser is tried. Texts do not depend on the browser, and German words are the longest. */
export const tried = (languages) => (inFirefox ? languages.filter((language) => language === "de") : languages);

/** How many bytes a page may load over the wire; shared/pages/tests/site.rs says why. */
export const LARGEST = { "/join": 51_000, "/team": 80_000 };

/** The program that the environment names, or the one of this name. */
const program = (named, name) => named || execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();

export function startBrowser() {
  const { CHROMIUM, FIREFOX } = process.env;
  if (inFirefox) return startFirefox(program(FIREFOX, "firefox-esr"));
  return chromium.launch({ executablePath: program(CHROMIUM, "chromium"), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

/** A visitor in a language. */
export async function visitor(browser, stack, locale = "en", options = {}) {
  const context = await browser.newContext({ locale, baseURL: stack.base, timezoneId: "Europe/Paris", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(DEADLINE);
  await context.addInitScript(tellStacks);
  const visitor = new Visitor(context, stack, texts(locale));
  context.on("page", (page) => visitor.watch(page));
  visitor.page = await context.newPage();
  return visitor;
}

/** Of an error that a page logs, Firefox would tell its name alone. */
function tellStacks() {
  const { error } = console;
  console.error = (...values) => error(...values.map((value) => (value instanceof Error ? `${value}\n${value.stack}` : value)));
}

export class Visitor {
  /** Errors and violations of the content security policy. */
  faults = [];
  /** Every requested address, and every referrer. */
  requested = [];

  constructor(context, stack, t) {
    this.context = context;
    this.stack = stack;
    this.t = t;
  }

  watch(page) {
    page.on("pageerror", (error) => {
      if (!error.message.includes(STYLE_FOR_SCREENSHOTS)) this.faults.push(`${page.url()}: ${error.stack ?? error}`);
    });
    page.on("console", (message) => {
      const text = message.text();
      // A refusal of the API is shown to the reader and is not a fault of the page.
      if (message.type() === "error" && !text.startsWith("Failed to load resource")) this.faults.push(`${page.url()}: ${text}`);
    });
    page.on("request", (request) => this.requested.push(request.url(), request.headers().referer ?? ""));
  }

  /** Changes the language in which texts are expected. */
  speaks(locale) {
    this.t = texts(locale);
  }

  /** Ends the visit, and fails if there were faults. */
  async leave() {
    // A request that a test still holds back fails nothing.
    await this.context.unrouteAll({ behavior: "ignoreErrors" });
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }

  button(id, values) {
    return this.page.getByRole("button", { name: this.t(id, values), exact: true });
  }

  heading(id, values) {
    return this.page.getByRole("heading", { name: this.t(id, values), exact: true });
  }

  /** Waits until the page shows a text. */
  says(id, values) {
    return this.page.getByText(this.t(id, values)).first().waitFor();
  }

  /** Signs in at the provider, whose page is open. */
  async signIn({ email }) {
    const button = this.page.getByRole("button", { name: "Sign in", exact: true });
    await button.waitFor();
    await this.page.waitForURL((url) => !["/join", "/team"].includes(url.pathname));
    await this.page.getByLabel("E-mail").fill(email);
    await button.click();
  }

  /** Creates an account at the provider, from either of its pages. */
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

  /** The claims of the person who is signed in. */
  profile() {
    return this.page.evaluate(() => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith("oidc.user:"));
      const { sub, email, name } = JSON.parse(sessionStorage.getItem(key)).profile;
      return { sub, email, name };
    });
  }

  /** Opens a store's team, signing in on the way. */
  async openTeam(store, person) {
    await this.page.goto(`/team#${store.id}`);
    await this.button("sign-in").click();
    await this.signIn(person);
    await this.heading("team-title").waitFor();
    await this.heading("members-title").waitFor();
  }

  /** Opens a part of the team page by its link. */
  async part(id, heading = id) {
    await this.page.getByRole("navigation").getByRole("link", { name: new RegExp(`^${this.t(id)}`) }).click();
    await this.heading(heading).waitFor();
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  /** What the button of a row says to those who hear the page. */
  actOn(id, subject) {
    return this.t("act-on", { act: this.t(id), name: subject });
  }

  /** A button of a row, whose name begins with what it does and ends with whom it concerns. */
  rowButton(id, subject) {
    return this.page.getByRole("button", { name: this.actOn(id, subject), exact: true });
  }

  /** What axe finds on the page, by all of its rules or those of some standards. */
  async axe(standards) {
    if (!(await this.page.evaluate(() => "axe" in globalThis))) await this.page.evaluate(axe);
    return this.page.evaluate(async (runOnly) => {
      const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) });
      return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
    }, standards);
  }

  /** Whether the page is wider than its window. */
  width() {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth > clientWidth ? [`${scrollWidth} px wide in a window of ${clientWidth}`] : [];
    });
  }

  /** Keeps a screenshot to look at; those of one browser are enough. */
  async keep(name, options) {
    if (!inFirefox) await this.page.screenshot({ path: `${SCREENSHOTS}${name}.png`, ...options });
  }

  /** Checks a state of a page in light and dark and at 320 px, and keeps a screenshot of each. */
  async inspect(name, standards) {
    // Another provider or database does not change how a page looks.
    if (process.env.STAFFROOM_TEST_PROVIDER) return;
    const { page } = this;
    const faults = [];
    // In the dark only colours change. Another browser lays a page out in another way, but axe finds the same in it.
    const narrow = ["narrow", "light", 320, standards];
    const looks = inFirefox ? [narrow] : [["light", "light", 1000, standards], narrow, ["dark", "dark", 1000, ["color-contrast"]]];
    for (const [look, colorScheme, width, runOnly] of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const found = [...(inFirefox ? [] : await this.axe(runOnly)), ...(await this.width())];
      faults.push(...found.map((fault) => `${name}, ${look}: ${fault}`));
      // A dialog covers the window, not the page.
      await this.keep(`${this.t.locale}/${name}.${look}`, { fullPage: (await page.locator("dialog[open]").count()) === 0 });
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize({ width: 1000, height: 800 });
    this.faults.push(...faults);
  }
}

/** As a browser that blocks site data: reaching for the storage is an error. */
export function blockSiteData(visitor) {
  return visitor.context.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage", "indexedDB"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        },
      });
    }
  });
}
