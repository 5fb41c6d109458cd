"""The alarms and the dashboard beside the deployed product: what they show, and whom they tell."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deployed import Looks
from emulator import REGION, Emulator
from stack import Deployment, Stack, Template, configured, read, routes

from functions import ROOT

# Per namespace the dimension that the product's metrics have, and which they are.
# Source: the chapter on metrics in CloudWatch of each service's guide.
OF_AWS = {
    "AWS/ApiGateway": ("ApiId", {"4xx", "5xx", "Count", "DataProcessed", "IntegrationLatency", "Latency"}),
    "AWS/DynamoDB": (
        "TableName",
        {"ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"},
    ),
    "AWS/Lambda": ("FunctionName", {"Duration", "Errors", "Invocations", "IteratorAge", "Throttles"}),
    "AWS/SES": (None, {"Reputation.BounceRate", "Reputation.ComplaintRate"}),
    "AWS/SQS": ("QueueName", {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"}),
}
OWN = "Staffroom"  # what the functions count


@dataclass(frozen=True)
class Metric:
    """A metric of CloudWatch."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()


def over_expressions(template: Template) -> dict[str, Template]:
    """The alarms that watch what an expression makes of several metrics, by logical id."""
    return {name: found for name, found in template["Resources"].items() if "Metrics" in found["Properties"]}


def expand(template: Template) -> Template:
    """What the emulator gets: in the place of an alarm over an expression one for each metric of it."""
    resources = dict(template["Resources"])
    for name in over_expressions(template):
        properties = dict(resources.pop(name)["Properties"])
        for part in properties.pop("Metrics"):
            if stat := part.get("MetricStat"):
                watched = stat["Metric"] | {"Period": stat["Period"], "Statistic": stat["Stat"]}
                called = {"AlarmName": {"Fn::Join": [".", [properties["AlarmName"], part["Id"]]]}}
                resource = {"Type": "AWS::CloudWatch::Alarm", "Properties": properties | watched | called}
                resources[name + part["Id"].title()] = resource
    return template | {"Resources": resources}


def reckon(expression: str, values: dict[str, int]) -> Any:
    """What an expression over metrics makes of their values. Python's grammar has what it is written in."""
    known = {"IF": lambda condition, yes, no: yes if condition else no, "METRICS": values.values, "SUM": sum}
    return eval(expression, {"__builtins__": {}}, {**known, **values})


@contextmanager
def deployed(emulator: Emulator, product: Stack) -> Iterator["Monitoring"]:
    """The stack as samconfig.toml has it, but for the product that it watches, for as long as this lasts."""
    stack, template = configured(emulator, "monitoring", Stack=product.name)
    with stack.deployed(expand(template)):
        yield Monitoring(emulator, stack, template, product)


