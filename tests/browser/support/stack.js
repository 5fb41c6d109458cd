// A local stack for each test file, and what tests do beside the pages: create stores, read mail, move the clock.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";

/** Far longer than any step takes, so that only a fault reaches it. */
export const DEADLINE = 20_000;

/** Repeats a check until it gives something. */
export async function until(look, what) {
  const end = Date.now() + DEADLINE;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The owner of the demo stores, who has an account at every provider. */
export const OWNER = { sub: "demo-owner", email: "owner@example.com", name: "Camille Martin" };

const CLIENT = "staffroom-pages";

/** Starts the stack with the database and the identity provider that the environment names. */
export async function startStack() {
  const { STAFFROOM_LOCAL: binary, STAFFROOM_TEST_DYNAMODB: dynamodb, STAFFROOM_TEST_PROVIDER: foreign } = process.env;
  if (!binary) throw new Error("STAFFROOM_LOCAL names no binary; tests/run browser does");
  const port = foreign ? await freePort() : 0;
  const { startProvider } = foreign ? await import("./provider.js") : {};
  const provider = foreign && (await startProvider({ port: await freePort(), client: CLIENT, pages: `http://127.0.0.1:${port}` }));
  const args = ["--port", port];
  if (provider) args.push("--issuer", provider.issuer, "--client-id", CLIENT);
  // DynamoDB Local has a database per access key, so each stack has its own.
  const account = { AWS_ACCESS_KEY_ID: `k${randomUUID().replaceAll("-", "")}`, AWS_SECRET_ACCESS_KEY: "local" };
  if (dynamodb) args.push("--dynamodb", dynamodb);
  const child = spawn(binary, args, {
    env: { ...process.env, ...(dynamodb && { ...account, AWS_REGION: "eu-west-1" }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const read = (chunk) => (output += chunk);
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const ended = new Promise((resolve) => child.on("close", resolve));
  const [, base] = await until(() => {
    if (child.exitCode !== null) throw new Error(`the stack ended:\n${output}`);
    return /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ctrl-C/.exec(output);
  }, "the stack's address");
  const stop = async () => {
    child.kill();
    await ended;
    await provider?.stop();
  };
  return new Stack(base, provider, stop);
}

class Stack {
  #stores = 0;

  constructor(base, provider, stop) {
    this.base = base;
    /** The identity provider, if it is not the stack's own. */
    this.provider = provider;
    this.stop = stop;
  }

  /** A call of the API, as the person whom the claims describe. */
  async call(method, path, body, claims) {
    const headers = { "content-type": "application/json" };
    if (claims) headers.authorization = `Bearer ${await this.token(claims)}`;
    const response = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  async token(claims) {
    return (await this.call("POST", "/_local/tokens", claims)).access_token;
  }

  asOwner(method, path, body) {
    return this.call(method, path, body, OWNER);
  }

  /** A new store of the owner. */
  async open(catalog, { plan = "default", locale = "en", name, time_zone } = {}) {
    const id = `store-${(this.#stores += 1)}`;
    name ??= `Maison ${this.#stores}`;
    const owner = { user_id: OWNER.sub, email: OWNER.email, name: OWNER.name };
    const store = { name, owner, catalog, plan, locale, admin_url: `${this.base}/_local`, time_zone };
    await this.call("PUT", `/stores/${id}`, store, { sub: "platform", scope: "staffroom/platform" });
    return { id, name, path: `/stores/${id}` };
  }

  /** A new invitation, with the link from its mail. */
  async invite(store, email, offer) {
    const before = (await this.links(email)).length;
    const invitation = await this.asOwner("POST", `${store.path}/invitations`, { email, ...offer });
    return { ...invitation, link: await this.link(email, before + 1) };
  }

  /** A person who is a member already. */
  async member(store, name, offer) {
    const known = somebody(name);
    const person = { ...known, sub: `sub-${known.email}` };
    const { link } = await this.invite(store, person.email, offer);
    await this.accept(link, person);
    return person;
  }

  accept(link, claims) {
    return this.call("POST", "/invitations/accept", { token: new URL(link).hash.slice(1) }, claims);
  }

  async invitation(store, { id }) {
    return this.asOwner("GET", `${store.path}/invitations/${id}`);
  }

  async mails(address) {
    const accept = { headers: { accept: "application/json" } };
    return (await (await fetch(`${this.base}/_local/inbox?to=${encodeURIComponent(address)}`, accept)).json()).messages;
  }

  /** The newest mail to an address, once there are `count`. */
  async mail(address, count = 1) {
    return until(async () => {
      const mails = await this.mails(address);
      return mails.length >= count && mails[0];
    }, `mail ${count} to ${address}`);
  }

  /** Every link in mails to an address, newest first. */
  async links(address) {
    return (await this.mails(address)).flatMap(({ text }) => /http\S+\/join#\S+/.exec(text) ?? []);
  }

  /** The newest link to an address, once there are `count`. */
  async link(address, count = 1) {
    return until(async () => {
      const links = await this.links(address);
      return links.length >= count && links[0];
    }, `link ${count} to ${address}`);
  }

  /**
   * Waits until every event so far has been told, or was not to be told. Events are dealt with in order, batch after batch: when
   * the mail of a later event has been sent, and then the mail of one after that, all earlier batches are done.
   */
  async mailsAreSent() {
    const store = await this.open("sendcloud");
    for (const name of ["Later", "Last"]) await this.invite(store, somebody(name).email, {});
  }

  advance(days) {
    return this.call("POST", "/_local/clock", { advance_seconds: Math.round(days * 86_400) });
  }
}

let people = 0;

/** A new person. */
export function somebody(name) {
  people += 1;
  return { name, email: `${name.toLowerCase().replace(/[^a-z]+/g, ".").replace(/\.$/, "").slice(0, 30)}.${people}@example.org` };
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
