"""Values that parameters take and refuse, the examples in samconfig.toml, and what descriptions refer to."""

import re
import tomllib
import unittest

from expanded import INFRA, NAMES, ROOT, Template, read

KEY = "arn:aws:kms:eu-west-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12ab"

# By template and parameter: values that are taken, and values that would fail late.
VALUES: dict[tuple[str, str], tuple[list[str], list[str]]] = {
    ("template", "Issuer"): (
        [
            "https://login.example.com",
            "https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_a1B2",
            "http://127.0.0.1:9000",
        ],
        [
            "",
            "login.example.com",
            "http://login.example.com",
            "https://login.example.com /",
            "https://login.example.com/?a=b",
            "https://login.example.com/#a",
            "https://*",
            "https://*.example.com",
        ],
    ),
    ("template", "PublicUrl"): (
        ["", "https://team.example.com"],
        [
            "team.example.com",
            "http://team.example.com",
            "https://team.example.com/",
            "https://team.example.com/app",
            "https://*.example.com",
            "https://user@example.com",
        ],
    ),
    ("template", "MailFrom"): (
        ["staffroom@example.com", "no-reply+staff@mail.example.co.uk", "a@xn--bcher-kva.example"],
        [
            "",
            "Staffroom <staffroom@example.com>",
            '"Staff room" <a@example.com>',
            "<a@example.com>",
            "staffroom",
            "a@b@example.com",
            "a@example.com, b@example.com",
            "a@example",
            "a@example.com ",
        ],
    ),
    ("template", "MailFromName"): (
        ["", "Staffroom", "Été & Fils", "O'Neil"],
        ["Staff <a@example.com>", 'The "Staff"', "Staff\nBcc: x", "a@example.com"],
    ),
    ("template", "SignInOrigins"): (
        ["", "https://a.auth.eu-west-3.amazoncognito.com", "https://a.example.com https://b.example.com:8443"],
        [
            "a.example.com",
            "https://a.example.com/",
            "https://a.example.com,https://b.example.com",
            "https://*",
            "https://a.example.com https://*.example.com",
            "https://a.example.com;script-src",
        ],
    ),
    ("template", "AllowedOrigins"): (
        ["", "https://admin.example.com", "https://a.example.com:8443,https://b.example.com,http://localhost:5173"],
        [
            "*",
            "https://*",
            "http://*",
            "https://*.example.com",
            "https://admin.example.com,https://*",
            "https://admin.example.com,",
            "null",
            "admin.example.com",
            "https://admin.example.com/",
            "http://admin.example.com",
        ],
    ),
    ("template", "EventBus"): (
        ["", "default", "shop.events/team-1"],
        ["a bus", "arn:aws:events:eu-west-3:123456789012:event-bus/shop"],
    ),
    ("template", "PlatformContact"): (["", "platform@example.com"], ["platform", "Ops <ops@example.com>", "a@example"]),
    ("template", "KmsKeyArn"): (["", KEY], [KEY.split("/")[1], KEY.replace("key/", "alias/")]),
    ("template", "LogsKmsKeyArn"): (["", KEY], [KEY.split("/")[1], KEY.replace("key/", "alias/")]),
    ("identity", "Domain"): (
        ["staffroom-example", "s"],
        ["", "Staffroom", "-s", "staff.room", "my-aws-login", "amazon", "cognito1"],
    ),
    ("identity", "PublicUrl"): (
        ["https://team.example.com", "http://localhost:3000"],
        ["", "https://team.example.com/", "http://team.example.com", "https://*.example.com"],
    ),
    ("identity", "LocalUrl"): (
        ["", "http://localhost:3000"],
        ["localhost:3000", "http://localhost:3000/", "https://*"],
    ),
    ("identity", "MailFrom"): (
        ["", "login@example.com", "Staffroom <login@example.com>"],
        ["login", "Staffroom login@example.com", "Staffroom <login>"],
    ),
    ("monitoring", "Stack"): (["staffroom", "Shop-1"], ["", "1shop", "shop_staff", "s" * 49]),
    ("monitoring", "AlarmTopic"): (["", "arn:aws:sns:eu-west-3:123456789012:alarms"], ["alarms", KEY]),
    ("monitoring", "AlarmEmail"): (["", "ops@example.com"], ["ops", "a@example.com, b@example.com"]),
    ("edge", "Domain"): (["team.example.com"], ["", "https://team.example.com", "localhost"]),
    ("edge", "OriginDomain"): (
        ["a1b2.execute-api.eu-west-3.amazonaws.com"],
        ["", "https://api.example.com", "api.example.com/"],
    ),
    ("edge", "CertificateArn"): ([CERTIFICATE], ["", CERTIFICATE.replace("us-east-1", "eu-west-3")]),
    ("edge", "OriginCertificateArn"): (["", CERTIFICATE], [CERTIFICATE.replace("us-east-1", "eu-west-3")]),
    ("examples/authorizer", "StoreFrom"): (
        ["path:store", "header:X-Store", "claim:https://example.com/store"],
        ["", "store", "path:", "path:{store}", "query:store", "header:x store"],
    ),
}
for example in ("examples/authorizer", "examples/claims"):
    VALUES[example, "TableName"] = (
        ["staffroom-Table-1A2B", "shop_staff.1"],
        ["", "arn:aws:dynamodb:eu-west-3:1:table/x"],
    )
    VALUES[example, "TableKeyArn"] = VALUES[example, "LogsKmsKeyArn"] = VALUES["template", "KmsKeyArn"]
