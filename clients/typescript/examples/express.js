/** A shop's service on Express. */

import express from "express";

import { guards, webhook } from "@staffroom/client/express";

import { port, receiver, signIn, staffroom, userOf } from "./shop.js";

const app = express();
const guard = guards(staffroom, {
  user: (request) => userOf(request.headers.cookie),
  store: (request) => String(request.params["store"]),
});

app.post("/hooks/staffroom", webhook(receiver));
app.use(express.json());

app.post("/sign-in/:user", (request, response) => {
  response.set("set-cookie", signIn(request.params.user)).json({ user: request.params.user });
});
app.get("/stores/:store/orders", guard("sales"), (_request, response) => {
  response.json({ orders: [{ id: "1001", total: "49.90" }], for: response.locals["staffroom"].user });
});
app.put("/stores/:store/settings", guard("settings"), (request, response) => {
  response.json({ saved: request.body });
});

const server = app.listen(port, "127.0.0.1", (error) => {
  if (error) throw error;
  const address = server.address();
  if (address !== null && typeof address === "object") console.log(`The shop runs at http://127.0.0.1:${address.port}`);
});
