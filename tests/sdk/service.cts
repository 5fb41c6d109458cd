/** A CommonJS service in TypeScript. A guard leaves the types of its route as they are without it. */

import { Staffroom, WebhookReceiver } from "@staffroom/client";
import { guards, webhook } from "@staffroom/client/express";
import express, { type Request, type RequestHandler, type Response } from "express";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;
interface Locals {
  session: string;
}

const app = express();
const guard = guards(new Staffroom({ url: "http://127.0.0.1:3000", token: "t" }), {
  user: (request) => request.get("x-user"),
  store: (request) => request.params["store"],
});
const handlers: RequestHandler[] = [express.json(), guard("sales")];

app.use("/stores/:store", handlers, guard("sales"));
app.post("/hooks/staffroom", webhook(new WebhookReceiver({ secret: "" })));
app.get("/stores/:store", guard("sales"), (request, response) => {
  same<typeof request.params, { store: string }>(true);
  response.json(response.locals["staffroom"].user);
});
app.put("/stores/:store", handlers, guard("sales"), (request: Request<{ store: string }, unknown, { name: string }>, response: Response) => {
  response.json(request.body.name);
});
app.get<{ store: string }, string, never, { page: string }, Locals>("/stores/:store/orders", guard("sales"), (request, response) => {
  response.json(request.params.store + request.query.page + response.locals.session);
});
