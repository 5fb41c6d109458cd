"""Tests of the optional alarms and dashboard: what they watch and show, and that alarms are sent."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deployed import Checks
from emulator import REGION, Emulator
from stack import Deployment, Stack, Template, configured, read, routes

from functions import ROOT

# The metrics of AWS by namespace: the dimension of the product's resources, and the names.
# Source: the chapter on CloudWatch metrics in the guide of each service.
AWS_METRICS = {
    "AWS/ApiGateway": ("ApiId", {"4xx", "5xx", "Count", "DataProcessed", "IntegrationLatency", "Latency"}),
    "AWS/DynamoDB": (
        "TableName",
        {"ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"},
    ),
    "AWS/Lambda": ("FunctionName", {"Duration", "Errors", "Invocations", "IteratorAge", "Throttles"}),
    "AWS/SES": (None, {"Reputation.BounceRate", "Reputation.ComplaintRate"}),
    "AWS/SQS": ("QueueName", {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"}),
}
OWN_NAMESPACE = "Staffroom"  # the metrics that the functions record
LIST_INDEXES = ("list_1", "list_2")


@dataclass(frozen=True)
class Metric:
    """A CloudWatch metric."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()


def over_expressions(template: Template) -> dict[str, Template]:
    """Returns the alarms over an expression of several metrics, by logical id."""
    return {name: found for name, found in template["Resources"].items() if "Metrics" in found["Properties"]}


def expand(template: Template) -> Template:
    """Returns the template for the emulator: each alarm over an expression becomes one alarm for each metric in it."""
    resources = dict(template["Resources"])
    for name in over_expressions(template):
        properties = dict(resources.pop(name)["Properties"])
        for part in properties.pop("Metrics"):
            if stat := part.get("MetricStat"):
                metric = stat["Metric"] | {"Period": stat["Period"], "Statistic": stat["Stat"]}
                name_property = {"AlarmName": {"Fn::Join": [".", [properties["AlarmName"], part["Id"]]]}}
                resource = {"Type": "AWS::CloudWatch::Alarm", "Properties": properties | metric | name_property}
                resources[name + part["Id"].title()] = resource
    return template | {"Resources": resources}


def evaluate(expression: str, values: dict[str, int]) -> Any:
    """Evaluates an expression over metrics. The syntax of these expressions is also valid in Python."""
    functions = {"IF": lambda condition, yes, no: yes if condition else no, "METRICS": values.values, "SUM": sum}
    return eval(expression, {"__builtins__": {}}, {**functions, **values})


@contextmanager
def deployed(emulator: Emulator, product: Stack) -> Iterator["Monitoring"]:
    """Deploys the stack as in samconfig.toml, but for this product."""
    stack, template = configured(emulator, "monitoring", Stack=product.name)
    with stack.deployed(expand(template)):
        yield Monitoring(emulator, stack, template, product)


