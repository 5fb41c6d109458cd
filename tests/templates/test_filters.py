"""Event patterns against events in the shapes that AWS documents."""

import json
import unittest
from pathlib import Path

from expanded import Json, Stack

EVENTS = Path(__file__).parent / "events"
CONFIGURATION_SET = "staffroom-MailConfiguration-1a2b"


def fits(pattern: Json, value: Json) -> bool:
    """Whether a value fits a pattern, of the kinds that the templates use.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    """
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and fits(part, value[name]) for name, part in pattern.items()
        )
    values = value if isinstance(value, list) else [value]
    return any(_equals(option, one) for option in pattern for one in values)


def _equals(option: Json, value: Json) -> bool:
    match option:
        case {"prefix": str(prefix)}:
            return isinstance(value, str) and value.startswith(prefix)
        case dict():
            raise AssertionError(f"an operator that this module does not know: {option}")
    return bool(option == value)


def cases(name: str) -> list[Json]:
    """Example events, and whether the function must receive each."""
    found: list[Json] = json.loads((EVENTS / f"{name}.json").read_text())["cases"]
    return found


def patterns_of(function: str) -> list[Json]:
    """The patterns of the records of the table's stream that a function receives."""
    mappings = Stack.of("template").of_type("AWS::Lambda::EventSourceMapping").values()
    filtered = [each for each in mappings if "FilterCriteria" in each and function in json.dumps(each["FunctionName"])]
    (mapping,) = filtered
    return [json.loads(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"]]


class Filters(unittest.TestCase):
    """The filter of `notify`'s stream, and the rule of `feedback`."""

    def test_notify_receives_new_events_and_expired_invitations(self) -> None:
        patterns = patterns_of("NotifyFunction")
        for case in cases("stream"):
            received = any(fits(pattern, case["event"]) for pattern in patterns)
            self.assertEqual(received, case["received"], case["name"])
        for pattern in patterns:
            self.assertTrue(any(fits(pattern, case["event"]) for case in cases("stream")), pattern)

    def test_publish_receives_new_events_and_changed_stores(self) -> None:
        patterns = patterns_of("PublishFunction")

        def received(name: str, key: str) -> bool:
            event = {"eventName": name, "dynamodb": {"Keys": {"pk": {"S": "STORE#a"}, "sk": {"S": key}}}}
            return any(fits(pattern, event) for pattern in patterns)

        self.assertTrue(received("INSERT", "EVENT#1"))
        self.assertTrue(received("MODIFY", "STORE"))
        for name, key in (("MODIFY", "EVENT#1"), ("REMOVE", "EVENT#1"), ("INSERT", "NOTICE#1"), ("INSERT", "STORE")):
            self.assertFalse(received(name, key), (name, key))
        for key in ("PUBLISHED#1", "SEQUENCE", "MEMBER#a"):
            self.assertFalse(received("INSERT", key) or received("MODIFY", key), key)

    def test_feedback_receives_events_of_this_stacks_mails_only(self) -> None:
        (rule,) = Stack.of("template").of_type("AWS::Events::Rule").values()
        text = json.dumps(rule["EventPattern"]).replace("<staffroom/MailConfiguration>", CONFIGURATION_SET)
        pattern = json.loads(text)
        for case in cases("ses"):
            self.assertEqual(fits(pattern, case["event"]), case["received"], case["name"])

    def test_ses_reports_what_the_rule_waits_for(self) -> None:
        stack = Stack.of("template")
        (rule,) = stack.of_type("AWS::Events::Rule").values()
        (destination,) = stack.of_type("AWS::SES::ConfigurationSetEventDestination").values()
        reported = {kind.lower() for kind in destination["EventDestination"]["MatchingEventTypes"]}
        expected = rule["EventPattern"]["detail"]["eventType"]
        self.assertEqual({kind.lower() for kind in expected}, reported)
        shown = {case["event"]["detail"]["eventType"] for case in cases("ses") if case["received"]}
        self.assertEqual(shown, set(expected), "an example of each")


if __name__ == "__main__":
    unittest.main()
