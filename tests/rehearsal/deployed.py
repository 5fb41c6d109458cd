"""Checks the deployed resources: it reads them through the APIs of AWS and compares them with the template."""

import json
from typing import Any

from emulator import REGION, Emulator
from stack import MAIL_FROM, STACK, Route, Stack, Template, cors, functions, routes


class Checks:
    """Checks of a deployed stack. Each method whose name begins with `every_` or `the_` is a test."""

    def tests(self) -> list[Any]:
        """Returns the tests in the order of their definitions."""
        names = [name for name in type(self).__dict__ if name.startswith(("every_", "the_"))]
        return [getattr(self, name) for name in names]


class ProductChecks(Checks):
    """Checks of the product's stack."""

    def __init__(self, emulator: Emulator, stack: Stack, template: Template) -> None:
        self._emulator, self._stack, self._template = emulator, stack, template

    def every_route_has_its_function_authorizer_and_scopes(self) -> None:
        gateway, ids = self._emulator.client("apigatewayv2"), self._stack.ids
        by_arn = {ids[name]: name for name in functions(self._template)}
        integrations = {
            found["IntegrationId"]: by_arn[found["IntegrationUri"].split(":function:")[1].split("/")[0]]
            for found in gateway.get_integrations(ApiId=ids["Api"])["Items"]
        }
        found = {
            Route(
                route["RouteKey"],
                integrations[route["Target"].split("/")[1]],
                route.get("AuthorizationType", "NONE"),
                tuple(route.get("AuthorizationScopes", ())),
            )
            for route in self._stack.routes()
        }
        # The emulator does not import the route `$default`; the tests of the template and of the local stack check it.
        declared = {route for route in routes(self._template) if route.key != "$default"}
        assert found == declared, f"differ in {found ^ declared}"

    def the_authorizer_knows_issuer_and_audience(self) -> None:
        authorizers = self._emulator.client("apigatewayv2").get_authorizers(ApiId=self._stack.ids["Api"])["Items"]
        assert [a["AuthorizerType"] for a in authorizers] == ["JWT"]
        assert authorizers[0]["JwtConfiguration"]["Issuer"] == self._stack.parameters["Issuer"]
        assert authorizers[0]["JwtConfiguration"]["Audience"] == ["staffroom"]
        assert authorizers[0]["IdentitySource"] == ["$request.header.Authorization"]

    def the_api_answers_browsers_of_the_given_origins(self) -> None:
        api = self._emulator.client("apigatewayv2").get_api(ApiId=self._stack.ids["Api"])
        declared = cors(self._template)
        assert {name: api["CorsConfiguration"].get(name) for name in declared} == declared, api["CorsConfiguration"]

    def the_table_is_as_declared(self) -> None:
        client, name = self._emulator.client("dynamodb"), self._stack.ids["Table"]
        declared = self._template["Resources"]["Table"]["Properties"]
        table = client.describe_table(TableName=name)["Table"]
        indexes = {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}
        assert indexes == {index["IndexName"] for index in declared["GlobalSecondaryIndexes"]}
        assert table["StreamSpecification"]["StreamViewType"] == declared["StreamSpecification"]["StreamViewType"]
        assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        ttl_attribute = declared["TimeToLiveSpecification"]["AttributeName"]
        assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", ttl_attribute)

    def the_stream_is_filtered_for_notify(self) -> None:
        client, ids = self._emulator.client("lambda"), self._stack.ids
        (source,) = client.list_event_source_mappings(FunctionName=ids["NotifyFunction"])["EventSourceMappings"]
        declared = functions(self._template)["NotifyFunction"]["Properties"]["Events"]["Changes"]["Properties"]
        patterns = [json.loads(found["Pattern"]) for found in source["FilterCriteria"]["Filters"]]
        assert patterns == [json.loads(expected["Pattern"]) for expected in declared["FilterCriteria"]["Filters"]]
        for setting in ("BatchSize", "BisectBatchOnFunctionError", "FunctionResponseTypes", "MaximumRetryAttempts"):
            assert source[setting] == declared[setting], setting
        assert source["DestinationConfig"]["OnFailure"]["Destination"].startswith(f"arn:aws:sqs:{REGION}:")

    def the_queue_is_read_by_work(self) -> None:
        client, ids = self._emulator.client("lambda"), self._stack.ids
        (source,) = client.list_event_source_mappings(FunctionName=ids["WorkFunction"])["EventSourceMappings"]
        declared = functions(self._template)["WorkFunction"]["Properties"]["Events"]["Due"]["Properties"]
        for setting in ("BatchSize", "FunctionResponseTypes"):
            assert source[setting] == declared[setting], setting
        sqs = self._emulator.client("sqs")
        attributes = sqs.get_queue_attributes(QueueUrl=ids["DueItems"], AttributeNames=["All"])["Attributes"]
        assert source["EventSourceArn"] == attributes["QueueArn"], source
        dead = sqs.get_queue_attributes(QueueUrl=ids["FailedDueItems"], AttributeNames=["QueueArn"])["Attributes"]
        expected = {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 5}
        policy = json.loads(attributes["RedrivePolicy"])
        assert policy | {"maxReceiveCount": int(policy["maxReceiveCount"])} == expected, policy

    def the_schedule_runs_the_dispatcher(self) -> None:
        schedules = self._emulator.client("scheduler").list_schedules()["Schedules"]
        targets = {schedule["Target"]["Arn"].split(":function:")[1] for schedule in schedules}
        assert self._stack.ids["DispatchFunction"] in targets, targets

    def every_function_has_the_environment_it_reads(self) -> None:
        client, ids = self._emulator.client("lambda"), self._stack.ids
        common = {"TABLE_NAME": ids["Table"], "STACK_NAME": STACK}
        specific = {
            "AcceptFunction": {"LINK_KEYS_SECRET": self._stack.outputs["LinkKeysArn"]},
            "DispatchFunction": {"DUE_QUEUE_URL": ids["DueItems"]},
            "NotifyFunction": {
                "LINK_KEYS_SECRET": self._stack.outputs["LinkKeysArn"],
                "MAIL_FROM": MAIL_FROM,
                "MAIL_FROM_NAME": "Staffroom",
                "CONFIGURATION_SET": ids["MailConfiguration"],
                "PUBLIC_URL": self._stack.outputs["ApiUrl"],
            },
        }
        for function in functions(self._template):
            configuration = client.get_function_configuration(FunctionName=ids[function])
            for name, value in (common | specific.get(function, {})).items():
                assert configuration["Environment"]["Variables"].get(name) == value, f"{function}: {name}"
            assert configuration["Runtime"] == "provided.al2023", function
            assert configuration["Architectures"] == ["x86_64"], function

    def the_mails_are_reported_to_the_event_bus(self) -> None:
        client, name = self._emulator.client("sesv2"), self._stack.ids["MailConfiguration"]
        (destination,) = client.get_configuration_set_event_destinations(ConfigurationSetName=name)["EventDestinations"]
        assert set(destination["MatchingEventTypes"]) == {"DELIVERY", "BOUNCE", "COMPLAINT", "REJECT"}
        assert destination["Enabled"]
        options = client.get_configuration_set(ConfigurationSetName=name)["DeliveryOptions"]
        assert options["TlsPolicy"] == "REQUIRE", options
