"""Tests of the examples: an API whose routes the authorizer guards, and a user pool whose tokens have claims."""

import base64
import json
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import documents
import stack as stacks
from api import Api, Json, Person
from context import Context, TestStore
from deployed import Checks
from emulator import ACCOUNT, REGION, wait_until
from stack import Deployment, Template

from functions import ROOT

# By the names of their environments in samconfig.toml.
TEMPLATES = {name: ROOT / "infra" / "examples" / f"{name}.yaml" for name in ("authorizer", "claims")}
PASSWORD = "correct horse battery staple"


class Example(Deployment):
    """The stack of an example."""

    def __init__(self, context: Context, name: str, parameters: dict[str, str]) -> None:
        table = {"TableName": context.stack.ids["Table"], "Architecture": "x86_64"}
        super().__init__(context.emulator, f"{context.stack.name}-{name}", table | parameters)
        self._template: Template = stacks.read(TEMPLATES[name])
        self._context = context

    @contextmanager
    def of_zips(self, zips: dict[str, bytes]) -> Iterator[None]:
        """Creates the stack with these zip files of the functions, and deletes it when the context ends."""
        template = stacks.transformed(self._template, zips, self._context.emulator, self.parameters)
        with self.deployed(template):
            yield

    @contextmanager
    def without_permissions(self, function: str) -> Iterator[None]:
        """Takes every permission away from a function while the context is active."""
        iam, role = self._context.emulator.client("iam"), self.ids[f"{function}Role"]
        policies = {
            name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
        }
        for name in policies:
            iam.delete_role_policy(RoleName=role, PolicyName=name)
        try:
            yield
        finally:
            for name, document in policies.items():
                iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))

    @contextmanager
    def with_variables(self, function: str, **changed: str) -> Iterator[None]:
        """Changes environment variables of a function while the context is active."""
        client, name = self._context.emulator.client("lambda"), self.ids[function]
        variables = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        client.update_function_configuration(FunctionName=name, Environment={"Variables": variables | changed})
        try:
            yield
        finally:
            client.update_function_configuration(FunctionName=name, Environment={"Variables": variables})

    def permissions(self, function: str) -> dict[str, Json]:
        """The actions that a function's role allows, each with its resource."""
        iam, role = self._context.emulator.client("iam"), self.ids[f"{function}Role"]
        found = {}
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            for statement in iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"]:
                found[statement["Action"]] = statement["Resource"]
        return found


def add_to_my_shop(context: Context, person: Person) -> None:
    """Makes a person a member of the store that the pages name, who holds `sales`."""
    owner = {"user_id": "owner-of-my-shop", "email": "owner-of-my-shop@example.com", "name": "Olga Owner"}
    body = {"name": "My shop", "owner": owner, "catalog": "ecwid", "plan": "unlimited", "locale": "en"}
    context.api.platform("PUT", "/stores/my-shop", body)
    member = {"email": person.email, "permissions": ["sales"]}
    context.api.platform("PUT", f"/stores/my-shop/members/{person.sub}", member).expect(201)


def _table_arn(context: Context) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{context.stack.ids['Table']}"


@contextmanager
def authorizer(context: Context, zips: dict[str, bytes]) -> Iterator["AuthorizerChecks"]:
    """Deploys the API, whose authorizer takes tokens of the same issuer as the product."""
    issuer = context.api.issuer
    example = Example(context, "authorizer", {"Issuer": issuer.url, "Audience": issuer.AUDIENCE})
    with example.of_zips(zips):
        yield AuthorizerChecks(context, example)


