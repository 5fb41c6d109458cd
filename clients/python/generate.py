"""Makes `types.py` and `calls.py` of the API's description: `python generate.py DESCRIPTION FOLDER`."""

import keyword
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HEAD = '"""{}\n\nMade by clients/generate of infra/openapi.yaml. Do not edit it.\n"""\n\n'
METHODS = ("get", "put", "post", "patch", "delete")
FOR_BROWSERS = ("/join", "/team", "/assets/{asset}", "/unsubscribe/{token}")
NAMES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
# Parameters that are not the caller's business.
OWN_HEADERS = ("Idempotency-Key", "X-Request-ID")
WIDTH = 118

Schema = dict[str, Any]


class Types:
    """The schemas of a description as types of Python."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        """Nothing is written yet."""
        self.schemas = schemas

    def text(self) -> str:
        """The module."""
        names = sorted(self.schemas)
        body = [self.definition(name) for name in self.ordered()]
        exported = "".join(f'    "{name}",\n' for name in names)
        head = HEAD.format("The schemas of the API.")
        imports = "from __future__ import annotations\n\nfrom typing import Any, Literal, TypedDict\n\n"
        return f"{head}{imports}__all__ = [\n{exported}]\n\n\n" + "\n\n".join(body)

    def ordered(self) -> list[str]:
        """The names, each after those that its definition needs while it is read."""
        done: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in done:
                for needed in sorted(self.needed(self.schemas[name])):
                    visit(needed)
                done[name] = None

        for name in sorted(self.schemas):
            visit(name)
        return list(done)

    def needed(self, schema: Schema) -> set[str]:
        """The names in an alias. The annotations of a class are read later."""
        if self.is_class(schema):
            return set()
        return set(re.findall(r"\b[A-Z]\w+\b", self.type_of(schema))) & set(self.schemas)

    def is_class(self, schema: Schema) -> bool:
        """Whether a schema becomes a TypedDict."""
        return "allOf" in schema or bool(schema.get("properties"))

    def fields(self, schema: Schema) -> tuple[dict[str, Schema], set[str]]:
        """The properties of an object with those of its parts, and which of them are required."""
        if reference := schema.get("$ref"):
            return self.fields(self.schemas[name_of(reference)])
        properties: dict[str, Schema] = {}
        required: set[str] = set()
        for part in schema.get("allOf", []):
            of_part, required_of_part = self.fields(part)
            properties |= of_part
            required |= required_of_part
        return properties | schema.get("properties", {}), required | set(schema.get("required", []))

    def definition(self, name: str) -> str:
        """A class, or an alias."""
        schema = self.schemas[name]
        note = documentation(schema.get("description", name))
        if not self.is_class(schema):
            comment = "".join(f"# {line}\n" for line in textwrap.wrap(plain(schema.get("description", "")), WIDTH - 2))
            return f"{comment}{name} = {self.type_of(schema)}\n"
        properties, required = self.fields(schema)
        if any(keyword.iskeyword(field) or not field.isidentifier() for field in properties):
            return self.functional(name, properties, required)
        optional = [field for field in properties if field not in required]
        if not optional:
            return f"class {name}(TypedDict):\n{note}{self.lines(properties, list(properties))}"
        if len(optional) == len(properties):
            return f"class {name}(TypedDict, total=False):\n{note}{self.lines(properties, optional)}"
        always = [field for field in properties if field in required]
        base = f"class _{name}(TypedDict):\n{self.lines(properties, always)}"
        return f"{base}\n\nclass {name}(_{name}, total=False):\n{note}{self.lines(properties, optional)}"

    def functional(self, name: str, properties: dict[str, Schema], required: set[str]) -> str:
        """A TypedDict with a field that is a keyword of Python."""
        always = {field: schema for field, schema in properties.items() if field in required}
        optional = {field: schema for field, schema in properties.items() if field not in required}
        if any(keyword.iskeyword(field) for field in optional):
            raise ValueError(f"{name}: a field that is a keyword and may be absent has no class")
        # Forward references, because this is read at once.
        base = "".join(f'        "{field}": "{self.type_of(schema, chr(39))}",\n' for field, schema in always.items())
        parent = f'_{name} = TypedDict(\n    "_{name}",\n    {{\n{base}    }},\n)\n'
        note = documentation(self.schemas[name].get("description", name))
        body = self.lines(optional, list(optional))
        return f"{parent}\n\nclass {name}(_{name}, total=False):\n{note}{body}"

    def lines(self, properties: dict[str, Schema], fields: list[str]) -> str:
        """Fields of a class, each with its description."""
        lines = []
        for field in fields:
            lines.append(f"    {field}: {self.type_of(properties[field])}\n")
            if description := properties[field].get("description"):
                lines.append(documentation(description))
        return "".join(lines)

    def type_of(self, schema: Schema, quote: str = '"') -> str:
        """The annotation for a schema."""
        if reference := schema.get("$ref"):
            return name_of(reference)
        if "enum" in schema:
            values = (f"{quote}{value}{quote}" if isinstance(value, str) else str(value) for value in schema["enum"])
            return f"Literal[{', '.join(values)}]"
        kinds: Any = schema.get("type")
        if "oneOf" in schema or isinstance(kinds, list):
            variants = schema.get("oneOf") or [{**schema, "type": kind} for kind in kinds]
            return " | ".join(dict.fromkeys(self.type_of(one, quote) for one in variants))
        if kinds == "array":
            return f"list[{self.type_of(schema['items'], quote)}]"
        if kinds == "object":
            more = schema.get("additionalProperties")
            return f"dict[str, {self.type_of(more, quote) if isinstance(more, dict) else 'Any'}]"
        return NAMES[kinds] if kinds else "Any"


class Calls:
    """The operations of a description as functions."""

    def __init__(self, description: Schema, types: Types) -> None:
        """Nothing is written yet."""
        self.description, self.types = description, types

    def text(self) -> str:
        """The module."""
        functions = [
            self.function(path, method, item, item[method])
            for path, item in self.description["paths"].items()
            if path not in FOR_BROWSERS
            for method in METHODS
            if method in item
        ]
        imports = (
            "from __future__ import annotations\n\nfrom collections.abc import Sequence\nfrom typing import Literal\n\n"
            "from staffroom_client import types\nfrom staffroom_client._call import Call\n\n\n"
        )
        return HEAD.format("The calls of the API.") + imports + "\n\n".join(functions)

    def function(self, path: str, method: str, item: Schema, operation: Schema) -> str:
        """The function that makes a call."""
        parameters = [self.resolved(one) for one in (*item.get("parameters", []), *operation.get("parameters", []))]
        of = {kind: [one for one in parameters if one["in"] == kind] for kind in ("path", "query", "header")}
        of["header"] = [one for one in of["header"] if one["name"] not in OWN_HEADERS]
        arguments = [f"{python_name(one['name'])}: {self.annotation(one['schema'])}" for one in of["path"]]
        body = operation.get("requestBody", {})
        if schema := body.get("content", {}).get("application/json", {}).get("schema"):
            required = body.get("required", False)
            arguments.append(f"body: {self.annotation(schema)}" + ("" if required else " | None = None"))
        keywords = [f"{python_name(one['name'])}: {self.optional(one)}" for one in (*of["query"], *of["header"])]
        signature = ", ".join([*arguments, *(["*", *keywords] if keywords else [])])
        given = [f'"{method.upper()}", "{path}"']
        given += [f"{kind}={mapping(of[kind])}" for kind in ("path", "query") if of[kind]]
        given += [f"headers={mapping(of['header'])}"] if of["header"] else []
        given += ["body=body"] if schema else []
        note = documentation(f"`{method.upper()} {path}`: {operation['summary']}.")
        name = python_name(re.sub(r"(?<!^)(?=[A-Z])", "_", operation["operationId"]).lower())
        head = f"def {name}({signature}) -> Call[{self.answer(operation)}]:\n"
        return f"{head}{note}    return Call({', '.join(given)})\n"

    def resolved(self, parameter: Schema) -> Schema:
        """A parameter, if it is a reference."""
        reference = parameter.get("$ref")
        return self.description["components"]["parameters"][name_of(reference)] if reference else parameter

    def annotation(self, schema: Schema) -> str:
        """A type, of the module `types` where it has a name."""
        return re.sub(r"\b(?!Literal|None|Any)([A-Z]\w+)\b(?!\")", r"types.\1", self.types.type_of(schema))

    def optional(self, parameter: Schema) -> str:
        """The annotation and the default of a parameter that may be left out."""
        schema = parameter["schema"]
        if schema.get("type") == "array":
            return f"Sequence[{self.annotation(schema['items'])}] | None = None"
        return f"{self.annotation(schema)} | None = None"

    def answer(self, operation: Schema) -> str:
        """The type of what a response of success has."""
        found = []
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                schema = response.get("content", {}).get("application/json", {}).get("schema")
                found.append(self.annotation(schema) if schema else "None")
        return " | ".join(dict.fromkeys(found))


def name_of(reference: str) -> str:
    """The last part of a reference."""
    return reference.rpartition("/")[2]


def python_name(name: str) -> str:
    """The name of a parameter in Python."""
    changed = name.replace("-", "_").lower()
    return f"{changed}_" if keyword.iskeyword(changed) else changed


def mapping(parameters: list[Schema]) -> str:
    """The arguments by the names that they have in the API."""
    return "{" + ", ".join(f'"{one["name"]}": {python_name(one["name"])}' for one in parameters) + "}"


def plain(text: str) -> str:
    """A description on one line, that can stand in a text of Python."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")


def documentation(text: str) -> str:
    """A docstring of a class, a function or a field."""
    return "".join(docstring(textwrap.wrap(plain(text), WIDTH - 8)))


def docstring(lines: list[str]) -> Iterator[str]:
    """The lines with their quotes. A quote at the end would end the text."""
    lines[-1] += " " if lines[-1].endswith('"') else ""
    if len(lines) == 1:
        yield f'    """{lines[0]}"""\n'
        return
    yield f'    """{lines[0]}\n'
    yield from (f"    {line}\n" for line in lines[1:])
    yield '    """\n'


def main() -> None:
    """Writes both modules into a folder."""
    # The parser in C takes a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    description = yaml.load(Path(sys.argv[1]).read_text(encoding="utf-8"), loader)
    types = Types(description["components"]["schemas"])
    folder = Path(sys.argv[2])
    (folder / "types.py").write_text(types.text(), encoding="utf-8")
    (folder / "calls.py").write_text(Calls(description, types).text(), encoding="utf-8")


if __name__ == "__main__":
    main()
