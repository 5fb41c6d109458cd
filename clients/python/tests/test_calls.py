"""The calls of the API on the local stack: types, problems, repetitions and idempotency keys."""

from __future__ import annotations

import asyncio
import unittest
import urllib.request

from stack import Incoming, Proxy, Reply, Server, Stack, create_shop

from staffroom_client import Answer, Staffroom, StaffroomError, calls, client_credentials, types


class Calls(unittest.TestCase):
    """Tests that share a stack."""

    stack: Stack
    platform: Staffroom
    store: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.stack = Stack()
        cls.platform = cls.stack.platform()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.stack.stop()

    def setUp(self) -> None:
        self.store = create_shop(self.platform)

    def test_a_call_has_the_types_of_the_description(self) -> None:
        shown = self.platform.call(calls.get_store(self.store))
        limit: int | None = shown.data["seats"]["limit"]
        self.assertEqual((shown.status, limit, shown.data["catalog"]), (200, None, "ecwid"))
        page = self.platform.call(calls.list_members(self.store, limit=1))
        self.assertEqual(len(page.data["members"]), 1)
        changed = self.platform.call(calls.change_store(self.store, {"locale": "de"}, if_match=shown.etag))
        self.assertNotEqual(changed.etag, shown.etag)
        access = self.platform.call(calls.check_access(self.store, permission=["sales", "reports"], user_id="ana"))
        self.assertEqual((access.data["allowed"], access.data["missing"]), (False, ["reports"]))
        self.assertIsNone(self.platform.call(calls.remove_member(self.store, "ana")).data)

    def test_a_call_by_a_coroutine(self) -> None:
        async def show() -> Answer[types.Store]:
            return await self.platform.asynchronous.call(calls.get_store(self.store))

        self.assertEqual(asyncio.run(show()).data["id"], self.store)

    def test_a_problem_is_an_error_with_its_status_and_code(self) -> None:
        with self.assertRaises(StaffroomError) as stale:
            self.platform.call(calls.change_store(self.store, {"locale": "fr"}, if_match='"1"'))
        self.assertEqual((stale.exception.status, stale.exception.code), (412, "precondition_failed"))
        self.assertRegex(str((stale.exception.problem or {})["instance"]), "^urn:request:")
        with self.assertRaises(StaffroomError) as missing:
            self.platform.call(calls.get_store("nowhere"))
        self.assertEqual((missing.exception.status, missing.exception.code), (404, "not_found"))

    def test_a_change_whose_response_is_lost_is_repeated_with_its_key_and_made_once(self) -> None:
        proxy = Proxy(self.stack)
        owner = self.stack.token("camille", email="camille@example.com", email_verified=True)
        through = self.stack.platform(url=proxy.url, token=owner)
        lost = iter([False, False])
        proxy.intercept = lambda _: next(lost, True)
        invite = calls.invite(self.store, {"email": "bob@example.com", "permissions": ["sales"]})
        invited = through.call(invite)
        self.assertEqual((invited.status, len(proxy.requests)), (201, 3))
        keys = {request.headers["idempotency-key"] for request in proxy.requests}
        self.assertRegex(keys.pop(), "^[0-9a-f-]{36}$")
        self.assertEqual(keys, set())
        listed = through.call(calls.list_invitations(self.store)).data["invitations"]
        self.assertEqual([invitation["id"] for invitation in listed], [invited.data["id"]])
        # Two calls have two keys, so the second is refused as a second invitation is.
        with self.assertRaises(StaffroomError) as again:
            through.call(invite)
        self.assertEqual(again.exception.code, "already_invited")
        proxy.close()

    def test_a_fault_that_passes_is_not_seen(self) -> None:
        body = b'{"dynamodb": {"next": 4, "error": "InternalServerError"}}'
        headers = {"Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(f"{self.stack.url}/_local/faults", body, headers)).close()
        self.assertEqual(self.platform.call(calls.get_store(self.store)).data["id"], self.store)

    def test_a_path_holds_every_id_and_nothing_that_makes_another_path_of_it(self) -> None:
        for user, part in (("auth0|7", "auth0%7C7"), ("a/b", "~YS9i"), ("~x", "~fng"), ("me", "me"), ("é", "%C3%A9")):
            self.assertEqual(calls.get_member("s", user).target, f"/stores/s/members/{part}")
        for user, part in (("..", "~Li4"), (".", "~Lg"), ("bulk", "~YnVsaw")):
            self.assertEqual(calls.get_member("s", user).target, f"/stores/s/members/{part}")
        for wrong in [calls.get_store(store) for store in ("", ".", "..")]:
            with self.assertRaises(StaffroomError):
                self.platform.call(wrong)
        query = calls.check_access("s", permission=["a", "b"]).target
        self.assertEqual(query, "/stores/s/access?permission=a&permission=b")


class Credentials(unittest.TestCase):
    """Tokens by client credentials, from a token endpoint of the test."""

    def test_a_token_is_kept_until_its_end_is_near_and_renewed_when_it_was_refused(self) -> None:
        seconds = 3600

        def listener(*_: object) -> Reply:
            body = f'{{"access_token": "token-{len(server.requests)}", "expires_in": {seconds}}}'
            return Reply(200, body.encode())

        server = Server(listener)
        token = client_credentials(f"{server.url}/token", "shop", "s:e/c+r et")
        self.assertEqual([token(False), token(False)], ["token-1", "token-1"])
        [request] = server.requests
        self.assertEqual(request.headers["authorization"], "Basic c2hvcDpzJTNBZSUyRmMlMkJyK2V0")
        self.assertEqual(request.body, b"grant_type=client_credentials&scope=staffroom%2Fplatform")
        seconds = 0
        self.assertEqual(token(True), "token-2")
        self.assertEqual(token(False), "token-3", "one that ends at once is not kept")
        server.close()

    def test_a_token_endpoint_that_gives_none(self) -> None:
        def listener(request: Incoming, _: object) -> Reply:
            return Reply(400 if request.path == "/400" else 200, b"{}")

        server = Server(listener)
        for path in ("/400", "/200"):
            with self.assertRaises(StaffroomError):
                client_credentials(server.url + path, "a", "b")(False)
        server.close()


if __name__ == "__main__":
    unittest.main()
