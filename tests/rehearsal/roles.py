"""The roles of the functions, and how to remove one permission of a role temporarily."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from emulator import Emulator
from stack import Stack, Template, functions

# What Lambda itself needs, which the emulator asks no role for. `tests/templates` checks these statements.
NOT_NEEDED = {"ReadQueue", "ReadStream", "KeepUnsentMail", "KeepUnpublishedEvents", "WriteLog"}


@dataclass(frozen=True, order=True)
class Permission:
    """One action in one statement of one function's role."""

    function: str
    sid: str
    action: str

    def __str__(self) -> str:
        return f"{self.function}:{self.action} ({self.sid})"

    def is_named(self, name: str) -> bool:
        """Whether `name` is this permission, in the form `Function:service:Action`."""
        return f"{self.function}:{self.action}" == name


def _actions(statement: Template) -> list[str]:
    actions = statement["Action"]
    return [actions] if isinstance(actions, str) else list(actions)


def permissions(template: Template) -> list[Permission]:
    """Returns every action that the policies in the template allow, except those that the emulator does not need."""
    return sorted(
        Permission(function, statement["Sid"], action)
        for function, resource in functions(template).items()
        for statement in _statements(template, function, resource)
        if statement["Sid"] not in NOT_NEEDED
        for action in _actions(statement)
    )


def _statements(template: Template, function: str, resource: Template) -> Iterator[Template]:
    """Yields the statements of a function's policies, or of the role that is written out for it."""
    for policy in resource["Properties"].get("Policies", []):
        yield from policy["Statement"]
    if "Role" in resource["Properties"]:
        assert resource["Properties"]["Role"] == {"Fn::GetAtt": [f"{function}Role", "Arn"]}, function
        for policy in template["Resources"][f"{function}Role"]["Properties"]["Policies"]:
            yield from policy["PolicyDocument"]["Statement"]


class Roles:
    """The deployed roles."""

    def __init__(self, emulator: Emulator, stack: Stack) -> None:
        self._iam = emulator.client("iam")
        self._stack = stack

    @contextmanager
    def without(self, permission: Permission) -> Iterator[None]:
        """Removes one permission while the context is active."""
        role = self._stack.ids[f"{permission.function}Role"]
        policy, document = self._policy_with(role, permission)
        reduced = copy.deepcopy(document)
        # The batch form of an action is a permission of its own on the emulator only.
        removed = {permission.action, f"{permission.action}Batch"}
        for statement in reduced["Statement"]:
            if statement.get("Sid") == permission.sid:
                statement["Action"] = [action for action in _actions(statement) if action not in removed]
        reduced["Statement"] = [statement for statement in reduced["Statement"] if statement["Action"]]
        try:
            self._put(permission.function, role, policy, reduced)
            yield
        finally:
            self._put(permission.function, role, policy, document)

    def _policy_with(self, role: str, permission: Permission) -> tuple[str, Template]:
        for policy in self._iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document: Template = self._iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            if any(statement.get("Sid") == permission.sid for statement in document["Statement"]):
                return policy, document
        raise SystemExit(f"{role} has no statement {permission.sid}")

    def _put(self, function: str, role: str, policy: str, document: dict[str, Any]) -> None:
        if document["Statement"]:
            self._iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(document))
        else:
            self._iam.delete_role_policy(RoleName=role, PolicyName=policy)
        # A running function may have used the permission already while it started. So restart it.
        self._stack.restart(function)