class AuthorizerChecks(Checks):
    """Calls of the guarded APIs."""

    def __init__(self, context: Context, example: Example) -> None:
        self._context, self._example = context, example
        port, issuer = context.emulator.port, context.api.issuer
        self._http = Api(port, example.ids["HttpApi"], issuer)
        self._rest = Api(port, example.ids["RestApi"], issuer)

    def the_http_api_asks_the_authorizer(self) -> None:
        store, ana, eve = self._store_with_member()
        orders, settings = store.path("/orders"), store.path("/settings")
        seen = self._http.as_person(ana)("GET", orders).expect(200)
        assert seen == {"user": ana.sub, "store": store.id, "permissions": ["sales"]}, seen
        everything = self._http.as_person(store.owner)("PUT", settings).expect(200)["permissions"]
        assert {"sales", "settings", "billing", "team"} <= set(everything), everything
        self._http.as_person(ana)("PUT", settings).expect(403)
        self._http.as_person(eve)("GET", orders).expect(403)
        self._http.as_person(ana)("GET", "/stores/another/orders").expect(403)
        self._http.anonymous("GET", orders).expect(401)
        for kind, token in self._forged(ana).items():
            status = self._http.with_token(token)("GET", orders).status
            assert status == 403, f"{kind}: {status}"
        self._remove(store, ana)
        self._http.as_person(ana)("GET", orders).expect(403)

    def the_rest_api_asks_the_authorizer(self) -> None:
        store, ana, eve = self._store_with_member()
        orders = f"/live{store.path('/orders')}"
        seen = self._rest.as_person(ana)("GET", orders).expect(200)
        assert seen == {"user": ana.sub, "store": store.id, "permissions": ["sales"]}, seen
        for person, path in ((eve, orders), (ana, "/live/stores/another/orders")):
            self._rest.as_person(person)("GET", path).expect(403, "forbidden")
        for kind, token in (self._forged(ana) | {"none": None}).items():
            response = self._rest.with_token(token)("GET", orders)
            assert (response.status, response.json["code"]) == (401, "unauthenticated"), f"{kind}: {response}"
            assert response.headers["www-authenticate"] == "Bearer", response.headers
        self._remove(store, ana)
        self._rest.as_person(ana)("GET", orders).expect(403, "forbidden")

    def the_refusal_of_the_rest_api_says_why(self) -> None:
        """The emulator fills nothing in, so this checks what is deployed."""
        found = self._context.emulator.client("apigateway").get_gateway_response(
            restApiId=self._example.ids["RestApi"], responseType="ACCESS_DENIED"
        )
        template = found["responseTemplates"]["application/json"]
        filled = json.loads(template.replace("$context.authorizer.reason", "permission_missing"))
        assert filled == {"code": "forbidden", "reason": "permission_missing"}, template

    def the_gateways_keep_no_answer(self) -> None:
        ids = self._example.ids
        (http,) = self._context.emulator.client("apigatewayv2").get_authorizers(ApiId=ids["HttpApi"])["Items"]
        (rest,) = self._context.emulator.client("apigateway").get_authorizers(restApiId=ids["RestApi"])["items"]
        assert http["AuthorizerResultTtlInSeconds"] == 0 and http["EnableSimpleResponses"], http
        assert rest["authorizerResultTtlInSeconds"] == 0, rest

    def the_authorizer_reads_the_table_and_writes_nothing(self) -> None:
        permissions = self._example.permissions("AuthorizerFunction")
        assert permissions == {"dynamodb:BatchGetItem": _table_arn(self._context)}, permissions

    def the_gateways_let_nobody_through_when_the_table_cannot_be_read(self) -> None:
        store, ana, _ = self._store_with_member()
        with self._example.without_permissions("AuthorizerFunction"):
            self._http.as_person(ana)("GET", store.path("/orders")).expect(500)
            response = self._rest.as_person(ana)("GET", f"/live{store.path('/orders')}")
            assert response.expect(503, "unavailable") and response.headers["retry-after"] == "5", response.headers
        self._http.as_person(ana)("GET", store.path("/orders")).expect(200)

    def the_gateways_let_nobody_through_with_wrong_settings(self) -> None:
        store, ana, _ = self._store_with_member()
        orders = store.path("/orders")
        with self._example.with_variables("AuthorizerFunction", PERMISSIONS="GET /stores/{store}/orders=odrers"):
            self._http.as_person(ana)("GET", orders).expect(500)
        self._http.as_person(ana)("GET", orders).expect(200)

    def the_page_says_what_happens(self) -> None:
        ana = Person("Ana")
        add_to_my_shop(self._context, ana)
        emulator, ids = self._context.emulator, self._example.ids
        http, rest = (f"http://{ids[api]}.execute-api.localhost:{emulator.port}" for api in ("HttpApi", "RestApi"))
        token = self._context.api.issuer.token(**ana.claims())
        documents.assert_true("authorizer", emulator.url, ANA=token, HTTP=http, REST=f"{rest}/live")

    def _store_with_member(self) -> tuple[TestStore, Person, Person]:
        """A store with a member who holds `sales`, and a person with no part in it."""
        store, ana = TestStore(self._context, "ecwid", "business"), Person("Ana")
        body = {"email": ana.email, "permissions": ["sales"]}
        self._context.api.platform("PUT", store.path(f"/members/{ana.sub}"), body).expect(201)
        return store, ana, Person("Eve")

    def _remove(self, store: TestStore, person: Person) -> None:
        store.as_owner()("DELETE", store.path(f"/members/{person.sub}")).expect(204)

    def _forged(self, person: Person) -> dict[str, str | None]:
        issuer, claims = self._context.api.issuer, person.claims()
        now = int(time.time())
        genuine = issuer.token(**claims)
        header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"rehearsal"}').rstrip(b"=").decode()
        return {
            "another audience": issuer.token(**claims, aud="another"),
            "another issuer": issuer.token(**claims, iss="https://login.example.org"),
            "an unpublished key": issuer.token(**claims, wrong_key=True),
            "expired": issuer.token(**claims, exp=now - 1),
            "not yet valid": issuer.token(**claims, nbf=now + 600),
            "alg none": f"{header}.{genuine.split('.')[1]}.",
            "not a JWT": "no-token",
        }


