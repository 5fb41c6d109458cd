"""The template as it is deployed to the emulator, and what must be there afterwards."""

import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator import REGION, Emulator, until
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from functions import ROOT

Template = dict[str, Any]
STACK = "staffroom-rehearsal"
BUCKET = "rehearsal"
MAIL_FROM = "staffroom@example.com"
ORIGIN = "https://admin.example.com"


class _NoManagedPolicies:
    """The template names none; SAM would ask IAM for the list of them."""

    def load(self) -> dict[str, str]:
        return {}


def read(path: Path) -> Template:
    """The template as it is written, with `!Ref` and its like spelled out."""
    return dict(yaml_parse(path.read_text()))


def functions(template: Template) -> dict[str, Template]:
    """The functions of a SAM template, by logical id."""
    kind = "AWS::Serverless::Function"
    return {name: found for name, found in template["Resources"].items() if found["Type"] == kind}


def binaries(template: Template) -> dict[str, str]:
    """The name of each function's binary."""
    return {name: found["Metadata"]["BuildProperties"]["Binary"] for name, found in functions(template).items()}


@dataclass(frozen=True)
class Route:
    """A route with who may use it."""

    key: str
    function: str
    authorizer: str
    scopes: tuple[str, ...]


def routes(template: Template) -> set[Route]:
    """The routes as the template declares them, event by event."""
    found = set()
    for function, resource in functions(template).items():
        for event in resource["Properties"].get("Events", {}).values():
            if event["Type"] == "HttpApi":
                about = event["Properties"]
                auth = about.get("Auth", {"Authorizer": "Tokens"})
                authorizer = "NONE" if auth.get("Authorizer") == "NONE" else "JWT"
                scopes = tuple(auth.get("AuthorizationScopes", ()))
                found.add(Route(f"{about['Method']} {about['Path']}", function, authorizer, scopes))
    return found


def cors(template: Template) -> Template:
    """What the template lets pages of other origins do, where `ORIGIN` is the one that is given."""
    _, given, _ = template["Resources"]["Api"]["Properties"]["CorsConfiguration"]["Fn::If"]
    return dict(given) | {"AllowOrigins": [ORIGIN]}


def expand(template: Template, zips: dict[str, bytes], emulator: Emulator, parameters: dict[str, str]) -> Template:
    """What CloudFormation gets: SAM's own transform, then the HTTP API's `Body` as resources of their own.

    On AWS the API imports its routes from `Body`; the emulator ignores it.
    """
    store = emulator.client("s3")
    store.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for name, resource in functions(template).items():
        store.put_object(Bucket=BUCKET, Key=f"{name}.zip", Body=zips[name])
        resource["Properties"]["CodeUri"] = {"Bucket": BUCKET, "Key": f"{name}.zip"}
    template["Globals"]["Function"].pop("CodeUri", None)
    os.environ["AWS_DEFAULT_REGION"] = REGION  # where the transform looks which partition it is in
    expanded: Template = transform(template, dict(parameters), _NoManagedPolicies())
    _make_body_resources(expanded["Resources"])
    _widen_mail(expanded["Resources"]["NotifyFunctionRole"])
    del expanded["Resources"]["LinkKeysRotation"]  # a kind of resource that the emulator does not have
    return dict(_secrets_by_arn(expanded, expanded["Resources"]))


def _secrets_by_arn(part: Any, resources: Template) -> Any:
    """On AWS a `Ref` to a secret is its ARN; on the emulator it is its name, which no role allows."""
    match part:
        case {"Ref": str(name)} if resources.get(name, {}).get("Type") == "AWS::SecretsManager::Secret":
            return {"Fn::GetAtt": [name, "Id"]}
        case dict():
            return {key: _secrets_by_arn(value, resources) for key, value in part.items()}
        case list():
            return [_secrets_by_arn(value, resources) for value in part]
        case _:
            return part


def _widen_mail(role: Template) -> None:
    """Lets the role send any mail: the emulator knows neither `ses:FromAddress` nor which identity sends."""
    for policy in role["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Action"] == "ses:SendEmail":
                assert statement.pop("Condition") == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}
                assert all("arn:" in json.dumps(resource) for resource in statement["Resource"])
                statement["Resource"] = "*"


