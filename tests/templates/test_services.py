"""Settings that only AWS acts upon: sign-in, the edge, and concurrency."""

import re
import unittest
from typing import Any

from expanded import ROOT, Stack, Template, expand, read
from test_limits import routes


def needs_token(operation: Template) -> bool:
    """Whether a route has an authorizer."""
    return any(name != "NONE" for security in operation["security"] for name in security)


class Identity(unittest.TestCase):
    """The Cognito user pool."""

    def test_managed_login_has_a_password_form(self) -> None:
        stack = Stack.of("identity")
        pages = stack.properties("Pages")
        # Choice-based sign-in covers passwords; SRP is a sign-in with a password. Nothing sends passwords in the clear.
        self.assertLessEqual({"ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"}, set(pages["ExplicitAuthFlows"]))
        self.assertNotIn("ALLOW_USER_PASSWORD_AUTH", pages["ExplicitAuthFlows"])
        self.assertIn("ALLOW_REFRESH_TOKEN_AUTH", pages["ExplicitAuthFlows"])
        pool = stack.properties("Users")
        self.assertEqual(pool["UserPoolTier"], "ESSENTIALS")  # ALLOW_USER_AUTH and managed login need it
        self.assertIn("PASSWORD", pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"])
        self.assertEqual(stack.properties("SignIn")["ManagedLoginVersion"], 2)
        self.assertEqual(stack.properties("PagesLook")["ClientId"], "<staffroom/Pages>")

    def test_the_platforms_client_has_no_sign_in_flow(self) -> None:
        platform = Stack.of("identity").properties("Platform")
        self.assertEqual(platform["AllowedOAuthFlows"], ["client_credentials"])
        self.assertEqual(platform["ExplicitAuthFlows"], ["ALLOW_REFRESH_TOKEN_AUTH"])

    def test_people_return_to_the_pages_after_signing_in_and_out(self) -> None:
        """Cognito returns to an exact URL only, which the pages name as `logout_uri`."""
        pages = Stack.of("identity").properties("Pages")
        urls = ["https://team.example.com/join", "https://team.example.com/team"]
        self.assertEqual((pages["CallbackURLs"], pages["LogoutURLs"]), (urls, urls))
        session = (ROOT / "shared/pages/assets/session.js").read_text()
        for parameter in ("client_id: clientId", "logout_uri: here"):
            self.assertRegex(session, rf"signoutRedirect\(\{{.*\b{parameter}\b", "Cognito's /logout needs both")


def scope(rule: dict[str, Any]) -> dict[str, Any]:
    """Which paths a rule counts."""
    return rule["Statement"]["RateBasedStatement"]["ScopeDownStatement"]["RegexMatchStatement"]


class Edge(unittest.TestCase):
    """CloudFront and WAF in front of the API."""

    def setUp(self) -> None:
        self.edge = Stack.of("edge")
        (self.acl,) = self.edge.of_type("AWS::WAFv2::WebACL").values()
        (distribution,) = self.edge.of_type("AWS::CloudFront::Distribution").values()
        self.config = distribution["DistributionConfig"]

    def limiting(self, path: str) -> list[str]:
        """The names of the rules that count requests with this path."""
        return [rule["Name"] for rule in self.acl["Rules"] if re.search(scope(rule)["RegexString"], path)]

    def test_every_route_for_links_is_limited_per_address(self) -> None:
        found = routes(expand("template"))
        open_to_all = {path for method, path, operation in found if method == "POST" and not needs_token(operation)}
        links = {"/invitations/lookup", "/invitations/decline", "/invitations/renew", "/unsubscribe/{token}"}
        self.assertLessEqual(links, open_to_all)
        for _, path, _ in found:
            limited = path in open_to_all | {"/invitations/accept"}
            self.assertEqual(len(self.limiting(path)), 1 if limited else 0, path)

    def test_every_route_that_anyone_may_call_has_the_limit_for_links(self) -> None:
        (stage,) = Stack.of("template").of_type("AWS::ApiGatewayV2::Stage").values()
        for method, path, operation in routes(expand("template")):
            if method == "POST" and not needs_token(operation):
                self.assertIn(f"{method} {path}", stage["RouteSettings"])

    def test_what_is_logged_of_a_request_names_nobody(self) -> None:
        """Paths hold the token of `/unsubscribe/{token}` and ids of people; queries, headers and claims hold more."""
        (stage,) = Stack.of("template").of_type("AWS::ApiGatewayV2::Stage").values()
        logged = set(re.findall(r"\$context\.([\w.]+)", stage["AccessLogSettings"]["Format"]))
        harmless = {"requestId", "requestTimeEpoch", "routeKey", "status", "responseLatency", "authorizer.error"}
        self.assertLessEqual(logged, harmless | {"integrationLatency", "integrationStatus"})

    def test_the_limit_of_every_rule_is_the_parameters(self) -> None:
        for rule in read("edge")["Resources"]["Limits"]["Properties"]["Rules"]:
            self.assertEqual(
                rule["Statement"]["RateBasedStatement"]["Limit"], {"Ref": "LinkRequestsPerAddress"}, rule["Name"]
            )

    def test_each_address_and_route_has_a_count_of_its_own(self) -> None:
        decoded = ["URL_DECODE", "NORMALIZE_PATH"]
        for rule in self.acl["Rules"]:
            # It reads the path as API Gateway does, so that no other spelling of it is not counted.
            self.assertEqual([each["Type"] for each in scope(rule)["TextTransformations"]], decoded)
        statements = {rule["Name"]: rule["Statement"]["RateBasedStatement"] for rule in self.acl["Rules"]}
        of_links = statements["link-requests-per-address"]
        self.assertEqual(of_links["AggregateKeyType"], "CUSTOM_KEYS")
        address, path = of_links["CustomKeys"]
        self.assertEqual(address, {"IP": {}})
        # Nor is another spelling of it counted apart.
        self.assertEqual([each["Type"] for each in path["UriPath"]["TextTransformations"]], decoded)
        # Where the path holds the token, one client would have a count for each of its guesses.
        (name,) = self.limiting("/unsubscribe/a-token")
        self.assertEqual(statements[name]["AggregateKeyType"], "IP")
        self.assertNotIn("CustomKeys", statements[name])
        self.assertFalse(self.config["IPV6Enabled"], "WAF counts each of a client's IPv6 addresses for itself")

    def test_a_request_above_the_limit_is_answered_as_by_api_gateway(self) -> None:
        for rule in self.acl["Rules"]:
            response = rule["Action"]["Block"]["CustomResponse"]
            self.assertEqual(response["ResponseCode"], 429)
            body = self.acl["CustomResponseBodies"][response["CustomResponseBodyKey"]]
            self.assertEqual(body, {"ContentType": "APPLICATION_JSON", "Content": '{"message": "Too Many Requests"}'})

    def test_no_request_is_kept_with_its_token(self) -> None:
        for config in (self.acl["VisibilityConfig"], *(rule["VisibilityConfig"] for rule in self.acl["Rules"])):
            self.assertFalse(config["SampledRequestsEnabled"])

    def test_the_web_acl_is_before_the_api(self) -> None:
        self.assertEqual(self.config["WebACLId"], "<staffroom/Limits.Arn>")
        self.assertEqual(self.acl["Scope"], "CLOUDFRONT")
        default = self.config["DefaultCacheBehavior"]
        methods = {method for method, _, _ in routes(expand("template"))}
        self.assertLessEqual(methods, set(default["AllowedMethods"]))
        # CachingDisabled, and AllViewerExceptHostHeader.
        self.assertEqual(default["CachePolicyId"], "4135ea2d-6df8-44a3-9df3-4b5a84be39ad")
        self.assertEqual(default["OriginRequestPolicyId"], "b689b0a8-53d0-40ab-baf2-38738e2966ac")
        cached = [behavior["PathPattern"] for behavior in self.config["CacheBehaviors"]]
        self.assertEqual(cached, ["/assets/*"], "nothing else may be cached")

    def test_http_is_redirected_to_https(self) -> None:
        behaviors = [self.config["DefaultCacheBehavior"], *self.config["CacheBehaviors"]]
        self.assertEqual({each["ViewerProtocolPolicy"] for each in behaviors}, {"redirect-to-https"})
        (origin,) = self.config["Origins"]
        self.assertEqual(origin["CustomOriginConfig"]["OriginProtocolPolicy"], "https-only")
        self.assertEqual(self.config["ViewerCertificate"]["MinimumProtocolVersion"], "TLSv1.2_2021")

    def test_what_the_gateway_answers_itself_has_the_headers_of_the_functions(self) -> None:
        behaviors = [self.config["DefaultCacheBehavior"], *self.config["CacheBehaviors"]]
        self.assertEqual({each["ResponseHeadersPolicyId"] for each in behaviors}, {"<staffroom/Headers>"})
        headers = self.edge.properties("Headers")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        source = (ROOT / "shared/response/src/lib.rs").read_text()
        security = headers["StrictTransportSecurity"]
        self.assertTrue(security["IncludeSubdomains"])
        self.assertIn(f'"max-age={security["AccessControlMaxAgeSec"]}; includeSubDomains"', source)
        self.assertIn(f'"{headers["ReferrerPolicy"]["ReferrerPolicy"]}"', source)
        self.assertIn(f'"{headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]}"', source)
        # The pages have a policy of their own, which must reach the browser.
        kept = [name for name, header in headers.items() if not header["Override"]]
        self.assertEqual(kept, ["StrictTransportSecurity", "ReferrerPolicy", "ContentSecurityPolicy"])

    def test_a_client_certificate_closes_the_way_around(self) -> None:
        (origin,) = self.config["Origins"]
        self.assertNotIn("OriginMtlsConfig", origin["CustomOriginConfig"])
        arn = "arn:aws:acm:us-east-1:123456789012:certificate/two"
        (other,) = Stack.of("edge", OriginCertificateArn=arn).of_type("AWS::CloudFront::Distribution").values()
        (origin,) = other["DistributionConfig"]["Origins"]
        self.assertEqual(origin["CustomOriginConfig"]["OriginMtlsConfig"], {"ClientCertificateArn": arn})
        for direct, disabled in (("true", False), ("false", True)):
            body = Stack.of("template", DirectAccess=direct).properties("Api")["Body"]
            (server,) = body["servers"]
            endpoint = server["x-amazon-apigateway-endpoint-configuration"]
            self.assertEqual(endpoint["disableExecuteApiEndpoint"], disabled)


class Concurrency(unittest.TestCase):
    """Reserved concurrency of functions."""

    def test_nothing_is_reserved_unless_it_is_given(self) -> None:
        for name, function in Stack.of("template").of_type("AWS::Lambda::Function").items():
            self.assertNotIn("ReservedConcurrentExecutions", function, name)

    def test_access_and_notify_can_have_some(self) -> None:
        stack = Stack.of("template", AccessConcurrency="50", NotifyConcurrency="10")
        reserved = {
            name: function["ReservedConcurrentExecutions"]
            for name, function in stack.of_type("AWS::Lambda::Function").items()
            if "ReservedConcurrentExecutions" in function
        }
        self.assertEqual(reserved, {"AccessFunction": "50", "NotifyFunction": "10"})


class Mail(unittest.TestCase):
    """The configuration set of SES."""

    def test_a_mail_is_never_sent_in_the_clear(self) -> None:
        configuration = Stack.of("template").properties("MailConfiguration")
        self.assertEqual(configuration["DeliveryOptions"], {"TlsPolicy": "REQUIRE"})
        self.assertEqual(set(configuration["SuppressionOptions"]["SuppressedReasons"]), {"BOUNCE", "COMPLAINT"})


class Logs(unittest.TestCase):
    """Log levels and log groups."""

    def test_the_level_drops_no_metric_and_no_error(self) -> None:
        """Lambda filters lines by their level, and metrics are lines of the level INFO."""
        metrics = (ROOT / "shared/aws/src/metrics.rs").read_text()
        self.assertIn('"level".to_owned(), "INFO".into()', metrics)
        for name, function in Stack.of("template").of_type("AWS::Lambda::Function").items():
            logging = function["LoggingConfig"]
            self.assertEqual((logging["LogFormat"], logging["ApplicationLogLevel"]), ("JSON", "INFO"), name)
            self.assertEqual(logging["LogGroup"], f"<staffroom/{name.removesuffix('Function')}Log>")


class LinkKeys(unittest.TestCase):
    """The rotation of the link keys. The emulator of `tests/cloud` does not support rotation schedules."""

    def test_the_rotation_is_scheduled(self) -> None:
        stack = Stack.of("template")
        rotation = stack.properties("LinkKeysRotation")
        self.assertEqual(rotation["SecretId"], "<staffroom/LinkKeys>")
        self.assertEqual(rotation["RotationLambdaARN"], "<staffroom/RotateFunction.Arn>")
        self.assertEqual(rotation["RotationRules"], {"AutomaticallyAfterDays": "30"})
        self.assertIs(rotation["RotateImmediatelyOnUpdate"], False)
        # Secrets Manager calls the function while it creates the schedule.
        self.assertEqual(stack.template["Resources"]["LinkKeysRotation"]["DependsOn"], "RotationPermission")


class Browsers(unittest.TestCase):
    """CORS. The emulator of `tests/cloud` ignores it in a template, and takes values that API Gateway does not."""

    def test_no_origin_is_allowed_unless_it_is_given(self) -> None:
        body = Stack.of("template").properties("Api")["Body"]
        self.assertNotIn("x-amazon-apigateway-cors", body)

    def test_given_origins_may_send_what_the_api_reads_and_read_what_it_answers(self) -> None:
        stack = Stack.of("template", AllowedOrigins="https://a.example.com,https://b.example.com")
        cors = stack.properties("Api")["Body"]["x-amazon-apigateway-cors"]
        self.assertEqual(cors["allowOrigins"], ["https://a.example.com", "https://b.example.com"])
        methods = {method for method, _, _ in routes(expand("template"))}
        self.assertEqual(set(cors["allowMethods"]), methods)
        self.assertFalse(cors.get("allowCredentials", False), "the API reads no cookies")
        self.assertNotIn("*", [*cors["allowHeaders"], *cors["exposeHeaders"]])


class Tokens(unittest.TestCase):
    """The JWT authorizer."""

    def test_the_issuer_is_told_which_signatures_api_gateway_takes(self) -> None:
        self.assertIn("RS256", read("template")["Parameters"]["Issuer"]["Description"])


if __name__ == "__main__":
    unittest.main()