@contextmanager
def claims(context: Context, zips: dict[str, bytes]) -> Iterator["ClaimsChecks"]:
    """Deploys the user pool with the trigger."""
    example = Example(context, "claims", {"DeletionProtection": "INACTIVE"})
    with example.of_zips(zips):
        yield ClaimsChecks(context, example)


class ClaimsChecks(Checks):
    """Sign-ins at the user pool, and the tokens that they give. The emulator fails a sign-in whose trigger fails."""

    def __init__(self, context: Context, example: Example) -> None:
        self._context, self._example = context, example
        self._cognito = context.emulator.client("cognito-idp")
        self._client = example.ids["Shop"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        pool = example.ids["Users"]
        self._cognito.update_user_pool_client(UserPoolId=pool, ClientId=self._client, ExplicitAuthFlows=flows)

    def the_access_token_has_the_persons_stores(self) -> None:
        ana = self._sign_up()
        tokens = self._sign_in(ana)
        assert _claims(tokens["AccessToken"])["staffroom"] == {}, "who has no store"
        store = TestStore(self._context, "ecwid", "business", ana)
        other = TestStore(self._context, "ecwid", "business")
        body = {"email": ana.email, "permissions": ["sales", "reports"]}
        at = other.path(f"/members/{ana.sub}")
        self._context.api.platform("PUT", at, body).expect(201)

        def has_both() -> Json:
            found = _claims(self._sign_in(ana)["AccessToken"])
            return found if len(found["staffroom"]) == 2 else None

        token = wait_until(has_both, "the index has both stores", self._context.timeout)
        assert token["staffroom"][other.id] == ["reports", "sales"], token
        assert "billing" in token["staffroom"][store.id], token
        assert token["sub"] == ana.sub and "staffroom_truncated" not in token, token
        tokens = self._sign_in(ana)
        assert "staffroom" not in _claims(tokens["IdToken"])

        other.as_owner()("DELETE", at).expect(204)
        assert other.id in _claims(tokens["AccessToken"])["staffroom"], "a claim is as old as its token"
        refreshed = self._authenticate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
        assert list(_claims(refreshed["AccessToken"])["staffroom"]) == [store.id]

    def the_claim_is_bounded(self) -> None:
        ana = self._sign_up()
        stores = [TestStore(self._context, "ecwid", "business", ana).id for _ in range(40)]

        def is_truncated() -> Json:
            found = _claims(self._sign_in(ana)["AccessToken"])
            return found if found.get("staffroom_truncated") else None

        token = wait_until(is_truncated, "the index has the stores", self._context.timeout)
        size = len(json.dumps(token["staffroom"], separators=(",", ":")))
        assert size <= 4096 and set(token["staffroom"]) < set(stores), size

    def the_sign_in_goes_on_without_the_table(self) -> None:
        ana = self._sign_up()
        assert "staffroom" in _claims(self._sign_in(ana)["AccessToken"])
        with self._example.without_permissions("ClaimsFunction"):
            assert "staffroom" not in _claims(self._sign_in(ana)["AccessToken"])

    def the_sign_in_goes_on_with_wrong_settings(self) -> None:
        ana = self._sign_up()
        with self._example.with_variables("ClaimsFunction", TIME_LIMIT_MILLISECONDS="soon"):
            assert "staffroom" not in _claims(self._sign_in(ana)["AccessToken"])
        with self._example.with_variables("ClaimsFunction", TABLE_NAME="another"):
            assert "staffroom" not in _claims(self._sign_in(ana)["AccessToken"])
        assert "staffroom" in _claims(self._sign_in(ana)["AccessToken"])

    def the_sign_in_goes_on_with_a_table_that_does_not_answer(self) -> None:
        ana = self._sign_up()
        # Connections are made, and nobody answers.
        with socket.create_server(("127.0.0.1", 0), backlog=32) as silent:
            silent_url = f"http://127.0.0.1:{silent.getsockname()[1]}"
            with self._example.with_variables("ClaimsFunction", AWS_ENDPOINT_URL_DYNAMODB=silent_url):
                begun = time.monotonic()
                assert "staffroom" not in _claims(self._sign_in(ana)["AccessToken"])
                taken = time.monotonic() - begun
        # The emulator adds two seconds of its own. functions/claims/tests/trigger.rs holds the function to its limit.
        assert taken > 1.9, f"{taken} s, and the time limit is two seconds"
        assert "staffroom" in _claims(self._sign_in(ana)["AccessToken"])

    def the_trigger_reads_the_table_and_writes_nothing(self) -> None:
        table = _table_arn(self._context)
        expected = {"dynamodb:Query": f"{table}/index/people", "dynamodb:BatchGetItem": table}
        assert self._example.permissions("ClaimsFunction") == expected
        pool = self._cognito.describe_user_pool(UserPoolId=self._example.ids["Users"])["UserPool"]
        trigger = pool["LambdaConfig"]["PreTokenGenerationConfig"]
        assert trigger["LambdaVersion"] == "V2_0" and pool["UserPoolTier"] == "ESSENTIALS", pool

    def the_page_says_what_happens(self) -> None:
        ana = self._sign_up()
        with self._example.without_permissions("ClaimsFunction"):
            unknown = self._sign_in(ana)["AccessToken"]
        add_to_my_shop(self._context, ana)

        def token() -> str | None:
            found: str = self._sign_in(ana)["AccessToken"]
            return found if _claims(found)["staffroom"] else None

        known = wait_until(token, "the index has the store", self._context.timeout)
        documents.assert_true("claims", self._context.emulator.url, ANA=known, UNKNOWN=unknown)

    def _sign_up(self) -> Person:
        user = {"ClientId": self._client, "Username": f"{uuid.uuid4().hex[:12]}@example.com"}
        sub = self._cognito.sign_up(**user, Password=PASSWORD)["UserSub"]
        self._cognito.admin_confirm_sign_up(UserPoolId=self._example.ids["Users"], Username=user["Username"])
        return Person("Ana", sub, user["Username"])

    def _sign_in(self, person: Person) -> Json:
        return self._authenticate("USER_PASSWORD_AUTH", USERNAME=person.email, PASSWORD=PASSWORD)

    def _authenticate(self, flow: str, **parameters: str) -> Json:
        answer = self._cognito.initiate_auth(ClientId=self._client, AuthFlow=flow, AuthParameters=parameters)
        return answer["AuthenticationResult"]


def _claims(token: str) -> Json:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
