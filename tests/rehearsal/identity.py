"""Tests of the optional identity provider: its settings, and the product with people who sign in there."""

import base64
import hashlib
import http.client
import json
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from api import Api, Client, Json, Person
from botocore.exceptions import ClientError
from context import Context, TestStore
from deployed import Checks
from emulator import ACCOUNT, REGION, Emulator
from issuer import Issuer
from stack import MAIL_FROM, Deployment, Stack, Template, configured

PASSWORD = "correct horse battery staple"
LOCAL_URL = "http://localhost:3000"


@contextmanager
def deployed(emulator: Emulator, product: Stack, issuer: Issuer) -> Iterator["Identity"]:
    """Deploys the stack as in samconfig.toml and connects the product with it, as the guide describes."""
    stack, template = configured(emulator, "identity")
    branding = template["Resources"].pop("PagesLook")  # the emulator does not support this type of resource
    with stack.deployed(template):
        product.update(**{name: stack.outputs[name] for name in ("Issuer", "ClientId", "Audience", "SignInOrigins")})
        stack.update(PublicUrl=product.outputs["ApiUrl"])
        yield Identity(emulator, stack, product, issuer, branding)


def send_form(method: str, url: str, form: Json = None, **headers: str) -> tuple[int, Any, str]:
    """Sends a form without following redirects. Returns the status, the headers and the text of the response."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    headers["content-type"] = "application/x-www-form-urlencoded"
    connection.request(method, f"{parts.path}?{parts.query}", form and urlencode(form), headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.headers, text


def assert_refused(code: str, call: Callable[..., Any], **arguments: Any) -> None:
    """Asserts that a call fails with this error code."""
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError(f"{code} expected of {arguments}")


def assert_settings(resource: Json, expected: Json) -> None:
    """Asserts that a resource has these settings; it may have others, too."""
    different = {name: resource.get(name) for name in expected if resource.get(name) != expected[name]}
    assert not different, different


class CognitoApi(Api):
    """The product's API, called with tokens of the deployed identity provider."""

    def __init__(self, identity: "Identity", port: int, api_id: str, issuer: Issuer) -> None:
        super().__init__(port, api_id, issuer)
        self._identity = identity

    def as_person(self, person: Person, **claims: Json) -> Client:
        assert not claims, "the provider decides on the claims"
        return self.with_token(self._identity.sign_in(person))

    @property
    def platform(self) -> Client:
        return self.with_token(self._identity.platform_token())