class Monitoring(Checks):
    """Checks of the alarms and the dashboard."""

    def __init__(self, emulator: Emulator, stack: Deployment, template: Template, product: Stack) -> None:
        self._emulator, self._stack, self._template, self._product = emulator, stack, template, product
        self._cloudwatch = emulator.client("cloudwatch")

    def every_alarm_watches_its_metrics(self) -> None:
        watched: dict[str, set[Metric]] = {}
        for alarm in self._alarms():
            dimensions = tuple((each["Name"], each["Value"]) for each in alarm["Dimensions"])
            metric = Metric(alarm["Namespace"], alarm["MetricName"], dimensions)
            watched.setdefault(self._short_name(alarm), set()).add(metric)
        expected = {
            "api-errors": {
                self._metric("AWS/ApiGateway", "5xx", "Api"),
                self._metric("AWS/ApiGateway", "Count", "Api"),
            },
            "api-slow": {self._metric("AWS/ApiGateway", "Latency", "Api")},
            "api-error-count": {self._metric("AWS/ApiGateway", "5xx", "Api")},
            "api-function-errors": self._metrics_of_functions("Errors", has_routes=True),
            "background-function-errors": self._metrics_of_functions("Errors", has_routes=False),
            "api-function-throttles": self._metrics_of_functions("Throttles", has_routes=True),
            "background-function-throttles": self._metrics_of_functions("Throttles", has_routes=False),
            "link-key-rotation-failed": {self._metric("AWS/Lambda", "Errors", "RotateFunction")},
            "late-mail": {self._metric("AWS/Lambda", "IteratorAge", "NotifyFunction")},
            "unsent-mail": {self._metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "UnsentMail")},
            "late-events": {self._metric("AWS/Lambda", "IteratorAge", "PublishFunction")},
            "unpublished-events": {self._metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "UnpublishedEvents")},
            "given-up-events": {Metric(OWN_NAMESPACE, "EventsGivenUp", (("Stack", self._product.name),))},
            "failed-events": {self._metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "FailedEvents")},
            "late-due-items": {self._metric("AWS/SQS", "ApproximateAgeOfOldestMessage", "DueItems")},
            "failed-due-items": {self._metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "FailedDueItems")},
            "late-deliveries": {self._metric("AWS/SQS", "ApproximateAgeOfOldestMessage", "Deliveries")},
            "failed-deliveries": {self._metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "FailedDeliveries")},
            "bounce-rate": {Metric("AWS/SES", "Reputation.BounceRate")},
            "complaint-rate": {Metric("AWS/SES", "Reputation.ComplaintRate")},
            "table-throttles": {
                self._metric("AWS/DynamoDB", name, "Table", *index)
                for name in ("ReadThrottleEvents", "WriteThrottleEvents")
                for index in ([], *([each] for each in self._indexes if each[1] not in LIST_INDEXES))
            },
            "list-throttles": {
                self._metric("AWS/DynamoDB", name, "Table", each)
                for name in ("ReadThrottleEvents", "WriteThrottleEvents")
                for each in self._indexes
                if each[1] in LIST_INDEXES
            },
        }
        different = {name: watched.get(name, set()) ^ expected.get(name, set()) for name in watched | expected}
        assert not any(different.values()), {name: metrics for name, metrics in different.items() if metrics}
        assert all(self._exists(metric) for metrics in watched.values() for metric in metrics)

    def every_alarm_is_explained(self) -> None:
        guide = (ROOT / "docs" / "operations.md").read_text().split("\n## Alarms\n")[1].split("\n#")[0]
        rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
        explained = {name for row in rows for name in re.findall("`([^`]+)`", row)}
        assert {self._short_name(alarm) for alarm in self._alarms()} == explained, explained

    def every_alarm_has_its_threshold_and_periods(self) -> None:
        """Checks statistic, threshold, data points to alarm, evaluation periods and period in seconds."""
        expected = {
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
            "late-events": ("Maximum", 300_000, 3, 3, 60),
            "unpublished-events": ("Maximum", 0, 1, 1, 60),
            "given-up-events": ("Sum", 0, 1, 1, 300),
            "failed-events": ("Maximum", 0, 1, 1, 60),
            "late-due-items": ("Maximum", 600, 3, 3, 60),
            "failed-due-items": ("Maximum", 0, 1, 1, 60),
            "late-deliveries": ("Maximum", 1500, 3, 3, 60),
            "failed-deliveries": ("Maximum", 0, 1, 1, 60),
            "bounce-rate": ("Maximum", 0.03, 1, 1, 3600),
            "complaint-rate": ("Maximum", 0.0005, 1, 1, 3600),
            "table-throttles": ("Sum", 0, 2, 5, 60),
            "list-throttles": ("Sum", 0, 2, 5, 60),
        }
        settings = ("Threshold", "DatapointsToAlarm", "EvaluationPeriods", "Period")
        for alarm in self._alarms():
            statistic = alarm.get("ExtendedStatistic") or alarm["Statistic"]
            found = (statistic, *(alarm[setting] for setting in settings))
            assert found == expected[self._short_name(alarm)], f"{alarm['AlarmName']}: {found}"
            comparison = (alarm["ComparisonOperator"], alarm["TreatMissingData"])
            assert comparison == ("GreaterThanThreshold", "notBreaching"), f"{alarm['AlarmName']}: {comparison}"

    def every_expression_exceeds_its_threshold_when_it_should(self) -> None:
        """Evaluates the expressions here, because the emulator cannot."""
        thresholds = {self._short_name(alarm): alarm["Threshold"] for alarm in self._alarms()}
        for name, alarm in over_expressions(self._template).items():
            parts = alarm["Properties"]["Metrics"]
            (expression,) = [part["Expression"] for part in parts if part.get("ReturnData", True)]
            zeros = {part["Id"]: 0 for part in parts if "MetricStat" in part}
            cases = [(zeros, False)] + [(zeros | {metric: 1}, True) for metric in zeros]
            if name == "ApiErrors":
                samples = ((0, 100, False), (1, 100, False), (2, 100, True), (20, 20, False), (21, 21, True))
                cases = [({"errors": errors, "requests": requests}, is_over) for errors, requests, is_over in samples]
            for values, is_over in cases:
                value = evaluate(expression, values)
                short_name = alarm["Properties"]["AlarmName"]["Fn::Sub"].removeprefix("${Stack}-")
                assert (value > thresholds[short_name]) == is_over, f"{name}: {value} of {values}"

    def every_alarm_is_sent_to_the_topic(self) -> None:
        topic = self._stack.outputs["AlarmTopic"]
        assert topic == self._stack.ids["Topic"]
        (subscription,) = self._emulator.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", self._stack.parameters["AlarmEmail"])
        self._assert_all_are_sent_to(topic)

    def the_dashboard_shows_existing_metrics(self) -> None:
        name = self._stack.ids["Dashboard"]
        assert self._stack.outputs["DashboardUrl"].endswith(f"?region={REGION}#dashboards:name={name}"), name
        assert {widget["properties"]["region"] for widget in self._widgets()} == {REGION}
        shown = self._shown()
        unknown = [metric for metric in shown if not self._exists(metric)]
        assert not unknown, unknown
        missing = (self._metrics_of_all_functions("Errors") | self._metrics_of_all_functions("Duration")) - shown
        assert not missing, missing

    def the_given_topic_and_limit_are_used(self) -> None:
        """An update with both parameters. It must delete the stack's own topic."""
        sns = self._emulator.client("sns")
        topic = sns.create_topic(Name="given")["TopicArn"]
        self._stack.update(AlarmTopic=topic, SlowRequest="700")
        assert self._stack.outputs["AlarmTopic"] == topic
        assert [found["TopicArn"] for found in sns.list_topics()["Topics"]] == [topic]
        self._assert_all_are_sent_to(topic)
        (slow,) = [alarm for alarm in self._alarms() if self._short_name(alarm) == "api-slow"]
        assert (slow["ExtendedStatistic"], slow["Threshold"]) == ("p99", 700)

    def the_stack_is_deleted_completely(self) -> None:
        self._stack.delete()
        remaining = self._alarms() + self._cloudwatch.list_dashboards()["DashboardEntries"]
        assert not remaining, remaining

    def recorded_metrics_are_on_the_dashboard(self) -> None:
        """Compares the recorded metrics with the dashboard. The suite must have run, because it causes all of them."""
        logs, recorded = self._emulator.client("logs"), set()
        for group in logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{self._product.name}-")["logGroups"]:
            for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
                lines = (event["message"] for event in page["events"] if '"_aws":' in event["message"])
                recorded |= {metric for line in lines for metric in self._embedded(json.loads(line))}
        shown = {metric for metric in self._shown() if metric.namespace == OWN_NAMESPACE}
        assert recorded == shown, f"only recorded: {recorded - shown}; only shown: {shown - recorded}"

    def _embedded(self, line: Any) -> Iterator[Metric]:
        """Parses a log line in CloudWatch's embedded metric format. Lambda reads its level only if it has a time."""
        assert line["level"] == "INFO" and line["timestamp"].endswith("Z"), line
        for directive in line["_aws"]["CloudWatchMetrics"]:
            for names in directive["Dimensions"]:
                dimensions = tuple((name, line[name]) for name in names)
                for metric in directive["Metrics"]:
                    yield Metric(directive["Namespace"], metric["Name"], dimensions)

    def _alarms(self) -> list[Any]:
        pages = self._cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{self._product.name}-")
        return [alarm for page in pages for alarm in page["MetricAlarms"]]

    def _short_name(self, alarm: Any) -> str:
        """Returns the name of an alarm in the guide."""
        name: str = alarm["AlarmName"]
        return name.removeprefix(f"{self._product.name}-").split(".")[0]

    def _widgets(self) -> list[Any]:
        body = self._cloudwatch.get_dashboard(DashboardName=self._stack.ids["Dashboard"])["DashboardBody"]
        widgets: list[Any] = json.loads(body)["widgets"]
        return widgets

    def _shown(self) -> set[Metric]:
        """Returns the metrics on the dashboard."""
        shown = set()
        for row in (row for widget in self._widgets() for row in widget["properties"]["metrics"]):
            namespace, name, *pairs = [part for part in row if isinstance(part, str)]
            shown.add(Metric(namespace, name, tuple(zip(pairs[::2], pairs[1::2], strict=True))))
        return shown

    def _metric(self, namespace: str, name: str, resource: str, *more: tuple[str, str]) -> Metric:
        """Returns a metric of one of the product's resources, or of a part of it with more dimensions."""
        dimension = str(AWS_METRICS[namespace][0])
        return Metric(namespace, name, ((dimension, self._product.ids[resource].split("/")[-1]), *more))

    def _metrics_of_all_functions(self, name: str) -> set[Metric]:
        functions = self._deployed["AWS/Lambda"]
        return {Metric("AWS/Lambda", name, (("FunctionName", function),)) for function in functions}

    def _metrics_of_functions(self, name: str, *, has_routes: bool) -> set[Metric]:
        """Returns a metric of the functions with routes, or of the others."""
        routed = {self._product.ids[route.function] for route in routes(read(ROOT / "infra" / "template.yaml"))}
        metrics = self._metrics_of_all_functions(name)
        return {metric for metric in metrics if (metric.dimensions[0][1] in routed) == has_routes}

    def _exists(self, metric: Metric) -> bool:
        """Whether a deployed resource has this metric."""
        if metric.namespace not in AWS_METRICS:
            return metric.namespace == OWN_NAMESPACE and metric.dimensions == (("Stack", self._product.name),)
        dimension, names = AWS_METRICS[metric.namespace]
        found = {((dimension, name),) for name in self._deployed[metric.namespace]} if dimension else {()}
        without_index = tuple(each for each in metric.dimensions if each not in self._indexes)
        return metric.name in names and without_index in found

    @cached_property
    def _indexes(self) -> list[tuple[str, str]]:
        """The indexes of the product's table, as dimensions of a metric."""
        table = self._emulator.client("dynamodb").describe_table(TableName=self._product.ids["Table"])["Table"]
        return [("GlobalSecondaryIndexName", index["IndexName"]) for index in table["GlobalSecondaryIndexes"]]

    @cached_property
    def _deployed(self) -> dict[str, set[str]]:
        """The names of the deployed resources, by the namespace of their metrics."""
        client = self._emulator.client
        return {
            "AWS/ApiGateway": {api["ApiId"] for api in client("apigatewayv2").get_apis()["Items"]},
            "AWS/DynamoDB": set(client("dynamodb").list_tables()["TableNames"]),
            "AWS/Lambda": {function["FunctionName"] for function in client("lambda").list_functions()["Functions"]},
            "AWS/SQS": {url.split("/")[-1] for url in client("sqs").list_queues()["QueueUrls"]},
        }

    def _assert_all_are_sent_to(self, topic: str) -> None:
        """Sets and resets every alarm, as the guide describes, and expects all messages at a topic."""
        sns, sqs = self._emulator.client("sns"), self._emulator.client("sqs")
        queue = sqs.create_queue(QueueName="listener")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        principal = {"Service": "sns.amazonaws.com"}
        allowed = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        states = {(alarm["AlarmName"], state) for alarm in self._alarms() for state in ("ALARM", "OK")}
        for name, state in sorted(states):
            self._cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="test")
        received = set()
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                alarm = json.loads(json.loads(message["Body"])["Message"])
                received.add((alarm["AlarmName"], alarm["NewStateValue"]))
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        sqs.delete_queue(QueueUrl=queue)
        assert received == states, received ^ states
