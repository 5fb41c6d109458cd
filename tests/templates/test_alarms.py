"""Alarms and the dashboard: what they watch, and that CloudWatch takes them."""

import json
import re
import unittest
from itertools import chain
from typing import Any

import limits
from expanded import NAMES, ROOT, Stack, Template, read, resources

ALARM = "AWS::CloudWatch::Alarm"


def alarms() -> dict[str, Template]:
    """The alarms of all templates, by their name without the stack's."""
    found = {}
    for name in NAMES:
        stack = Stack.of(name)
        for alarm in stack.of_type(ALARM).values():
            found[alarm["AlarmName"].removeprefix("staffroom-")] = alarm
    return found


def metrics(alarm: Template) -> list[Template]:
    """The metrics that an alarm watches."""
    if "Metrics" not in alarm:
        return [alarm]
    return [part["MetricStat"]["Metric"] for part in alarm["Metrics"] if "MetricStat" in part]


def watched(metric_name: str) -> dict[str, list[str]]:
    """The functions in the alarms over several metrics of this name, by alarm."""
    return {
        name: [metric["Dimensions"][0]["Value"].removeprefix("staffroom-") for metric in metrics(alarm)]
        for name, alarm in alarms().items()
        if "Metrics" in alarm and all(metric["MetricName"] == metric_name for metric in metrics(alarm))
    }


def functions() -> dict[str, bool]:
    """The functions of the product, and whether each is behind the API."""
    found = {}
    for about in resources(read("template"), "AWS::Serverless::Function").values():
        name = about["Properties"]["FunctionName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
        events = about["Properties"].get("Events", {}).values()
        found[name] = any(event["Type"] == "HttpApi" for event in events)
    return found


def widgets() -> list[Any]:
    """The dashboard's widgets."""
    (dashboard,) = Stack.of("monitoring").of_type("AWS::CloudWatch::Dashboard").values()
    found: list[Any] = json.loads(dashboard["DashboardBody"])["widgets"]
    return found


class Alarms(unittest.TestCase):
    """The alarms."""

    def test_no_alarm_has_more_than_ten_metrics(self) -> None:
        over_several = 0
        for name, alarm in alarms().items():
            over_several += "Metrics" in alarm
            self.assertLessEqual(len(metrics(alarm)), limits.METRICS_PER_ALARM.most, name)
            expressions = [part for part in alarm.get("Metrics", []) if "Expression" in part]
            self.assertLessEqual(len(expressions), limits.EXPRESSIONS_PER_ALARM.most, name)
            returned = [part["Id"] for part in alarm.get("Metrics", []) if part.get("ReturnData", True)]
            self.assertEqual(len(returned), 1 if "Metrics" in alarm else 0, f"{name} watches one series")
            ids = [part["Id"] for part in alarm.get("Metrics", [])]
            self.assertEqual(len(ids), len(set(ids)), name)
        self.assertGreater(over_several, 4)

    def test_every_alarm_evaluates_a_day_at_most(self) -> None:
        for name, alarm in alarms().items():
            periods = {part["MetricStat"]["Period"] for part in alarm.get("Metrics", []) if "MetricStat" in part}
            (period,) = periods or {alarm["Period"]}
            self.assertLessEqual(period * alarm["EvaluationPeriods"], limits.EVALUATION_SECONDS.most, name)
            self.assertLessEqual(alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"], name)

    def test_every_function_is_in_one_alarm_over_errors_and_one_over_throttles(self) -> None:
        for metric in ("Errors", "Throttles"):
            found = watched(metric)
            self.assertEqual(sorted(chain.from_iterable(found.values())), sorted(functions()), metric)
            for name, members in found.items():
                behind_the_api = {functions()[member] for member in members}
                self.assertEqual(behind_the_api, {name.startswith("api-")}, name)

    def test_few_requests_that_all_fail_set_an_alarm_off(self) -> None:
        """The share of 5xx says nothing below 20 requests a minute, so an alarm counts."""
        counting = [
            alarm
            for alarm in alarms().values()
            if alarm.get("MetricName") == "5xx" and alarm.get("Statistic") == "Sum" and "Metrics" not in alarm
        ]
        self.assertEqual(len(counting), 1)
        (alarm,) = counting
        self.assertEqual(alarm["ComparisonOperator"], "GreaterThanThreshold")
        failures = 3 * alarm["Period"] / 900  # a request every five minutes, for the alarm's period
        self.assertGreater(failures, int(alarm["Threshold"]))
        self.assertEqual((alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"]), (1, 1))

    def test_every_index_of_the_table_is_watched(self) -> None:
        table = resources(read("template"), "AWS::DynamoDB::Table")["Table"]
        indexes = {index["IndexName"] for index in table["Properties"]["GlobalSecondaryIndexes"]}
        for kind in ("ReadThrottleEvents", "WriteThrottleEvents"):
            found = [
                {dimension["Name"]: dimension["Value"] for dimension in metric["Dimensions"]}
                for alarm in alarms().values()
                for metric in metrics(alarm)
                if metric["MetricName"] == kind
            ]
            names = [dimensions.get("GlobalSecondaryIndexName", "") for dimensions in found]
            self.assertEqual(sorted(names), ["", *sorted(indexes)], kind)

    def test_every_queue_is_watched(self) -> None:
        queues = {queue["QueueName"] for queue in Stack.of("template").of_type("AWS::SQS::Queue").values()}
        seen = {alarm["Dimensions"][0]["Value"] for alarm in alarms().values() if alarm.get("Namespace") == "AWS/SQS"}
        self.assertEqual(seen, queues)

    def test_every_alarm_is_explained(self) -> None:
        guide = (ROOT / "docs" / "operations.md").read_text().split("\n## Alarms\n")[1].split("\n#")[0]
        rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
        explained = {name for row in rows for name in re.findall("`([^`]+)`", row)}
        self.assertEqual(explained, set(alarms()))

    def test_the_costs_count_metrics_and_alarms(self) -> None:
        total = sum(len(metrics(alarm)) for alarm in alarms().values())
        counted = re.findall(r"\((\d+) metrics in (\d+) alarms,", (ROOT / "docs" / "cost.md").read_text())
        self.assertEqual(counted, [(str(total), str(len(alarms())))])

    def test_the_dashboard_shows_every_function(self) -> None:
        total = 0
        for metric in ("Errors", "Duration"):
            rows = [row for widget in widgets() for row in widget["properties"]["metrics"] if row[1] == metric]
            shown = {row[3].removeprefix("staffroom-") for row in rows if row[0] == "AWS/Lambda"}
            self.assertEqual(shown, set(functions()), metric)
        for widget in widgets():
            count = len(widget["properties"]["metrics"])
            total += count
            self.assertLessEqual(count, limits.METRICS_PER_WIDGET.most, widget["properties"]["title"])
        self.assertLessEqual(total, limits.METRICS_PER_DASHBOARD.most)


if __name__ == "__main__":
    unittest.main()
