/** A shop's service on Hono. */

import { serve } from "@hono/node-server";
import { Hono } from "hono";

import { guards, webhook } from "@staffroom/client/hono";

import { port, receiver, signIn, staffroom, userOf } from "./shop.js";

const app = new Hono();
const guard = guards(staffroom, {
  user: (context) => userOf(context.req.header("cookie")),
  store: (context) => context.req.param("store"),
});

app.post("/hooks/staffroom", webhook(receiver));

app.post("/sign-in/:user", (context) => {
  const user = context.req.param("user");
  return context.json({ user }, 200, { "set-cookie": signIn(user) });
});
app.get("/stores/:store/orders", guard("sales"), (context) =>
  context.json({ orders: [{ id: "1001", total: "49.90" }], for: context.get("staffroom").user }),
);
app.put("/stores/:store/settings", guard("settings"), async (context) =>
  context.json({ saved: await context.req.json() }),
);

serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, (address) => {
  console.log(`The shop runs at http://127.0.0.1:${address.port}`);
});
