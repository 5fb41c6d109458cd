"""The templates as they are deployed to the emulator, and the deployed stacks."""

import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator import REGION, Emulator, wait_until
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from functions import ROOT

Template = dict[str, Any]
STACK = "staffroom-rehearsal"
BUCKET = "rehearsal"
MAIL_FROM = "staffroom@example.com"
ORIGIN = "https://admin.example.com"


class _NoManagedPolicies:
    """An empty list of managed policies: the template uses none, and SAM would ask IAM for the list."""

    def load(self) -> dict[str, str]:
        return {}


def read(path: Path) -> Template:
    """Parses a template. Short forms such as `!Ref` become their long forms."""
    return dict(yaml_parse(path.read_text()))


def functions(template: Template) -> dict[str, Template]:
    """Returns the functions of a SAM template by logical id."""
    kind = "AWS::Serverless::Function"
    return {name: found for name, found in template["Resources"].items() if found["Type"] == kind}


def binaries(template: Template) -> dict[str, str]:
    """Returns the name of each function's binary. A function whose code is in the template has none."""
    built = {name: found for name, found in functions(template).items() if "InlineCode" not in found["Properties"]}
    return {name: found["Metadata"]["BuildProperties"]["Binary"] for name, found in built.items()}


@dataclass(frozen=True)
class Route:
    """A route with its authorization."""

    key: str
    function: str
    authorizer: str
    scopes: tuple[str, ...]


def routes(template: Template) -> set[Route]:
    """Returns the routes that the template declares."""
    found = set()
    for function, resource in functions(template).items():
        for event in resource["Properties"].get("Events", {}).values():
            if event["Type"] == "HttpApi":
                properties = event["Properties"]
                auth = properties.get("Auth", {"Authorizer": "Tokens"})
                authorizer = "NONE" if auth.get("Authorizer") == "NONE" else "JWT"
                scopes = tuple(auth.get("AuthorizationScopes", ()))
                key = f"{properties['Method']} {properties['Path']}" if "Path" in properties else "$default"
                found.add(Route(key, function, authorizer, scopes))
    return found


def cors(template: Template) -> Template:
    """Returns the CORS configuration of the template for the parameter value `ORIGIN`."""
    _, configuration, _ = template["Resources"]["Api"]["Properties"]["CorsConfiguration"]["Fn::If"]
    return dict(configuration) | {"AllowOrigins": [ORIGIN]}


def expand(template: Template, zips: dict[str, bytes], emulator: Emulator, parameters: dict[str, str]) -> Template:
    """Returns the template for the emulator's CloudFormation: transformed by SAM, then adapted to the emulator.

    On AWS the HTTP API imports its routes from its `Body`. The emulator ignores that, so routes become resources.
    """
    location = {"LocationConstraint": REGION}
    emulator.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=location)
    expanded = transformed(template, zips, emulator, parameters)
    _add_route_resources(expanded["Resources"])
    _allow_any_mail(expanded["Resources"]["NotifyFunctionRole"])
    _allow_batches(expanded["Resources"])
    del expanded["Resources"]["LinkKeysRotation"]  # the emulator does not support this type of resource
    return dict(_refer_to_secrets_by_arn(expanded, expanded["Resources"]))


def transformed(template: Template, zips: dict[str, bytes], emulator: Emulator, parameters: dict[str, str]) -> Template:
    """Returns the template transformed by SAM, with the functions' code in the emulator's S3."""
    for name in binaries(template):
        emulator.client("s3").put_object(Bucket=BUCKET, Key=f"{name}.zip", Body=zips[name])
        template["Resources"][name]["Properties"]["CodeUri"] = {"Bucket": BUCKET, "Key": f"{name}.zip"}
    template["Globals"]["Function"].pop("CodeUri", None)
    os.environ["AWS_DEFAULT_REGION"] = REGION  # the transform derives the partition from it
    return dict(transform(template, dict(parameters), _NoManagedPolicies()))