VALUES["examples/authorizer", "Issuer"] = VALUES["template", "Issuer"]


def takes(about: Template, value: str) -> bool:
    """Whether CloudFormation takes a value for a parameter: a pattern must match the whole of it."""
    members = [member.strip() for member in value.split(",")] if about["Type"] == "CommaDelimitedList" else [value]
    if "AllowedPattern" in about and not all(re.fullmatch(about["AllowedPattern"], member) for member in members):
        return False
    if "AllowedValues" in about and value not in map(str, about["AllowedValues"]):
        return False
    if about["Type"] == "Number":
        return about.get("MinValue", float("-inf")) <= float(value) <= about.get("MaxValue", float("inf"))
    return True


class Parameters(unittest.TestCase):
    """Parameters of all templates."""

    def test_values_that_would_fail_later_are_refused(self) -> None:
        for (template, parameter), (good, bad) in VALUES.items():
            about = read(template)["Parameters"][parameter]
            self.assertIn("ConstraintDescription", about, f"{template}: {parameter}")
            for value in good:
                self.assertTrue(takes(about, value), f"{template}: {parameter} refuses {value!r}")
            for value in bad:
                self.assertFalse(takes(about, value), f"{template}: {parameter} takes {value!r}")

    def test_every_pattern_is_tried(self) -> None:
        for template in NAMES:
            for parameter, about in read(template)["Parameters"].items():
                if "AllowedPattern" in about:
                    self.assertIn((template, parameter), VALUES)

    def test_defaults_are_taken(self) -> None:
        for template in NAMES:
            for parameter, about in read(template)["Parameters"].items():
                if "Default" in about:
                    self.assertTrue(takes(about, str(about["Default"])), f"{template}: {parameter}")

    def test_the_examples_in_samconfig_are_taken(self) -> None:
        environments = tomllib.loads((ROOT / "samconfig.toml").read_text())
        used = set()
        for environment, commands in environments.items():
            if not isinstance(commands, dict):
                continue
            deploy = commands["deploy"]["parameters"]
            # What is built is deployed from the folder of the build.
            built = commands.get("build", {}).get("parameters", deploy)
            template = built.get("template_file", "infra/template.yaml").removeprefix("infra/").removesuffix(".yaml")
            used.add(template)
            declared = read(template)["Parameters"]
            given = dict(setting.split("=", 1) for setting in deploy["parameter_overrides"])
            self.assertLessEqual(given.keys(), declared.keys(), environment)
            missing = {name for name, about in declared.items() if "Default" not in about} - given.keys()
            self.assertFalse(missing, environment)
            for name, value in given.items():
                self.assertTrue(takes(declared[name], value), f"{environment}: {name} refuses {value!r}")
        self.assertEqual(used, set(NAMES))

    def test_every_parameter_says_what_it_is(self) -> None:
        for template in NAMES:
            for parameter, about in read(template)["Parameters"].items():
                self.assertTrue(about.get("Description", "").endswith("."), f"{template}: {parameter}")

    def test_sections_that_templates_refer_to_exist(self) -> None:
        found = 0
        for template in NAMES:
            text = re.sub(r"\s*\n\s*(# )?", " ", (INFRA / f"{template}.yaml").read_text())
            for file, heading in re.findall(r'(docs/[\w-]+\.md)(?:, "([^"]+)")?', text):
                found += 1
                headings = re.findall(r"(?m)^#+ (.+)$", (ROOT / file).read_text())
                self.assertTrue(not heading or heading in headings, f"{template}: {file} has no section {heading}")
        self.assertGreater(found, 2)

    def test_a_sender_for_cognito_needs_its_identity(self) -> None:
        (rule,) = read("identity")["Rules"].values()
        self.assertEqual(rule["RuleCondition"], {"Fn::Not": [{"Fn::Equals": [{"Ref": "MailFrom"}, ""]}]})
        self.assertEqual(rule["Assertions"][0]["Assert"], {"Fn::Not": [{"Fn::Equals": [{"Ref": "MailIdentity"}, ""]}]})

    def test_without_direct_access_an_address_is_needed(self) -> None:
        (rule,) = read("template")["Rules"].values()
        self.assertEqual(rule["RuleCondition"], {"Fn::Equals": [{"Ref": "DirectAccess"}, "false"]})
        self.assertEqual(rule["Assertions"][0]["Assert"], {"Fn::Not": [{"Fn::Equals": [{"Ref": "PublicUrl"}, ""]}]})


if __name__ == "__main__":
    unittest.main()
