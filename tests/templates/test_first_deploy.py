"""docs/first-deploy.md: each of its twenty parts is complete, and its figures are those of the templates."""

import re
import unittest

from expanded import NAMES, ROOT, Stack, read

PAGE = (ROOT / "docs/first-deploy.md").read_text()


def parts() -> dict[int, str]:
    """The numbered parts of the page."""
    found = re.split(r"(?m)^\*\*(\d+)\. ", re.sub(r"(?m)^## .*$", "", PAGE))
    return dict(zip(map(int, found[1::2]), found[2::2], strict=True))


class FirstDeploy(unittest.TestCase):
    """What only AWS can show."""

    def test_there_are_twenty_parts_in_order(self) -> None:
        self.assertEqual(list(parts()), list(range(1, 21)))

    def test_each_part_says_what_to_do_what_to_expect_and_what_otherwise(self) -> None:
        for number, text in parts().items():
            what, _, then = text.partition("\nExpected: ")
            self.assertTrue("```sh\n" in what or "in a browser" in what, f"{number}: neither a command nor a step")
            expected, _, otherwise = then.replace("\n", " ").partition(" Otherwise: ")
            self.assertTrue(expected and otherwise, f"{number}: Expected, Otherwise")

    def test_the_outputs_that_it_reads_exist(self) -> None:
        named = set(re.findall(r"(?<![-\w])output (\w+)(?: staffroom-(\w+))?", PAGE))
        self.assertGreater(len(named), 4)
        for output, stack in named:
            template = stack or "template"
            self.assertIn(template, NAMES)
            self.assertIn(output, read(template)["Outputs"])

    def test_it_counts_the_alarms(self) -> None:
        counted = re.findall(r"Expected: (\d+) lines", parts()[3])
        self.assertEqual(counted, [str(len(Stack.of("monitoring").of_type("AWS::CloudWatch::Alarm")))])

    def test_it_names_the_resources_and_statements_of_the_template(self) -> None:
        text = (ROOT / "infra/template.yaml").read_text()
        for name in ("RecordLastActivity", "RotationPermission", "ReadStream", "ReadQueue"):
            self.assertIn(f"`{name}`", PAGE)
            self.assertIn(name, text)
        for logical in re.findall(r"`(\w+Function\w+)`", PAGE):
            self.assertIn(logical, Stack.of("template").template["Resources"])


if __name__ == "__main__":
    unittest.main()
