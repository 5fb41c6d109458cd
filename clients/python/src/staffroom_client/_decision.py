"""Decisions, and what may be taken for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from staffroom_client._errors import shown

MAX_EVALUATIONS = 50
"""The most evaluations of a call."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_USER_ID = re.compile(r"[ -~]{1,255}")
_LOCALE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,34}")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Bounds on what is kept of an answer. Those of the API are smaller.
_MAX_TEXT = 4000
_MAX_MISSING = 64


class Question(NamedTuple):
    """May this user do this in this store?"""

    user: str
    store: str
    permission: str


@dataclass(frozen=True)
class Contact:
    """Whom a person can ask for access."""

    name: str
    email: str


@dataclass(frozen=True)
class Decision:
    """The decision on a question. As a condition, it is `allowed`."""

    user: str
    store: str
    permission: str
    allowed: bool
    reason: Literal["permitted", "denied", "unavailable"]
    """`denied` is Staffroom's decision. `unavailable`: there was no valid answer, and so it is refused."""
    message: str | None = None
    """A text for the person who was denied, in their language; None if there is none."""
    locale: str | None = None
    """The language of `message`."""
    missing: tuple[str, ...] = ()
    """The permissions that the person does not hold."""
    contact: Contact | None = None
    """Whom the person can ask: the owner of the store."""
    detail: str | None = None
    """For the log: why there is no valid answer, or what is wrong with the question."""
    retry_after: float | None = None
    """With `unavailable`: after how many seconds to try again, if Staffroom said so."""

    def __bool__(self) -> bool:
        """Whether it is allowed."""
        return self.allowed


class MalformedError(Exception):
    """A response that is no answer."""


def fault_of(question: Question) -> str | None:
    """What is wrong with a question; None if it can be asked.

    Such a question is denied without a call, as the API would deny it, so that one that is too large cannot take fifty
    others with it.
    """
    user, store, permission = question
    if not isinstance(user, str) or not _USER_ID.fullmatch(user):
        return "the user ID is not 1 to 255 printable ASCII characters"
    if not _is_slug(store):
        return "the store is no slug"
    if not _is_slug(permission):
        return "the permission is no slug"
    return None


def unavailable(question: Question, detail: str, retry_after: float | None = None) -> Decision:
    """The decision where there is no valid answer."""
    return Decision(*question, allowed=False, reason="unavailable", detail=detail, retry_after=retry_after)


def decisions_of(response: object, questions: Sequence[Question]) -> list[Decision]:
    """The decisions in the response to these questions.

    Whatever is not exactly an answer to each of them is an error: the wrong number, a decision that is no boolean, a
    permission that comes with a reason for its denial, or a denial about another permission than the one asked for.
    Then none of them counts: in a wrong order, a permission may be another's.
    """
    evaluations = response.get("evaluations") if isinstance(response, dict) else None
    if not isinstance(evaluations, list):
        raise MalformedError("the response has no evaluations")
    if len(evaluations) != len(questions):
        raise MalformedError(f"the response has {len(evaluations)} evaluations in the place of {len(questions)}")
    return [_decision_of(one, question) for one, question in zip(evaluations, questions, strict=True)]


def _decision_of(evaluation: object, question: Question) -> Decision:
    if not isinstance(evaluation, dict):
        raise MalformedError("an evaluation is no object")
    decision, context = evaluation.get("decision"), evaluation.get("context", {})
    if not isinstance(decision, bool):
        raise MalformedError("a decision is no boolean")
    if not isinstance(context, dict):
        raise MalformedError("the context of a decision is no object")
    if decision:
        if any(name in context for name in ("reason_user", "missing", "error")):
            raise MalformedError("a decision permits something, and says why it is denied")
        return Decision(*question, allowed=True, reason="permitted")
    if "error" in context:
        error = context["error"]
        if not isinstance(error, dict) or not _is_text(error.get("message")):
            raise MalformedError("error has no message")
        return unavailable(question, f"the evaluation is not valid: {shown(error['message'])}")
    locale, message = _text_of(context)
    missing = context.get("missing", [])
    if not isinstance(missing, list) or len(missing) > _MAX_MISSING or not all(map(_is_slug, missing)):
        raise MalformedError("missing is no list of permissions")
    if "missing" in context and question.permission not in missing:
        raise MalformedError("a denial is about another permission")
    return Decision(
        *question,
        allowed=False,
        reason="denied",
        message=message,
        locale=locale,
        missing=tuple(missing),
        contact=_contact_of(context),
    )


def _text_of(context: dict[str, Any]) -> tuple[str | None, str | None]:
    texts = context.get("reason_user", {})
    if not isinstance(texts, dict):
        raise MalformedError("reason_user is no object")
    for locale, message in texts.items():
        if not _is_text(message):
            raise MalformedError("a text of reason_user is none")
        if not _LOCALE.fullmatch(locale):  # it becomes a header
            raise MalformedError("a language of reason_user is none")
        return locale, message
    return None, None


def _contact_of(context: dict[str, Any]) -> Contact | None:
    contact = context.get("contact")
    if contact is None:
        return None
    if not isinstance(contact, dict) or not _is_text(contact.get("name")) or not _is_text(contact.get("email")):
        raise MalformedError("contact has no name and address")
    return Contact(contact["name"], contact["email"])


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_TEXT and not _SURROGATE.search(value)
