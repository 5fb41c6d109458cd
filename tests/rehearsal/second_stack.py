"""Two more stacks: a second one of the product's template, and that of the edge in front of the API."""

import json
from typing import Any

from botocore.exceptions import ClientError
from deployed import Checks
from emulator import Emulator
from stack import BUCKET, Deployment, Stack, Template, configured


class SecondStackChecks(Checks):
    """Each test deploys a stack and deletes it."""

    def __init__(self, emulator: Emulator, product: Stack) -> None:
        self._emulator, self._product = emulator, product

    def the_same_template_makes_a_second_stack(self) -> None:
        first = self._product
        body = self._emulator.client("cloudformation").get_template(StackName=first.name)["TemplateBody"]
        template: Template = json.loads(body) if isinstance(body, str) else body
        second = Deployment(self._emulator, f"{first.name}-second", first.parameters)
        with second.deployed(template):
            assert second.ids.keys() == first.ids.keys()
            shared = {name for name, physical in second.ids.items() if physical == first.ids[name]}
            # The stage of every API is named `$default`.
            assert shared <= {"ApiApiGatewayDefaultStage"}, shared
            schedules = self._emulator.client("scheduler").list_schedules()["Schedules"]
            names = {schedule["Name"] for schedule in schedules}
            assert {f"{stack.name}-dispatch" for stack in (first, second)} <= names, names

    def the_template_refuses_values_that_open_the_api_to_everybody(self) -> None:
        """The emulator checks parameters as CloudFormation does, before it makes anything."""
        cloudformation, first = self._emulator.client("cloudformation"), self._product
        name = f"{first.name}-refused"
        url = f"{self._emulator.url}/{BUCKET}/{first.name}.json"
        for wrong in ({"AllowedOrigins": "https://*"}, {"SignInOrigins": "https://*"}, {"DirectAccess": "false"}):
            given = [{"ParameterKey": k, "ParameterValue": v} for k, v in (first.parameters | wrong).items()]
            try:
                cloudformation.create_stack(
                    StackName=name, TemplateURL=url, Parameters=given, Capabilities=["CAPABILITY_IAM"]
                )
            except ClientError as error:
                assert error.response["Error"]["Code"] == "ValidationError", error
            else:
                raise AssertionError(f"a stack with {wrong}")

    def the_edge_limits_each_address(self) -> None:
        """The emulator does not apply the limits, so this checks that they are configured."""
        arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
        origin = self._product.outputs["ApiUrl"].removeprefix("https://")
        stack, template = configured(self._emulator, "edge", OriginDomain=origin, OriginCertificateArn=arn)
        with stack.deployed(template):
            distribution = self._emulator.client("cloudfront").get_distribution(Id=stack.outputs["DistributionId"])
            config: Any = distribution["Distribution"]["DistributionConfig"]
            assert stack.outputs["DistributionDomain"] == distribution["Distribution"]["DomainName"]
            assert [each["DomainName"] for each in config["Origins"]["Items"]] == [origin], config["Origins"]
            assert config["Aliases"]["Items"] == [stack.parameters["Domain"]], config["Aliases"]
            default = config["DefaultCacheBehavior"]
            assert default["ViewerProtocolPolicy"] == "redirect-to-https", default
            assert default["ResponseHeadersPolicyId"] == stack.ids["Headers"], default
            waf = self._emulator.client("wafv2")
            (acl,) = waf.list_web_acls(Scope="CLOUDFRONT")["WebACLs"]
            assert config["WebACLId"] == acl["ARN"], config["WebACLId"]
            rules = waf.get_web_acl(Name=acl["Name"], Id=acl["Id"], Scope="CLOUDFRONT")["WebACL"]["Rules"]
            assert [rule["Name"].split("-")[0] for rule in rules] == ["link", "unsubscribe"], rules
            for rule in rules:
                assert int(rule["Statement"]["RateBasedStatement"]["Limit"]) == 100, (
                    rule
                )  # the emulator returns a string
                assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429, rule