class Monitoring(Looks):
    """Looks at the stack of alarms, and at the product beside it."""

    def __init__(self, emulator: Emulator, stack: Deployment, template: Template, product: Stack) -> None:
        self._emulator, self._stack, self._template, self._product = emulator, stack, template, product
        self._cloudwatch = emulator.client("cloudwatch")

    def every_alarm_watches_what_it_is_for(self) -> None:
        watched: dict[str, set[Metric]] = {}
        for alarm in self._alarms():
            dimensions = tuple((each["Name"], each["Value"]) for each in alarm["Dimensions"])
            metric = Metric(alarm["Namespace"], alarm["MetricName"], dimensions)
            watched.setdefault(self._short(alarm), set()).add(metric)
        wanted = {
            "api-errors": {self._of("AWS/ApiGateway", "5xx", "Api"), self._of("AWS/ApiGateway", "Count", "Api")},
            "api-slow": {self._of("AWS/ApiGateway", "Latency", "Api")},
            "api-error-count": {self._of("AWS/ApiGateway", "5xx", "Api")},
            "api-function-errors": self._of_functions("Errors", behind_the_api=True),
            "background-function-errors": self._of_functions("Errors", behind_the_api=False),
            "api-function-throttles": self._of_functions("Throttles", behind_the_api=True),
            "background-function-throttles": self._of_functions("Throttles", behind_the_api=False),
            "link-key-rotation-failed": {self._of("AWS/Lambda", "Errors", "RotateFunction")},
            "late-mail": {self._of("AWS/Lambda", "IteratorAge", "NotifyFunction")},
            "unsent-mail": {self._of("AWS/SQS", "ApproximateNumberOfMessagesVisible", "UnsentMail")},
            "failed-events": {self._of("AWS/SQS", "ApproximateNumberOfMessagesVisible", "FailedEvents")},
            "bounce-rate": {Metric("AWS/SES", "Reputation.BounceRate")},
            "complaint-rate": {Metric("AWS/SES", "Reputation.ComplaintRate")},
            "table-throttles": {
                self._of("AWS/DynamoDB", name, "Table", *index)
                for name in ("ReadThrottleEvents", "WriteThrottleEvents")
                for index in ([], *([each] for each in self._indexes))
            },
        }
        differ = {name: watched.get(name, set()) ^ wanted.get(name, set()) for name in watched | wanted}
        assert not any(differ.values()), {name: metrics for name, metrics in differ.items() if metrics}
        assert all(self._is_there(metric) for metrics in watched.values() for metric in metrics)

    def every_alarm_is_explained(self) -> None:
        guide = (ROOT / "docs" / "operations.md").read_text().split("\n## Alarms\n")[1].split("\n#")[0]
        rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
        explained = {name for row in rows for name in re.findall("`([^`]+)`", row)}
        assert {self._short(alarm) for alarm in self._alarms()} == explained, explained

    def every_alarm_goes_off_when_it_should(self) -> None:
        """By which statistic over which limit, in how many of how many periods of how many seconds."""
        wanted = {
            "api-errors": ("Sum", 1, 3, 5, 60),
            "api-slow": ("p99", 1000, 3, 3, 300),
            "api-error-count": ("Sum", 2, 1, 1, 900),
            "api-function-errors": ("Sum", 0, 2, 5, 60),
            "background-function-errors": ("Sum", 0, 2, 5, 60),
            "api-function-throttles": ("Sum", 0, 2, 5, 60),
            "background-function-throttles": ("Sum", 0, 2, 5, 60),
            "link-key-rotation-failed": ("Sum", 0, 1, 1, 3600),
            "late-mail": ("Maximum", 300_000, 3, 3, 60),
            "unsent-mail": ("Maximum", 0, 1, 1, 60),
            "failed-events": ("Maximum", 0, 1, 1, 60),
            "bounce-rate": ("Maximum", 0.03, 1, 1, 3600),
            "complaint-rate": ("Maximum", 0.0005, 1, 1, 3600),
            "table-throttles": ("Sum", 0, 2, 5, 60),
        }
        settings = ("Threshold", "DatapointsToAlarm", "EvaluationPeriods", "Period")
        for alarm in self._alarms():
            statistic = alarm.get("ExtendedStatistic") or alarm["Statistic"]
            has = (statistic, *(alarm[setting] for setting in settings))
            assert has == wanted[self._short(alarm)], f"{alarm['AlarmName']}: {has}"
            by = (alarm["ComparisonOperator"], alarm["TreatMissingData"])
            assert by == ("GreaterThanThreshold", "notBreaching"), f"{alarm['AlarmName']}: {by}"

    def every_expression_is_over_the_threshold_when_it_should_be(self) -> None:
        """Reckoned here, with the thresholds of the alarms that stand for it."""
        thresholds = {self._short(alarm): alarm["Threshold"] for alarm in self._alarms()}
        for name, alarm in over_expressions(self._template).items():
            parts = alarm["Properties"]["Metrics"]
            (expression,) = [part["Expression"] for part in parts if part.get("ReturnData", True)]
            none = {part["Id"]: 0 for part in parts if "MetricStat" in part}
            cases = [(none, False)] + [(none | {one: 1}, True) for one in none]
            if name == "ApiErrors":
                shares = ((0, 100, False), (1, 100, False), (2, 100, True), (20, 20, False), (21, 21, True))
                cases = [({"errors": errors, "requests": requests}, over) for errors, requests, over in shares]
            for values, over in cases:
                value = reckon(expression, values)
                short = alarm["Properties"]["AlarmName"]["Fn::Sub"].removeprefix("${Stack}-")
                assert (value > thresholds[short]) == over, f"{name}: {value} of {values}"

    def every_alarm_tells_the_topic(self) -> None:
        topic = self._stack.outputs["AlarmTopic"]
        assert topic == self._stack.ids["Topic"]
        (told,) = self._emulator.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        assert (told["Protocol"], told["Endpoint"]) == ("email", self._stack.parameters["AlarmEmail"])
        self._all_tell(topic)

    def the_dashboard_shows_what_is_there(self) -> None:
        name = self._stack.ids["Dashboard"]
        assert self._stack.outputs["DashboardUrl"].endswith(f"?region={REGION}#dashboards:name={name}"), name
        assert {widget["properties"]["region"] for widget in self._widgets()} == {REGION}
        shown = self._shown()
        strange = [metric for metric in shown if not self._is_there(metric)]
        assert not strange, strange
        missing = (self._of_every_function("Errors") | self._of_every_function("Duration")) - shown
        assert not missing, missing

    def the_given_topic_is_told_and_the_given_limit_holds(self) -> None:
        """Of an update that gives both: the topic that was made goes."""
        sns = self._emulator.client("sns")
        given = sns.create_topic(Name="given")["TopicArn"]
        self._stack.update(AlarmTopic=given, SlowRequest="700")
        assert self._stack.outputs["AlarmTopic"] == given
        assert [topic["TopicArn"] for topic in sns.list_topics()["Topics"]] == [given]
        self._all_tell(given)
        (slow,) = [alarm for alarm in self._alarms() if self._short(alarm) == "api-slow"]
        assert (slow["ExtendedStatistic"], slow["Threshold"]) == ("p99", 700)

    def the_stack_goes_whole(self) -> None:
        self._stack.delete()
        left = self._alarms() + self._cloudwatch.list_dashboards()["DashboardEntries"]
        assert not left, left

    def what_the_functions_count_is_on_the_dashboard(self) -> None:
        """All of it and nothing else; of use after the whole suite, in which they count everything that they can."""
        logs, counted = self._emulator.client("logs"), set()
        for group in logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{self._product.name}-")["logGroups"]:
            for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
                lines = (event["message"] for event in page["events"] if '"_aws":' in event["message"])
                counted |= {metric for line in lines for metric in self._embedded(json.loads(line))}
        shown = {metric for metric in self._shown() if metric.namespace == OWN}
        assert counted == shown, f"counted alone: {counted - shown}; shown alone: {shown - counted}"

    def _embedded(self, line: Any) -> Iterator[Metric]:
        """The metrics of a line in CloudWatch's embedded metric format."""
        for directive in line["_aws"]["CloudWatchMetrics"]:
            for names in directive["Dimensions"]:
                dimensions = tuple((name, line[name]) for name in names)
                for metric in directive["Metrics"]:
                    yield Metric(directive["Namespace"], metric["Name"], dimensions)

    def _alarms(self) -> list[Any]:
        pages = self._cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{self._product.name}-")
        return [alarm for page in pages for alarm in page["MetricAlarms"]]

    def _short(self, alarm: Any) -> str:
        """What the guide calls an alarm, or the one that it stands for."""
        name: str = alarm["AlarmName"]
        return name.removeprefix(f"{self._product.name}-").split(".")[0]

    def _widgets(self) -> list[Any]:
        body = self._cloudwatch.get_dashboard(DashboardName=self._stack.ids["Dashboard"])["DashboardBody"]
        widgets: list[Any] = json.loads(body)["widgets"]
        return widgets

    def _shown(self) -> set[Metric]:
        """What the dashboard shows."""
        shown = set()
        for row in (row for widget in self._widgets() for row in widget["properties"]["metrics"]):
            namespace, name, *pairs = [part for part in row if isinstance(part, str)]
            shown.add(Metric(namespace, name, tuple(zip(pairs[::2], pairs[1::2], strict=True))))
        return shown

    def _of(self, namespace: str, name: str, resource: str, *more: tuple[str, str]) -> Metric:
        """A metric of one of the product's resources, or of a part of it that more dimensions name."""
        dimension = str(OF_AWS[namespace][0])
        return Metric(namespace, name, ((dimension, self._product.ids[resource].split("/")[-1]), *more))

    def _of_every_function(self, name: str) -> set[Metric]:
        found = self._there["AWS/Lambda"]
        return {Metric("AWS/Lambda", name, (("FunctionName", function),)) for function in found}

    def _of_functions(self, name: str, *, behind_the_api: bool) -> set[Metric]:
        """A metric of the functions that routes lead to, or of all others."""
        routed = {self._product.ids[route.function] for route in routes(read(ROOT / "infra" / "template.yaml"))}
        every = self._of_every_function(name)
        return {metric for metric in every if (metric.dimensions[0][1] in routed) == behind_the_api}

    def _is_there(self, metric: Metric) -> bool:
        """Whether something that is deployed makes this metric."""
        if metric.namespace not in OF_AWS:
            return metric.namespace == OWN and metric.dimensions == (("Stack", self._product.name),)
        dimension, names = OF_AWS[metric.namespace]
        found = {((dimension, name),) for name in self._there[metric.namespace]} if dimension else {()}
        whole = tuple(each for each in metric.dimensions if each not in self._indexes)
        return metric.name in names and whole in found

    @cached_property
    def _indexes(self) -> list[tuple[str, str]]:
        """The indexes of the product's table, as dimensions."""
        table = self._emulator.client("dynamodb").describe_table(TableName=self._product.ids["Table"])["Table"]
        return [("GlobalSecondaryIndexName", index["IndexName"]) for index in table["GlobalSecondaryIndexes"]]

    @cached_property
    def _there(self) -> dict[str, set[str]]:
        """What is deployed that AWS makes metrics of, by their namespace."""
        client = self._emulator.client
        return {
            "AWS/ApiGateway": {api["ApiId"] for api in client("apigatewayv2").get_apis()["Items"]},
            "AWS/DynamoDB": set(client("dynamodb").list_tables()["TableNames"]),
            "AWS/Lambda": {function["FunctionName"] for function in client("lambda").list_functions()["Functions"]},
            "AWS/SQS": {url.split("/")[-1] for url in client("sqs").list_queues()["QueueUrls"]},
        }

    def _all_tell(self, topic: str) -> None:
        """Sets every alarm off and ends it, as the guide has users try it, and hears of all at the topic."""
        sns, sqs = self._emulator.client("sns"), self._emulator.client("sqs")
        queue = sqs.create_queue(QueueName="listener")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        principal = {"Service": "sns.amazonaws.com"}
        allowed = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        set_off = {(alarm["AlarmName"], state) for alarm in self._alarms() for state in ("ALARM", "OK")}
        for name, state in sorted(set_off):
            self._cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="trying it")
        heard = set()
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                said = json.loads(json.loads(message["Body"])["Message"])
                heard.add((said["AlarmName"], said["NewStateValue"]))
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        sqs.delete_queue(QueueUrl=queue)
        assert heard == set_off, heard ^ set_off
