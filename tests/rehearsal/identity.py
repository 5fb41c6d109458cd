"""The optional identity provider beside the deployed product: what it is, and the product for who signs in by it."""

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

from api import Api, Caller, Json, Person
from botocore.exceptions import ClientError
from deployed import Looks
from emulator import ACCOUNT, REGION, Emulator
from issuer import Issuer
from stack import MAIL_FROM, Deployment, Stack, Template, configured
from suite import Shop, World

PASSWORD = "correct horse battery staple"
LOCAL = "http://localhost:3000"


@contextmanager
def deployed(emulator: Emulator, product: Stack, issuer: Issuer) -> Iterator["Identity"]:
    """The stack as samconfig.toml has it, for as long as this lasts, and the product told of it, as the guide says."""
    stack, template = configured(emulator, "identity")
    look = template["Resources"].pop("PagesLook")  # a kind of resource that the emulator does not have
    with stack.deployed(template):
        product.update(**{name: stack.outputs[name] for name in ("Issuer", "ClientId", "Audience", "SignInOrigins")})
        stack.update(PublicUrl=product.outputs["ApiUrl"])
        yield Identity(emulator, stack, product, issuer, look)


def send(method: str, url: str, form: Json = None, **headers: str) -> tuple[int, Any, str]:
    """Sends a form, follows nowhere, and has the status, the headers and the text that are answered."""
    to = urlsplit(url)
    connection = http.client.HTTPConnection(to.netloc, timeout=60)
    headers["content-type"] = "application/x-www-form-urlencoded"
    connection.request(method, f"{to.path}?{to.query}", form and urlencode(form), headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.headers, text


def refused(code: str, call: Callable[..., Any], **arguments: Any) -> None:
    """Makes a call that must be refused so."""
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError(f"{code} expected of {arguments}")


def has(described: Json, wanted: Json) -> None:
    """Whether what is described has these settings, whatever else it has."""
    differ = {name: described.get(name) for name in wanted if described.get(name) != wanted[name]}
    assert not differ, differ


class SignedIn(Api):
    """The product's API as those call it who sign in at the deployed identity provider."""

    def __init__(self, identity: "Identity", port: int, api_id: str, issuer: Issuer) -> None:
        super().__init__(port, api_id, issuer)
        self._identity = identity

    def by(self, person: Person, **more: Json) -> Caller:
        assert not more, "what a token says of a person is the provider's"
        return self.holding(self._identity.sign_in(person))

    @property
    def platform(self) -> Caller:
        return self.holding(self._identity.platform_token())


class Identity(Looks):
    """Looks at the identity provider, and uses it."""

    def __init__(self, emulator: Emulator, stack: Deployment, product: Stack, issuer: Issuer, look: Template) -> None:
        self._stack, self._product, self._look = stack, product, look
        self._cognito, self._pool = emulator.client("cognito-idp"), stack.ids["Users"]
        api = SignedIn(self, emulator.port, product.ids["Api"], issuer)
        self._world = World(emulator, product, api, patience=15)
        # On AWS it stands at the issuer's own address, and leads to the domain where people sign in.
        self._discovered = emulator.get(f"/{self._pool}/.well-known/openid-configuration")
        self._token_url = emulator.url + urlsplit(stack.outputs["TokenUrl"]).path

    def the_pool_has_people_sign_in_by_address(self) -> None:
        pool = self._described_pool()
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
        has(pool, settings)
        asked = {attribute["Name"] for attribute in pool["SchemaAttributes"] if attribute["Required"]}
        assert asked == {"sub", "email", "name"}, asked
        mfa = self._cognito.get_user_pool_mfa_config(UserPoolId=self._pool)
        assert mfa["SoftwareTokenMfaConfiguration"]["Enabled"] and "SmsMfaConfiguration" not in mfa, mfa
        someone = {"ClientId": self._stack.ids["Pages"], "Username": "eve@example.com"}
        refused("InvalidPasswordException", self._cognito.sign_up, **someone, Password="Eleven-c0de")
        refused("InvalidParameterException", self._cognito.sign_up, **someone | {"Username": "eve"}, Password=PASSWORD)

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
        has(client, settings)

    def the_platforms_client_has_its_scope_alone(self) -> None:
        settings = {
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": ["staffroom/platform"],
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        }
        has(self._client("Platform"), settings)
        server = self._cognito.describe_resource_server(UserPoolId=self._pool, Identifier="staffroom")
        scopes = {scope["ScopeName"] for scope in server["ResourceServer"]["Scopes"]}
        assert scopes == {"platform", "support"}, scopes
        assert self._ask_for_platform_token("staffroom/support")[0] == 400
        assert self._ask_for_platform_token("staffroom/platform", secret="guessed")[0] == 400

    def the_sign_in_pages_look_as_cognitos_own(self) -> None:
        """As it stands in the template. Without it managed login has no pages for the client."""
        pages = {"UserPoolId": {"Ref": "Users"}, "ClientId": {"Ref": "Pages"}}
        assert self._look["Properties"] == pages | {"UseCognitoProvidedValues": True}, self._look
        assert self._look["DependsOn"] == "SignIn", self._look

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
        has(self._stack.outputs, outputs)
        assert self._stack.outputs["Issuer"] == self._discovered["issuer"]

    def the_products_pages_sign_in_there(self) -> None:
        for page in ("/join", "/team"):
            answer = self._world.api.anyone("GET", page).has(200)
            policy = answer.headers["content-security-policy"]
            allowed = next(part.split() for part in policy.split(";") if part.strip().startswith("connect-src"))
            assert self._stack.outputs["SignInOrigins"] in allowed, policy
            assert self._stack.outputs["ClientId"] in answer.text and self._stack.outputs["Issuer"] in answer.text

    def the_product_serves_who_signs_in_there(self) -> None:
        owner, ana = self._sign_up("Camille Martin"), self._sign_up("Ana Alvarez")
        shop = Shop(self._world, "ecwid", "business", owner)
        member = shop.hire(ana, permissions=["sales"])
        assert (member["user_id"], member["email"], member["name"]) == (ana.sub, ana.email, ana.name)
        assert shop.may(ana, "sales") and not shop.may(ana, "reports")
        shop.by(owner)("PUT", shop.at(), {}).is_(403)
        issuer = self._world.api.issuer
        self._world.api.holding(issuer.token(**owner.claims()))("GET", "/me/stores").is_(401)

    def the_optional_settings_hold(self) -> None:
        """Of an update that gives them. Nobody loses an account by it, nor the product its client."""
        before, domain = self._stack.ids, MAIL_FROM.split("@")[1]
        self._stack.update(LocalUrl=LOCAL, MailFrom=MAIL_FROM, MailIdentity=domain, DeletionProtection="INACTIVE")
        assert self._stack.ids == before, self._stack.ids
        pages = self._pages(self._product.outputs["ApiUrl"]) + self._pages(LOCAL)
        has(self._client("Pages"), {"CallbackURLs": pages, "LogoutURLs": pages})
        mail = {
            "EmailSendingAccount": "DEVELOPER",
            "From": MAIL_FROM,
            "SourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{domain}",
        }
        has(self._described_pool(), {"DeletionProtection": "INACTIVE", "EmailConfiguration": mail})

    def the_pool_outlives_its_stack(self) -> None:
        """And with it everybody's account; clients and domain go."""
        person = self._sign_up("Olga Owner")
        self._stack.delete()
        assert self._cognito.admin_get_user(UserPoolId=self._pool, Username=person.email)["UserStatus"] == "CONFIRMED"
        assert not self._cognito.list_user_pool_clients(UserPoolId=self._pool)["UserPoolClients"]
        domain = self._stack.parameters["Domain"]
        assert not self._cognito.describe_user_pool_domain(Domain=domain)["DomainDescription"]

    def sign_in(self, person: Person) -> str:
        """What the pages get for a person: an ID token, by authorization code with PKCE."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        client = {"client_id": self._stack.ids["Pages"], "redirect_uri": f"{self._product.outputs['ApiUrl']}/join"}
        asked = client | {"response_type": "code", "scope": "openid email profile"}
        asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        at = self._discovered["authorization_endpoint"]
        status, _, text = send("GET", f"{at}?{urlencode(asked)}")
        assert status == 200, text
        typed = {"username": person.email, "password": PASSWORD}
        status, headers, text = send("POST", at.replace("/oauth2/authorize", "/login"), asked | typed)
        assert status == 302, text
        (code,) = parse_qs(urlsplit(headers["location"]).query)["code"]
        grant = client | {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        status, _, text = send("POST", self._discovered["token_endpoint"], grant)
        assert status == 200, text
        token: str = json.loads(text)["id_token"]
        return token

    def platform_token(self) -> str:
        """What the platform's back end gets for itself."""
        status, text = self._ask_for_platform_token("staffroom/platform")
        assert status == 200, text
        token: str = json.loads(text)["access_token"]
        return token

    def _ask_for_platform_token(self, scope: str, secret: str | None = None) -> tuple[int, str]:
        client = self._client("Platform")
        both = f"{client['ClientId']}:{secret or client['ClientSecret']}"
        basic = f"Basic {base64.b64encode(both.encode()).decode()}"
        form = {"grant_type": "client_credentials", "scope": scope}
        status, _, text = send("POST", self._token_url, form, authorization=basic)
        return status, text

    def _sign_up(self, name: str) -> Person:
        """Makes somebody an account, as they do on the sign-in page, with the code that they are mailed."""
        who = {"ClientId": self._stack.ids["Pages"], "Username": f"{uuid.uuid4().hex[:12]}@example.com"}
        named = [{"Name": "name", "Value": name}]
        sub = self._cognito.sign_up(**who, Password=PASSWORD, UserAttributes=named)["UserSub"]
        refused("CodeMismatchException", self._cognito.confirm_sign_up, **who, ConfirmationCode="000000")
        code = self._world.mailbox.next(who["Username"], "verification code").text.split()[-1].rstrip(".")
        self._cognito.confirm_sign_up(**who, ConfirmationCode=code)
        return Person(name, sub, who["Username"])

    def _described_pool(self) -> Any:
        return self._cognito.describe_user_pool(UserPoolId=self._pool)["UserPool"]

    def _client(self, name: str) -> Any:
        client = self._stack.ids[name]
        return self._cognito.describe_user_pool_client(UserPoolId=self._pool, ClientId=client)["UserPoolClient"]

    def _pages(self, url: str) -> list[str]:
        return [f"{url}/join", f"{url}/team"]
