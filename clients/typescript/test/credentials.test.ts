/** Tokens by client credentials, from a token endpoint of the test. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { clientCredentials } from "../src/index.js";
import { bodyOf, serve } from "./stack.js";

test("a token is got once, kept until its end is near, and renewed when it was refused", async () => {
  const requests: { authorization: string | undefined; body: string }[] = [];
  let seconds = 3600;
  const server = await serve(async (request, response) => {
    requests.push({ authorization: request.headers.authorization, body: await bodyOf(request) });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ access_token: `token-${requests.length}`, token_type: "Bearer", expires_in: seconds }),
    );
  });
  const token = clientCredentials({ tokenUrl: `${server.url}/token`, clientId: "shop", clientSecret: "s:e/c+r et" });
  assert.deepEqual(await Promise.all([token(false), token(false), token(false)]), ["token-1", "token-1", "token-1"]);
  const [first] = requests;
  const encoded = Buffer.from(first!.authorization!.replace("Basic ", ""), "base64").toString();
  assert.equal(encoded, "shop:s%3Ae%2Fc%2Br+et");
  assert.equal(first!.body, "grant_type=client_credentials&scope=staffroom%2Fplatform");
  seconds = 0;
  assert.equal(await token(true), "token-2");
  assert.equal(await token(false), "token-3", "one that ends at once is not kept");
  await server.close();
  await assert.rejects(Promise.resolve(token(false)));
});

test("a token endpoint that gives none", async () => {
  const server = await serve(
    (request, response) => void response.writeHead(Number(request.url?.slice(1)), { location: "/200" }).end("{}"),
  );
  for (const [path, message] of [
    ["/400", /answered with 400$/],
    ["/307", /answered with 307$/],
    ["/200", /no token/],
  ] as const) {
    const token = clientCredentials({ tokenUrl: server.url + path, clientId: "a", clientSecret: "b" });
    await assert.rejects(token(false), { name: "StaffroomError", message });
  }
  await server.close();
});

test("what is a token, and for how long it is kept", async () => {
  let body = "";
  let requests = 0;
  const server = await serve((_, response) => {
    requests += 1;
    response.end(body);
  });
  const get = (): ((renew: boolean) => Promise<string>) =>
    clientCredentials({ tokenUrl: server.url, clientId: "a", clientSecret: "b" });
  for (const [seconds, fetched] of [
    ["3600", 1],
    ['"3600"', 1],
    ["0", 2],
    ['"0"', 2],
  ] as const) {
    body = `{"access_token":"t","expires_in":${seconds}}`;
    const token = get();
    requests = 0;
    await token(false);
    await token(false);
    assert.equal(requests, fetched, seconds);
  }
  body = '{"access_token":"t"}';
  assert.equal(await get()(false), "t");
  for (body of [
    "",
    "[]",
    '{"access_token":""}',
    '{"access_token":"a b"}',
    '{"access_token":"t","expires_in":null}',
    '{"access_token":"t","expires_in":"soon"}',
    '{"access_token":"t","expires_in":-1}',
    `{"access_token":"t","x":"${"x".repeat(70_000)}"}`,
  ]) {
    await assert.rejects(get()(false), Error, body.slice(0, 60));
  }
  await server.close();
});

test("a secret goes by https, or to this machine", () => {
  const good = { tokenUrl: "https://auth.example.com/token", clientId: "a", clientSecret: "b" };
  assert.doesNotThrow(() => clientCredentials(good));
  assert.doesNotThrow(() => clientCredentials({ ...good, tokenUrl: "http://localhost:1/token" }));
  for (const [name, value] of [
    ["tokenUrl", "http://auth.example.com/token"],
    ["tokenUrl", ""],
    ["tokenUrl", undefined],
    ["tokenUrl", "auth"],
    ["clientId", ""],
    ["clientSecret", undefined],
    ["scope", ""],
  ]) {
    assert.throws(() => clientCredentials({ ...good, [String(name)]: value }), new RegExp(String(name)));
  }
});