def _refer_to_secrets_by_arn(part: Any, resources: Template) -> Any:
    """Replaces each `Ref` to a secret: on AWS it is the ARN, on the emulator the name, which no role allows."""
    match part:
        case {"Ref": str(name)} if resources.get(name, {}).get("Type") == "AWS::SecretsManager::Secret":
            return {"Fn::GetAtt": [name, "Id"]}
        case dict():
            return {key: _refer_to_secrets_by_arn(value, resources) for key, value in part.items()}
        case list():
            return [_refer_to_secrets_by_arn(value, resources) for value in part]
        case _:
            return part


def _allow_batches(resources: Template) -> None:
    """Lets the roles that may send messages send batches of them: one permission on AWS, two on the emulator."""
    for role in (resource for resource in resources.values() if resource["Type"] == "AWS::IAM::Role"):
        for policy in role["Properties"].get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                if statement["Action"] == "sqs:SendMessage":
                    statement["Action"] = ["sqs:SendMessage", "sqs:SendMessageBatch"]


def _allow_any_mail(role: Template) -> None:
    """Lets the role send any mail: the emulator supports neither `ses:FromAddress` nor identities as resources."""
    for policy in role["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Action"] == "ses:SendEmail":
                assert statement.pop("Condition") == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}
                assert all("arn:" in json.dumps(resource) for resource in statement["Resource"])
                statement["Resource"] = "*"


def _add_route_resources(resources: Template) -> None:
    """Adds the authorizers, integrations and routes of the API's `Body` as resources."""
    body = resources["Api"]["Properties"].pop("Body")
    resources["Api"]["Properties"] |= {"Name": STACK, "ProtocolType": "HTTP"}
    for name, scheme in body["components"]["securitySchemes"].items():
        authorizer = scheme["x-amazon-apigateway-authorizer"]
        resources[f"Authorizer{name}"] = _api_resource(
            "Authorizer",
            Name=name,
            AuthorizerType="JWT",
            IdentitySource=[authorizer["identitySource"]],
            JwtConfiguration={
                "Issuer": authorizer["jwtConfiguration"]["issuer"],
                "Audience": authorizer["jwtConfiguration"]["audience"],
            },
        )
    count = 0
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            if method.startswith("x-") or method == "options":
                continue
            integration = operation["x-amazon-apigateway-integration"]
            function = integration["uri"]["Fn::Sub"].split("${")[-1].split(".Arn}")[0]
            target = f"Integration{function}"
            resources[target] = _api_resource(
                "Integration",
                IntegrationType="AWS_PROXY",
                IntegrationUri={"Fn::GetAtt": [function, "Arn"]},
                PayloadFormatVersion=integration["payloadFormatVersion"],
            )
            count += 1
            route = _api_resource(
                "Route",
                RouteKey=f"{method.upper()} {path}",
                Target={"Fn::Join": ["/", ["integrations", {"Ref": target}]]},
            )
            for security in operation.get("security", []):
                for name, scopes in security.items():
                    if name != "NONE":
                        route["Properties"]["AuthorizationType"] = "JWT"
                        route["Properties"]["AuthorizerId"] = {"Ref": f"Authorizer{name}"}
                        route["Properties"]["AuthorizationScopes"] = scopes
            resources[f"Route{count}"] = route


def _api_resource(kind: str, **properties: Any) -> Template:
    return {"Type": f"AWS::ApiGatewayV2::{kind}", "Properties": {"ApiId": {"Ref": "Api"}} | properties}


