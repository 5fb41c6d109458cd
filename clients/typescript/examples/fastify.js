/** A shop's service on Fastify. */

import fastify from "fastify";

import { accessOf, guards, webhook } from "@staffroom/client/fastify";

import { port, receiver, signIn, staffroom, userOf } from "./shop.js";

/** @typedef {{ store: string, user: string }} Parameters */

const app = fastify();
const guard = guards(staffroom, {
  user: (request) => userOf(request.headers.cookie),
  store: (request) => /** @type {Parameters} */ (request.params).store,
});

app.register(webhook(receiver), { path: "/hooks/staffroom" });

app.post("/sign-in/:user", async (request, reply) => {
  const { user } = /** @type {Parameters} */ (request.params);
  return reply.header("set-cookie", signIn(user)).send({ user });
});
app.get("/stores/:store/orders", { preHandler: guard("sales") }, async (request) => ({
  orders: [{ id: "1001", total: "49.90" }],
  for: accessOf(request).user,
}));
app.put("/stores/:store/settings", { preHandler: guard("settings") }, async (request) => ({ saved: request.body }));

console.log(`The shop runs at ${await app.listen({ port, host: "127.0.0.1" })}`);
