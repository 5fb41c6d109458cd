"""The examples, and the pages about them: docs/authorizer.md and docs/claims.md."""

import json
import re
import tomllib
import unittest
from collections.abc import Callable

from expanded import ROOT, Stack, read

EXAMPLES = ("authorizer", "claims")
MARKED = re.compile(r"^```\w+ (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """The text of a page."""
    return (ROOT / "docs" / f"{name}.md").read_text()


def marked(name: str, mark: str) -> list[str]:
    """The blocks of a page that have this mark beside their language."""
    return [body for found, body in MARKED.findall(page(name)) if found == mark]


def variables(name: str) -> set[str]:
    """The environment variables that a function reads."""
    found = set()
    for file in (ROOT / "functions" / name / "src").glob("*.rs"):
        code = file.read_text().partition("#[cfg(test)]")[0]
        found |= set(re.findall(r'(?:lookup|read|need)\("([A-Z_]+)"\)', code))
    return found | {"TABLE_NAME"}  # the table reads it


class Examples(unittest.TestCase):
    """The templates."""

    def test_the_functions_only_read(self) -> None:
        for name in EXAMPLES:
            for role in Stack.of(f"examples/{name}").of_type("AWS::IAM::Role").values():
                for policy in role.get("Policies", []):
                    for statement in policy["PolicyDocument"]["Statement"]:
                        self.assertIn(statement["Action"], {"dynamodb:BatchGetItem", "dynamodb:Query"})
                        self.assertIn(":table/staffroom-Table-1A2B", statement["Resource"])

    def test_a_key_of_the_table_is_used_by_the_table_alone(self) -> None:
        key = "arn:aws:kms:eu-west-3:123456789012:key/one"
        for name in EXAMPLES:
            roles = Stack.of(f"examples/{name}", TableKeyArn=key).of_type("AWS::IAM::Role").values()
            found = [
                statement
                for role in roles
                for policy in role.get("Policies", [])
                for statement in policy["PolicyDocument"]["Statement"]
                if statement["Action"] == "kms:Decrypt"
            ]
            self.assertEqual([statement["Resource"] for statement in found], [key], name)
            only = {"StringEquals": {"kms:ViaService": "dynamodb.eu-west-3.amazonaws.com"}}
            self.assertEqual([statement["Condition"] for statement in found], [only], name)

    def test_a_template_sets_variables_that_the_function_reads(self) -> None:
        for name in EXAMPLES:
            (function,) = (
                about["Properties"]
                for about in read(f"examples/{name}")["Resources"].values()
                if about.get("Metadata", {}).get("BuildMethod")
            )
            self.assertLessEqual(set(function["Environment"]["Variables"]), variables(name))

    def test_no_gateway_keeps_an_answer(self) -> None:
        stack = Stack.of("examples/authorizer")
        for kind in ("AWS::ApiGatewayV2::Authorizer", "AWS::ApiGateway::Authorizer"):
            (authorizer,) = stack.of_type(kind).values()
            # Without the setting API Gateway keeps an answer for 300 seconds.
            self.assertEqual(authorizer["AuthorizerResultTtlInSeconds"], 0)

    def test_every_route_has_the_authorizer_and_a_permission(self) -> None:
        stack = Stack.of("examples/authorizer")
        listed = {entry.rpartition("=")[0] for entry in stack.parameters["Permissions"].split(",")}
        routes = stack.of_type("AWS::ApiGatewayV2::Route").values()
        self.assertEqual({route["RouteKey"] for route in routes}, listed)
        methods = stack.of_type("AWS::ApiGateway::Method").values()
        for guarded in (*routes, *methods):
            self.assertEqual(guarded["AuthorizationType"], "CUSTOM")

    def test_the_functions_are_stopped_before_their_callers_give_up(self) -> None:
        """API Gateway waits ten seconds for an authorizer, and Cognito five for a trigger."""
        for name, logical, most in (("authorizer", "AuthorizerFunction", 10), ("claims", "ClaimsFunction", 5)):
            self.assertLessEqual(Stack.of(f"examples/{name}").properties(logical)["Timeout"], most)
        limit = Stack.of("examples/claims").template["Parameters"]["TimeLimitMilliseconds"]
        source = (ROOT / "functions/claims/src/app.rs").read_text()
        (bounds,) = re.findall(r"= (\d+)\.\.=(\d+);", source)
        self.assertEqual((str(limit["MinValue"]), str(limit["MaxValue"])), bounds)
        self.assertIn(f"DEFAULT_MILLISECONDS: u64 = {limit['Default']};", source)


class Pages(unittest.TestCase):
    """What the pages say. The rehearsal runs their commands."""

    def test_code_of_the_template_is_in_it(self) -> None:
        inline = (about["Properties"].get("InlineCode") for about in read("examples/authorizer")["Resources"].values())
        self.assertEqual(marked("authorizer", "template"), [code for code in inline if code])

    def test_commands_that_deploy_name_environments(self) -> None:
        environments = tomllib.loads((ROOT / "samconfig.toml").read_text())
        for name in EXAMPLES:
            (commands,) = marked(name, "deploy")
            for command, environment in re.findall(r"sam (\w+) --config-env (\w+)", commands):
                self.assertIn(command, environments[environment])

    def test_every_variable_is_explained(self) -> None:
        for name in EXAMPLES:
            missing = {variable for variable in variables(name) if f"`{variable}`" not in page(name)}
            self.assertFalse(missing - {"TABLE_NAME"}, name)

    def test_every_reason_is_named(self) -> None:
        code = (ROOT / "functions/authorizer/src/decision.rs").read_text()
        body = code.partition("fn reason")[2].partition("fn is_about_the_token")[0]
        reasons = set(re.findall(r'=> "(\w+)"', body))
        self.assertGreater(len(reasons), 15)
        self.assertEqual({reason for reason in reasons if f"`{reason}`" not in page("authorizer")}, set())

    def test_the_code_that_reads_the_claim_takes_nothing_else_for_one(self) -> None:
        (code,) = re.findall(r"^```python\n# may\.py\n(.*?)^payload = ", page("claims"), re.MULTILINE | re.DOTALL)
        names: dict[str, Callable[[object, str, str], bool | None]] = {}
        exec(code, names)
        may = names["may"]
        (shown,) = marked("claims", "claims")
        claims = json.loads(shown)
        self.assertIs(may(claims, "my-shop", "sales"), True)
        self.assertIs(may(claims, "other-shop", "sales"), False)
        self.assertIsNone(may(claims, "left-out", "sales"), "the claim is truncated")
        self.assertIs(may({"staffroom": {}}, "my-shop", "sales"), False)
        for stores in (None, [], "my-shop", 7, {"my-shop": "presales"}, {"my-shop": None}, {"my-shop": {"sales": 1}}):
            self.assertIsNone(may({"staffroom": stores}, "my-shop", "sales"), stores)

    def test_the_claims_have_these_names(self) -> None:
        code = (ROOT / "functions/claims/src/event.rs").read_text()
        names = set(re.findall(r'^const (?:STORES|TRUNCATED): &str = "(\w+)";', code, re.MULTILINE))
        (shown,) = marked("claims", "claims")
        self.assertEqual(set(json.loads(shown)), names | {"sub"})


if __name__ == "__main__":
    unittest.main()
