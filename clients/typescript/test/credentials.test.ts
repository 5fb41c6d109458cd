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
    (request, response) => void response.writeHead(request.url === "/400" ? 400 : 200).end("{}"),
  );
  for (const path of ["/400", "/200"]) {
    const token = clientCredentials({ tokenUrl: server.url + path, clientId: "a", clientSecret: "b" });
    await assert.rejects(token(false), { name: "StaffroomError" });
  }
  await server.close();
});
