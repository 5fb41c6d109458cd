"""A second stack in the same account: no name may be the same in both."""

import unittest
from collections.abc import Iterator
from dataclasses import replace

from expanded import EXAMPLES, NAMES, Json, Stack
from limits import NAME_CHARACTERS, STACK_NAME_CHARACTERS

# Properties that hold a name which is unique in its region or account.
EXACT = {"Name", "Domain", "Aliases"}
# Not names of the resource in its account.
OTHER = {
    ("AWS::ApiGatewayV2::Stage", "StageName"),  # unique within the API
    ("AWS::ApiGateway::Stage", "StageName"),  # the same
    ("AWS::CloudWatch::Alarm", "MetricName"),  # the metric that the alarm watches
}


def names(stack: Stack) -> Iterator[tuple[str, str, str, Json]]:
    """Every physical name: logical ID, type, property and value."""
    for logical, resource in stack.template["Resources"].items():
        kind = resource["Type"]
        for name, value in stack.properties(logical).items():
            if (name in EXACT or name.endswith("Name")) and (kind, name) not in OTHER:
                yield logical, kind, name, value
            if name.endswith("PolicyConfig"):  # CloudFront's policies: their names are unique in the account
                yield logical, kind, "Name", value["Name"]
    for output in stack.template.get("Outputs", {}).values():
        if "Export" in output:
            yield "Outputs", "Export", "Name", stack.resolve(output["Export"]["Name"])


def stack_of(template: str, name: str) -> Stack:
    """A stack of the account, with the parameters that tell it from others."""
    own = {"monitoring": {"Stack": name}, "identity": {"Domain": name}}.get(template, {})
    own |= {"Domain": f"{name}.example.com"} if template == "edge" else {}
    return Stack.of(template, name, **own)


class Names(unittest.TestCase):
    """Names of resources."""

    def test_two_stacks_of_a_template_share_no_name(self) -> None:
        for template in NAMES:
            first, second = (list(names(stack_of(template, name))) for name in ("first", "second"))
            self.assertTrue(first)
            for one, other in zip(first, second, strict=True):
                with self.subTest(template=template, resource=one[0], property=one[2]):
                    self.assertNotEqual(one[3], other[3], "the same in every stack")

    def test_stacks_of_one_name_in_two_regions_share_no_global_name(self) -> None:
        one = stack_of("monitoring", "one")
        (name,), (other,) = (
            [value for _, kind, _, value in names(stack) if kind == "AWS::CloudWatch::Dashboard"]
            for stack in (one, replace(one, region="us-east-1"))
        )
        self.assertNotEqual(name, other, "an account has one list of dashboards for all regions")

    def test_no_two_resources_of_a_stack_share_a_name(self) -> None:
        for template in NAMES:
            own = [
                (kind, name, str(value))
                for _, kind, name, value in names(stack_of(template, "one"))
                if not str(value).startswith("<")  # a reference to another resource
            ]
            self.assertEqual(len(own), len(set(own)), own)

    def test_names_fit_for_the_longest_name_of_a_stack(self) -> None:
        longest = "s" * STACK_NAME_CHARACTERS
        checked = set()
        for template in NAMES:
            for logical, kind, name, value in names(stack_of(template, longest)):
                most = NAME_CHARACTERS.get((kind, name))
                if most:
                    checked.add((kind, name))
                    self.assertLessEqual(len(value), most, f"{logical}: {value}")
        self.assertEqual(checked, set(NAME_CHARACTERS))

    def test_every_parameter_that_must_be_given_has_an_example(self) -> None:
        for template in NAMES:
            declared = Stack.of(template).template["Parameters"]
            needed = {name for name, about in declared.items() if "Default" not in about}
            self.assertEqual(needed, set(EXAMPLES[template]), template)


if __name__ == "__main__":
    unittest.main()
