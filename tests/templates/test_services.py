"""Settings that only AWS acts upon: sign-in, the edge, and concurrency."""

import re
import unittest

from expanded import Stack, Template, expand, read
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


class Edge(unittest.TestCase):
    """CloudFront and WAF in front of the API."""

    def setUp(self) -> None:
        self.edge = Stack.of("edge")
        (self.acl,) = self.edge.of_type("AWS::WAFv2::WebACL").values()
        (self.rule,) = self.acl["Rules"]
        self.statement = self.rule["Statement"]["RateBasedStatement"]
        (distribution,) = self.edge.of_type("AWS::CloudFront::Distribution").values()
        self.config = distribution["DistributionConfig"]

    def test_every_route_for_links_is_limited_per_address(self) -> None:
        limited = self.statement["ScopeDownStatement"]["RegexMatchStatement"]["RegexString"]
        found = routes(expand("template"))
        open_to_all = {path for method, path, operation in found if method == "POST" and not needs_token(operation)}
        self.assertLessEqual({"/invitations/lookup", "/invitations/decline", "/invitations/renew"}, open_to_all)
        for _, path, _ in found:
            self.assertEqual(bool(re.search(limited, path)), path in open_to_all | {"/invitations/accept"}, path)

    def test_each_address_and_route_has_a_count_of_its_own(self) -> None:
        self.assertEqual(self.statement["AggregateKeyType"], "CUSTOM_KEYS")
        address, path = self.statement["CustomKeys"]
        self.assertEqual(address, {"IP": {}})
        # Both read the path as API Gateway does, so that no other spelling of it is counted apart.
        counted = path["UriPath"]["TextTransformations"]
        self.assertEqual([each["Type"] for each in counted], ["URL_DECODE", "NORMALIZE_PATH"])
        self.assertEqual(counted, self.statement["ScopeDownStatement"]["RegexMatchStatement"]["TextTransformations"])
        self.assertFalse(self.config["IPV6Enabled"], "WAF counts each of a client's IPv6 addresses for itself")

    def test_a_request_above_the_limit_is_answered_as_by_api_gateway(self) -> None:
        response = self.rule["Action"]["Block"]["CustomResponse"]
        self.assertEqual(response["ResponseCode"], 429)
        body = self.acl["CustomResponseBodies"][response["CustomResponseBodyKey"]]
        self.assertEqual(body, {"ContentType": "APPLICATION_JSON", "Content": '{"message": "Too Many Requests"}'})

    def test_no_request_is_kept_with_its_token(self) -> None:
        for config in (self.acl["VisibilityConfig"], self.rule["VisibilityConfig"]):
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


class Tokens(unittest.TestCase):
    """The JWT authorizer."""

    def test_the_issuer_is_told_which_signatures_api_gateway_takes(self) -> None:
        self.assertIn("RS256", read("template")["Parameters"]["Issuer"]["Description"])


if __name__ == "__main__":
    unittest.main()
