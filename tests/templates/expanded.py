"""The templates as CloudFormation gets them: expanded by SAM, with values for their parameters."""

import copy
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
NAMES = ("template", "identity", "monitoring", "edge", "examples/authorizer", "examples/claims")

Json = Any
Template = dict[str, Any]

# Values for parameters without a default.
EXAMPLES = {
    "template": {"Issuer": "https://login.example.com", "MailFrom": "staffroom@example.com"},
    "identity": {"Domain": "staffroom-example", "PublicUrl": "https://team.example.com"},
    "monitoring": {},
    "edge": {
        "Domain": "team.example.com",
        "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/one",
        "OriginDomain": "api.example.com",
    },
    "examples/authorizer": {
        "TableName": "staffroom-Table-1A2B",
        "Issuer": "https://login.example.com",
        "Audience": "shop",
    },
    "examples/claims": {"TableName": "staffroom-Table-1A2B"},
}


class _NoManagedPolicies:
    """The templates name none; SAM would ask IAM for the list of them."""

    def load(self) -> dict[str, str]:
        return {}


def source(name: str) -> str:
    """The text of a template."""
    return (INFRA / f"{name}.yaml").read_text()


@cache
def _read(name: str) -> Template:
    return dict(yaml_parse(source(name)))


def read(name: str) -> Template:
    """A template as it is written, with `!Ref` and the like in their long form."""
    return copy.deepcopy(_read(name))


@cache
def _expand(name: str, parameters: tuple[tuple[str, str], ...]) -> Template:
    template = read(name)
    if "Transform" not in template:
        return template
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function" and "InlineCode" not in resource["Properties"]:
            resource["Properties"]["CodeUri"] = {"Bucket": "bucket", "Key": "key"}
    template["Globals"]["Function"].pop("CodeUri")
    os.environ["AWS_DEFAULT_REGION"] = "eu-west-3"  # SAM reads the partition from it
    return dict(transform(template, dict(parameters), _NoManagedPolicies()))


def expand(name: str, **parameters: str) -> Template:
    """A template after the transform by SAM, which reads some parameters: the examples, and others that are given."""
    return copy.deepcopy(_expand(name, tuple((EXAMPLES[name] | parameters).items())))


def resources(template: Template, kind: str) -> dict[str, Template]:
    """The resources of one type, by logical ID."""
    return {name: found for name, found in template["Resources"].items() if found["Type"] == kind}


NO_VALUE = object()


@dataclass(frozen=True)
class Stack:
    """One deployment of a template: resolves intrinsic functions as CloudFormation does."""

    template: Template
    name: str
    parameters: dict[str, str]
    region: str = "eu-west-3"

    @classmethod
    def of(cls, template: str, stack: str = "staffroom", **parameters: str) -> "Stack":
        """A stack with the examples, unless other values are given."""
        expanded = expand(template, **parameters)
        declared = expanded.get("Parameters", {})
        values = {key: str(about["Default"]) for key, about in declared.items() if "Default" in about}
        return cls(expanded, stack, values | EXAMPLES[template] | parameters)

    def resolve(self, part: Json) -> Json:
        """A part of the template with its values. Values that only AWS knows become `<stack/LogicalId.Attribute>`."""
        if isinstance(part, list):
            return [value for value in map(self.resolve, part) if value is not NO_VALUE]
        if not isinstance(part, dict):
            return part
        if len(part) == 1:
            ((function, argument),) = part.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._call(function, argument)
        found = {key: self.resolve(value) for key, value in part.items()}
        return {key: value for key, value in found.items() if value is not NO_VALUE}

    def _call(self, function: str, argument: Json) -> Json:
        match function, argument:
            case "Ref", name:
                value = self._reference(name)
            case "Fn::GetAtt", list(path):
                value = f"<{self.name}/{'.'.join(path)}>"
            case "Fn::GetAtt", path:
                value = f"<{self.name}/{path}>"
            case "Fn::Sub", [str(text), dict(values)]:
                value = self._substitute(text, {key: self.resolve(found) for key, found in values.items()})
            case "Fn::Sub", text:
                value = self._substitute(text, {})
            case "Fn::Split", [str(glue), text]:
                value = str(self.resolve(text)).split(glue)
            case "Fn::Join", [str(glue), parts]:
                value = glue.join(map(str, self.resolve(parts)))
            case "Fn::ImportValue", name:
                value = f"<import {self.resolve(name)}>"
            case "Fn::If", [condition, yes, no]:
                value = self.resolve(yes if self._holds({"Condition": condition}) else no)
            case _:
                raise AssertionError(f"a function that this module does not know: {function}")
        return value

    def properties(self, logical: str) -> Template:
        """The resolved properties of a resource."""
        return dict(self.resolve(self.template["Resources"][logical]["Properties"]))

    def of_type(self, kind: str) -> dict[str, Template]:
        """The resolved properties of all resources of a type that this stack has."""
        found = resources(self.template, kind)
        has = {name for name, about in found.items() if "Condition" not in about or self._holds(about)}
        return {name: self.properties(name) for name in has}

    def _reference(self, name: str) -> Json:
        pseudo = {
            "AWS::NoValue": NO_VALUE,
            "AWS::StackName": self.name,
            "AWS::Region": self.region,
            "AWS::AccountId": "123456789012",
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
        }
        if name in pseudo:
            return pseudo[name]
        if name not in self.parameters:
            return f"<{self.name}/{name}>"
        value = self.parameters[name]
        if self.template["Parameters"][name]["Type"] == "CommaDelimitedList":
            return [item.strip() for item in value.split(",")]
        return value

    def _substitute(self, text: str, values: dict[str, Json]) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name in values:
                return str(values[name])
            return str(self.resolve({"Fn::GetAtt": name} if "." in name else {"Ref": name}))

        return re.sub(r"\$\{([\w:.]+)\}", value, text)

    def _holds(self, condition: Json) -> bool:
        match condition:
            case {"Condition": name}:
                return self._holds(self.template["Conditions"][name])
            case {"Fn::Not": [one]}:
                return not self._holds(one)
            case {"Fn::And": several}:
                return all(map(self._holds, several))
            case {"Fn::Equals": [one, other]}:
                return str(self.resolve(one)) == str(self.resolve(other))
        raise AssertionError(f"a condition that this module does not know: {condition}")
