/** The local stack, and a proxy in front of it that counts and can get in the way. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  createServer,
  type IncomingMessage,
  request as sendRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

import { Staffroom, type StaffroomOptions } from "../src/index.js";

/** A local stack on a free port, or null after it has ended. */
export interface Stack {
  readonly url: string;
  token(person: object): Promise<string>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const binary = process.env["STAFFROOM_LOCAL"];
  assert.ok(binary !== undefined, "STAFFROOM_LOCAL must name the binary of the local stack");
  const child = spawn(binary, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.once("exit", () => reject(new Error(`the local stack did not start: ${printed}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (found !== null) resolve(found[0]);
    });
  });
  return {
    url,
    async token(person) {
      const response = await fetch(`${url}/_local/tokens`, { method: "POST", body: JSON.stringify(person) });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Machines that run tests are busy, so only tests about time have the deadlines of a client. */
const PATIENT = { checkDeadlineMs: 60_000, callDeadlineMs: 120_000 };

/** A client of the platform. */
export async function platformOf(stack: Stack, options: Partial<StaffroomOptions> = {}): Promise<Staffroom> {
  const token = await stack.token({ sub: "backend", scope: "staffroom/platform" });
  return new Staffroom({ url: stack.url, token, ...PATIENT, ...options });
}

let stores = 0;

/** An id that no store of the stack has. */
export function newStoreId(): string {
  return `shop-${process.pid}-${(stores += 1)}`;
}

/** A store with one member, Ana, who sees its sales and reads French. */
export async function createShop(platform: Staffroom, store = newStoreId()): Promise<string> {
  const owner = { user_id: "camille", email: "camille@example.com", name: "Camille Martin" };
  await platform.call("PUT /stores/{store}", {
    path: { store },
    body: { name: "Atelier Camille", owner, catalog: "ecwid", plan: "unlimited" },
  });
  await addAna(platform, store);
  return store;
}

export async function addAna(platform: Staffroom, store: string): Promise<void> {
  await platform.call("PUT /stores/{store}/members/{user}", {
    path: { store, user: "ana" },
    body: { email: "ana@example.com", name: "Ana", locale: "fr", permissions: ["sales"] },
  });
}

export async function removeAna(platform: Staffroom, store: string): Promise<void> {
  await platform.call("DELETE /stores/{store}/members/{user}", { path: { store, user: "ana" } });
}

export type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server of the test on a free port. */
export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serve(listener: Listener): Promise<TestServer> {
  const server: Server = createServer((request, response) => {
    Promise.resolve(listener(request, response)).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A request that went through the proxy. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Proxy extends TestServer {
  readonly requests: Passed[];
  /** Is called with each response of the stack before it goes on; returns false to drop it with its connection. */
  intercept: (request: Passed) => boolean | Promise<boolean>;
}

/** A server that passes requests to the stack. */
export async function proxyTo(stack: Stack): Promise<Proxy> {
  const proxy: Omit<Proxy, keyof TestServer> = { requests: [], intercept: () => true };
  const server = await serve(async (incoming, outgoing) => {
    const request = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: await bodyOf(incoming),
    };
    proxy.requests.push(request);
    const response = await passOn(stack.url, request);
    if (await proxy.intercept(request)) outgoing.writeHead(response.status, response.headers).end(response.body);
    else outgoing.destroy();
  });
  return Object.assign(proxy, server);
}

/** The response of the stack to a request. */
async function passOn(url: string, { method, path, headers, body }: Passed) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sendRequest(url + path, { method, headers, agent: false }, resolve)
      .on("error", reject)
      .end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await bodyOf(response) };
}