class Identity(Checks):
    """Checks of the identity provider, and calls of the product with its tokens."""

    def __init__(
        self, emulator: Emulator, stack: Deployment, product: Stack, issuer: Issuer, branding: Template
    ) -> None:
        self._stack, self._product, self._branding = stack, product, branding
        self._cognito, self._pool = emulator.client("cognito-idp"), stack.ids["Users"]
        api = CognitoApi(self, emulator.port, product.ids["Api"], issuer)
        self._context = Context(emulator, product, api, timeout=15)
        # On AWS the document is below the issuer's URL, and names endpoints on the sign-in domain.
        self._discovery = emulator.get(f"/{self._pool}/.well-known/openid-configuration")
        self._token_url = emulator.url + urlsplit(stack.outputs["TokenUrl"]).path

    def the_pool_uses_addresses_as_user_names(self) -> None:
        pool = self._pool_description()
        settings = {
            "UserPoolTier": "ESSENTIALS",
            "DeletionProtection": "ACTIVE",
            "UsernameAttributes": ["email"],
            "UsernameConfiguration": {"CaseSensitive": False},
            "AutoVerifiedAttributes": ["email"],
            "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
            "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
            "MfaConfiguration": "OPTIONAL",
        }
        assert_settings(pool, settings)
        required = {attribute["Name"] for attribute in pool["SchemaAttributes"] if attribute["Required"]}
        assert required == {"sub", "email", "name"}, required
        mfa = self._cognito.get_user_pool_mfa_config(UserPoolId=self._pool)
        assert mfa["SoftwareTokenMfaConfiguration"]["Enabled"] and "SmsMfaConfiguration" not in mfa, mfa
        user = {"ClientId": self._stack.ids["Pages"], "Username": "eve@example.com"}
        assert_refused("InvalidPasswordException", self._cognito.sign_up, **user, Password="Eleven-c0de")
        assert_refused(
            "InvalidParameterException", self._cognito.sign_up, **user | {"Username": "eve"}, Password=PASSWORD
        )

    def the_pages_client_is_public(self) -> None:
        client = self._client("Pages")
        assert "ClientSecret" not in client
        pages = self._pages(self._product.outputs["ApiUrl"])
        settings = {
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "email", "profile"],
            "SupportedIdentityProviders": ["COGNITO"],
            "CallbackURLs": pages,
            "LogoutURLs": pages,
            "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "PreventUserExistenceErrors": "ENABLED",
            "EnableTokenRevocation": True,
            "IdTokenValidity": 60,
            "AccessTokenValidity": 60,
            "RefreshTokenValidity": 12,
            "TokenValidityUnits": {"IdToken": "minutes", "AccessToken": "minutes", "RefreshToken": "hours"},
        }
        assert_settings(client, settings)

    def the_platforms_client_has_one_scope(self) -> None:
        settings = {
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": ["staffroom/platform"],
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        }
        assert_settings(self._client("Platform"), settings)
        server = self._cognito.describe_resource_server(UserPoolId=self._pool, Identifier="staffroom")
        scopes = {scope["ScopeName"] for scope in server["ResourceServer"]["Scopes"]}
        assert scopes == {"platform", "support"}, scopes
        assert self._request_platform_token("staffroom/support")[0] == 400
        assert self._request_platform_token("staffroom/platform", secret="guessed")[0] == 400

    def the_sign_in_pages_have_cognitos_branding(self) -> None:
        """Checks the template, because the emulator does not support branding. Managed login needs it to show pages."""
        pages = {"UserPoolId": {"Ref": "Users"}, "ClientId": {"Ref": "Pages"}}
        assert self._branding["Properties"] == pages | {"UseCognitoProvidedValues": True}, self._branding
        assert self._branding["DependsOn"] == "SignIn", self._branding

    def the_outputs_lead_to_the_pool(self) -> None:
        domain = self._stack.parameters["Domain"]
        found = self._cognito.describe_user_pool_domain(Domain=domain)["DomainDescription"]
        assert (found["UserPoolId"], found["ManagedLoginVersion"]) == (self._pool, 2), found
        pages, platform = self._stack.ids["Pages"], self._stack.ids["Platform"]
        origin = f"https://{domain}.auth.{REGION}.amazoncognito.com"
        outputs = {
            "Issuer": f"https://cognito-idp.{REGION}.amazonaws.com/{self._pool}",
            "ClientId": pages,
            "Audience": f"{pages},{platform}",
            "SignInOrigins": origin,
            "PlatformClientId": platform,
            "TokenUrl": f"{origin}/oauth2/token",
        }
        assert_settings(self._stack.outputs, outputs)
        assert self._stack.outputs["Issuer"] == self._discovery["issuer"]

    def the_products_pages_sign_in_there(self) -> None:
        for page in ("/join", "/team"):
            response = self._context.api.anonymous("GET", page).assert_status(200)
            policy = response.headers["content-security-policy"]
            allowed = next(part.split() for part in policy.split(";") if part.strip().startswith("connect-src"))
            assert self._stack.outputs["SignInOrigins"] in allowed, policy
            assert self._stack.outputs["ClientId"] in response.text
            assert self._stack.outputs["Issuer"] in response.text

    def the_products_pages_sign_out_there(self) -> None:
        """With the parameters of `session.js`. It returns to the pages only."""
        url = self._discovery["end_session_endpoint"]
        for page, expected in (
            (f"{self._product.outputs['ApiUrl']}/team", 302),
            ("https://elsewhere.example.org", 400),
        ):
            parameters = {"client_id": self._stack.ids["Pages"], "logout_uri": page}
            status, headers, text = send_form("GET", f"{url}?{urlencode(parameters)}")
            assert status == expected, text
            assert headers.get("location") == (page if expected == 302 else None), headers

    def the_product_accepts_its_tokens(self) -> None:
        owner, ana = self._sign_up("Camille Martin"), self._sign_up("Ana Alvarez")
        store = TestStore(self._context, "ecwid", "business", owner)
        member = store.add_member(ana, permissions=["sales"])
        assert (member["user_id"], member["email"], member["name"]) == (ana.sub, ana.email, ana.name)
        assert store.may(ana, "sales") and not store.may(ana, "reports")
        store.as_person(owner)("PUT", store.path(), {}).expect(403)
        issuer = self._context.api.issuer
        self._context.api.with_token(issuer.token(**owner.claims()))("GET", "/me/stores").expect(401)

    def the_optional_parameters_are_applied(self) -> None:
        """An update with the optional parameters. It must keep the user pool and the clients."""
        before, domain = self._stack.ids, MAIL_FROM.split("@")[1]
        self._stack.update(LocalUrl=LOCAL_URL, MailFrom=MAIL_FROM, MailIdentity=domain, DeletionProtection="INACTIVE")
        assert self._stack.ids == before, self._stack.ids
        pages = self._pages(self._product.outputs["ApiUrl"]) + self._pages(LOCAL_URL)
        assert_settings(self._client("Pages"), {"CallbackURLs": pages, "LogoutURLs": pages})
        mail = {
            "EmailSendingAccount": "DEVELOPER",
            "From": MAIL_FROM,
            "SourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{domain}",
        }
        assert_settings(self._pool_description(), {"DeletionProtection": "INACTIVE", "EmailConfiguration": mail})

    def the_pool_is_kept_when_its_stack_is_deleted(self) -> None:
        """The accounts are kept; the clients and the domain are deleted."""
        person = self._sign_up("Olga Owner")
        self._stack.delete()
        assert self._cognito.admin_get_user(UserPoolId=self._pool, Username=person.email)["UserStatus"] == "CONFIRMED"
        assert not self._cognito.list_user_pool_clients(UserPoolId=self._pool)["UserPoolClients"]
        domain = self._stack.parameters["Domain"]
        assert not self._cognito.describe_user_pool_domain(Domain=domain)["DomainDescription"]

    def sign_in(self, person: Person) -> str:
        """Returns a person's ID token, by an authorization code with PKCE, as the pages do."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        client = {"client_id": self._stack.ids["Pages"], "redirect_uri": f"{self._product.outputs['ApiUrl']}/join"}
        request = client | {"response_type": "code", "scope": "openid email profile"}
        request |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        url = self._discovery["authorization_endpoint"]
        status, _, text = send_form("GET", f"{url}?{urlencode(request)}")
        assert status == 200, text
        credentials = {"username": person.email, "password": PASSWORD}
        status, headers, text = send_form("POST", url.replace("/oauth2/authorize", "/login"), request | credentials)
        assert status == 302, text
        (code,) = parse_qs(urlsplit(headers["location"]).query)["code"]
        grant = client | {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        status, _, text = send_form("POST", self._discovery["token_endpoint"], grant)
        assert status == 200, text
        token: str = json.loads(text)["id_token"]
        return token

    def platform_token(self) -> str:
        """Returns an access token of the platform's back end, by client credentials."""
        status, text = self._request_platform_token("staffroom/platform")
        assert status == 200, text
        token: str = json.loads(text)["access_token"]
        return token

    def _request_platform_token(self, scope: str, secret: str | None = None) -> tuple[int, str]:
        client = self._client("Platform")
        credentials = f"{client['ClientId']}:{secret or client['ClientSecret']}"
        basic = f"Basic {base64.b64encode(credentials.encode()).decode()}"
        form = {"grant_type": "client_credentials", "scope": scope}
        status, _, text = send_form("POST", self._token_url, form, authorization=basic)
        return status, text

    def _sign_up(self, name: str) -> Person:
        """Creates an account, and confirms it with the code from the mail."""
        user = {"ClientId": self._stack.ids["Pages"], "Username": f"{uuid.uuid4().hex[:12]}@example.com"}
        attributes = [{"Name": "name", "Value": name}]
        sub = self._cognito.sign_up(**user, Password=PASSWORD, UserAttributes=attributes)["UserSub"]
        assert_refused("CodeMismatchException", self._cognito.confirm_sign_up, **user, ConfirmationCode="000000")
        code = self._context.mailbox.next_mail(user["Username"], "verification code").text.split()[-1].rstrip(".")
        self._cognito.confirm_sign_up(**user, ConfirmationCode=code)
        return Person(name, sub, user["Username"])

    def _pool_description(self) -> Any:
        return self._cognito.describe_user_pool(UserPoolId=self._pool)["UserPool"]

    def _client(self, name: str) -> Any:
        client = self._stack.ids[name]
        return self._cognito.describe_user_pool_client(UserPoolId=self._pool, ClientId=client)["UserPoolClient"]

    def _pages(self, url: str) -> list[str]:
        return [f"{url}/join", f"{url}/team"]