def _make_body_resources(resources: Template) -> None:
    body = resources["Api"]["Properties"].pop("Body")
    resources["Api"]["Properties"] |= {"Name": STACK, "ProtocolType": "HTTP"}
    for name, scheme in body["components"]["securitySchemes"].items():
        authorizer = scheme["x-amazon-apigateway-authorizer"]
        resources[f"Authorizer{name}"] = _of_api(
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
            resources[target] = _of_api(
                "Integration",
                IntegrationType="AWS_PROXY",
                IntegrationUri={"Fn::GetAtt": [function, "Arn"]},
                PayloadFormatVersion=integration["payloadFormatVersion"],
            )
            count += 1
            route = _of_api(
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


def _of_api(kind: str, **properties: Any) -> Template:
    return {"Type": f"AWS::ApiGatewayV2::{kind}", "Properties": {"ApiId": {"Ref": "Api"}} | properties}


class Deployment:
    """A stack of the emulator's CloudFormation."""

    def __init__(self, emulator: Emulator, name: str, parameters: dict[str, str]) -> None:
        self._emulator = emulator
        self._cloudformation = emulator.client("cloudformation")
        self.name, self.parameters = name, parameters
        self.outputs: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    @contextmanager
    def deployed(self, template: Template) -> Iterator[None]:
        """Creates the stack, waits until it is complete, and takes it down when this is over."""
        # Templates of more than 51,200 bytes have to come from S3.
        key = f"{self.name}.json"
        self._emulator.client("s3").put_object(Bucket=BUCKET, Key=key, Body=json.dumps(template))
        self._cloudformation.create_stack(TemplateURL=f"{self._emulator.url}/{BUCKET}/{key}", **self._request())
        self._settle("CREATE_COMPLETE")
        try:
            yield
        finally:
            self.delete()

    def update(self, **parameters: str) -> None:
        """Gives it other parameters, and waits until they hold."""
        self.parameters = self.parameters | parameters
        self._cloudformation.update_stack(UsePreviousTemplate=True, **self._request())
        self._settle("UPDATE_COMPLETE")

    def delete(self) -> None:
        """Takes the stack down and waits until it is gone."""
        self._cloudformation.delete_stack(StackName=self.name)

        def gone() -> bool:
            stacks = self._cloudformation.list_stacks()["StackSummaries"]
            return any(s["StackName"] == self.name and s["StackStatus"] == "DELETE_COMPLETE" for s in stacks)

        until(gone, f"{self.name} is gone", 120)

    def _request(self) -> dict[str, Any]:
        return {
            "StackName": self.name,
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in self.parameters.items()],
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        }

    def _described(self) -> Any:
        return self._cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]

    def _settle(self, wanted: str) -> None:
        def settled() -> str | None:
            status: str = self._described()["StackStatus"]
            return None if status.endswith("IN_PROGRESS") else status

        status = until(settled, f"{self.name} settles", 180)
        if status != wanted:
            events = self._cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
            reasons = [
                f"{e['LogicalResourceId']}: {e['ResourceStatusReason']}"
                for e in events
                if e.get("ResourceStatusReason")
            ]
            raise SystemExit(f"{self.name} is {status}:\n" + "\n".join(reasons))
        self.outputs = {o["OutputKey"]: o["OutputValue"] for o in self._described()["Outputs"]}
        resources = self._cloudformation.describe_stack_resources(StackName=self.name)["StackResources"]
        self.ids = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources}


def configured(emulator: Emulator, environment: str, **parameters: str) -> tuple[Deployment, Template]:
    """The stack that `sam deploy --config-env` makes of an environment, with these parameters in place of its own."""
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())[environment]["deploy"]["parameters"]
    given = dict(setting.split("=", 1) for setting in settings["parameter_overrides"]) | parameters
    template = read(ROOT / settings["template_file"])
    assert given.keys() <= template["Parameters"].keys(), given  # which neither SAM nor the emulator looks at
    return Deployment(emulator, settings["stack_name"], given), template


class Stack(Deployment):
    """The deployed product."""

    def __init__(self, emulator: Emulator, parameters: dict[str, str]) -> None:
        super().__init__(emulator, STACK, parameters)

    def routes(self) -> list[Template]:
        """The routes that the deployed API has."""
        pages = self._emulator.client("apigatewayv2").get_paginator("get_routes").paginate(ApiId=self.ids["Api"])
        return [route for page in pages for route in page["Items"]]

    def restart(self, function: str) -> None:
        """Makes whatever runs of a function start anew with its next call, as any change of it does.

        On the emulator only a change of some settings does, and then even one to the same value.
        """
        client, name = self._emulator.client("lambda"), self.ids[function]
        timeout = client.get_function_configuration(FunctionName=name)["Timeout"]
        client.update_function_configuration(FunctionName=name, Timeout=timeout)

    def complete(self, template: Template) -> None:
        """Sets by API what the emulator leaves out of the template: CORS and the time to live."""
        self._emulator.client("apigatewayv2").update_api(ApiId=self.ids["Api"], CorsConfiguration=cors(template))
        self._emulator.client("dynamodb").update_time_to_live(
            TableName=self.ids["Table"],
            TimeToLiveSpecification=template["Resources"]["Table"]["Properties"]["TimeToLiveSpecification"],
        )