class Deployment:
    """A CloudFormation stack on the emulator."""

    def __init__(self, emulator: Emulator, name: str, parameters: dict[str, str]) -> None:
        self._emulator = emulator
        self._cloudformation = emulator.client("cloudformation")
        self.name, self.parameters = name, parameters
        self.outputs: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    @contextmanager
    def deployed(self, template: Template) -> Iterator[None]:
        """Creates the stack, and deletes it when the context ends."""
        # A template of more than 51,200 bytes must be in S3.
        key = f"{self.name}.json"
        self._emulator.client("s3").put_object(Bucket=BUCKET, Key=key, Body=json.dumps(template))
        self._cloudformation.create_stack(TemplateURL=f"{self._emulator.url}/{BUCKET}/{key}", **self._request())
        self._wait_for("CREATE_COMPLETE")
        try:
            yield
        finally:
            self.delete()

    def update(self, **parameters: str) -> None:
        """Updates some parameters of the stack."""
        self.parameters = self.parameters | parameters
        self._cloudformation.update_stack(UsePreviousTemplate=True, **self._request())
        self._wait_for("UPDATE_COMPLETE")

    def delete(self) -> None:
        """Deletes the stack."""
        self._cloudformation.delete_stack(StackName=self.name)

        def is_deleted() -> bool:
            stacks = self._cloudformation.list_stacks()["StackSummaries"]
            return any(s["StackName"] == self.name and s["StackStatus"] == "DELETE_COMPLETE" for s in stacks)

        wait_until(is_deleted, f"{self.name} is deleted", 120)

    def _request(self) -> dict[str, Any]:
        return {
            "StackName": self.name,
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in self.parameters.items()],
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        }

    def _describe(self) -> Any:
        return self._cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]

    def _wait_for(self, expected: str) -> None:
        """Waits for the end of an operation, which must lead to the expected status."""

        def final_status() -> str | None:
            status: str = self._describe()["StackStatus"]
            return None if status.endswith("IN_PROGRESS") else status

        status = wait_until(final_status, f"{self.name} is complete", 180)
        if status != expected:
            events = self._cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
            reasons = [
                f"{e['LogicalResourceId']}: {e['ResourceStatusReason']}"
                for e in events
                if e.get("ResourceStatusReason")
            ]
            raise SystemExit(f"{self.name} is {status}:\n" + "\n".join(reasons))
        self.outputs = {o["OutputKey"]: o["OutputValue"] for o in self._describe()["Outputs"]}
        resources = self._cloudformation.describe_stack_resources(StackName=self.name)["StackResources"]
        self.ids = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources}


def configured(emulator: Emulator, environment: str, **parameters: str) -> tuple[Deployment, Template]:
    """Returns the stack of an environment in `samconfig.toml`, with some other parameters, and its template."""
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())[environment]["deploy"]["parameters"]
    values = dict(setting.split("=", 1) for setting in settings["parameter_overrides"]) | parameters
    template = read(ROOT / settings["template_file"])
    assert values.keys() <= template["Parameters"].keys(), values  # neither SAM nor the emulator checks this
    return Deployment(emulator, settings["stack_name"], values), template


class Stack(Deployment):
    """The stack of the product."""

    def __init__(self, emulator: Emulator, parameters: dict[str, str]) -> None:
        super().__init__(emulator, STACK, parameters)

    def routes(self) -> list[Template]:
        """Returns the routes of the deployed API."""
        pages = self._emulator.client("apigatewayv2").get_paginator("get_routes").paginate(ApiId=self.ids["Api"])
        return [route for page in pages for route in page["Items"]]

    def restart(self, function: str) -> None:
        """Restarts a function with its next call, as any change of its configuration does on AWS.

        On the emulator only some settings do that, and even if the value does not change.
        """
        client, name = self._emulator.client("lambda"), self.ids[function]
        timeout = client.get_function_configuration(FunctionName=name)["Timeout"]
        client.update_function_configuration(FunctionName=name, Timeout=timeout)

    def configure_ignored_settings(self, template: Template) -> None:
        """Configures CORS and the time to live, which the emulator ignores in a template."""
        self._emulator.client("apigatewayv2").update_api(ApiId=self.ids["Api"], CorsConfiguration=cors(template))
        self._emulator.client("dynamodb").update_time_to_live(
            TableName=self.ids["Table"],
            TimeToLiveSpecification=template["Resources"]["Table"]["Properties"]["TimeToLiveSpecification"],
        )
