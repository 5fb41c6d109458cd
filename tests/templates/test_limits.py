"""Limits of AWS's services, which validators and the emulator do not know."""

import json
import re
import unittest
from typing import Any

import limits
from expanded import NAMES, ROOT, Stack, Template, expand, read, resources, source

FUNCTION = "AWS::Lambda::Function"


def routes(template: Template) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and operation of every route of the expanded API."""
    paths = template["Resources"]["Api"]["Properties"]["Body"]["paths"]
    return [
        (method.upper(), path, operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method not in {"options", "x-amazon-apigateway-any-method"}
    ]


def mappings(*, of_streams: bool) -> dict[str, Template]:
    """The event source mappings of streams, or those of queues. Only those of streams have a position to start at."""
    found = Stack.of("template").of_type("AWS::Lambda::EventSourceMapping")
    return {name: mapping for name, mapping in found.items() if ("StartingPosition" in mapping) == of_streams}


class Limits(unittest.TestCase):
    """Each test compares with what `limits` states, and its source."""

    def within(self, value: int, limit: limits.Limit, what: str) -> None:
        self.assertLessEqual(value, limit.most, f"{what}: {limit.source}")

    def test_templates(self) -> None:
        for name in NAMES:
            template = expand(name)
            self.within(len(json.dumps(template)), limits.TEMPLATE_BYTES, name)
            self.within(len(template["Resources"]), limits.RESOURCES, name)
            self.within(len(template.get("Parameters", {})), limits.PARAMETERS, name)
            self.within(len(template.get("Outputs", {})), limits.OUTPUTS, name)
            self.within(len(template["Description"].encode()), limits.TEMPLATE_DESCRIPTION_BYTES, name)
            for parameter, about in template["Parameters"].items():
                self.within(len(about["Description"].encode()), limits.PARAMETER_DESCRIPTION_BYTES, parameter)

    def test_http_api(self) -> None:
        template = expand("template")
        found = routes(template)
        self.assertGreater(len(found), 20)
        self.within(len(found), limits.ROUTES, "routes")
        self.within(len(resources(template, FUNCTION)), limits.INTEGRATIONS, "an integration for each function")
        schemes = template["Resources"]["Api"]["Properties"]["Body"]["components"]["securitySchemes"]
        self.within(len(schemes), limits.AUTHORIZERS, "authorizers")
        for method, path, operation in found:
            for security in operation.get("security", []):
                for scopes in security.values():
                    self.within(len(scopes), limits.SCOPES_PER_ROUTE, f"{method} {path}")
        (stage,) = Stack.of("template").of_type("AWS::ApiGatewayV2::Stage").values()
        self.within(len(stage["AccessLogSettings"]["Format"]), limits.ACCESS_LOG_BYTES, "access log")

    def test_the_local_gateway_refuses_what_api_gateway_refuses(self) -> None:
        source = (ROOT / "infra/local/src/gateway.rs").read_text()
        constants = dict(re.findall(r"const (\w+): usize = ([\d_<> ]+);", source))
        self.assertEqual(eval(constants["MAX_BODY_SIZE"]), limits.BODY_BYTES.most)
        self.assertEqual(eval(constants["MAX_HEAD_SIZE"]), limits.HEAD_BYTES.most)
        (wait,) = re.findall(r"const MAX_WAIT: Duration = Duration::from_secs\((\d+)\);", source)
        self.assertEqual(int(wait), limits.INTEGRATION_SECONDS.most)

    def test_events_and_schedules(self) -> None:
        stack = Stack.of("template")
        for name, rule in stack.of_type("AWS::Events::Rule").items():
            self.within(len(json.dumps(rule["EventPattern"])), limits.EVENT_PATTERN_CHARACTERS, name)
            self.within(len(rule["Targets"]), limits.TARGETS_PER_RULE, name)
        for name, schedule in stack.of_type("AWS::Scheduler::Schedule").items():
            self.within(schedule["Target"]["RetryPolicy"]["MaximumRetryAttempts"], limits.SCHEDULE_RETRIES, name)

    def test_identity(self) -> None:
        stack = Stack.of("identity", LocalUrl="http://localhost:3000")
        for name, client in stack.of_type("AWS::Cognito::UserPoolClient").items():
            self.within(len(client.get("CallbackURLs", [])), limits.CALLBACK_URLS, name)
            self.within(len(client.get("LogoutURLs", [])), limits.LOGOUT_URLS, name)
        for name, server in stack.of_type("AWS::Cognito::UserPoolResourceServer").items():
            self.within(len(server["Scopes"]), limits.SCOPES_PER_RESOURCE_SERVER, name)

    def test_functions(self) -> None:
        stack = Stack.of("template", "s" * limits.STACK_NAME_CHARACTERS)
        behind_the_api = {
            name
            for name, about in resources(read("template"), "AWS::Serverless::Function").items()
            if any(event["Type"] == "HttpApi" for event in about["Properties"].get("Events", {}).values())
        }
        for name, function in stack.of_type(FUNCTION).items():
            most = limits.INTEGRATION_SECONDS if name in behind_the_api else limits.FUNCTION_SECONDS
            self.within(function["Timeout"], most, name)
            variables = function["Environment"]["Variables"]
            self.assertFalse(limits.RESERVED_VARIABLES & set(variables), name)
            size = sum(len(key) + len(str(value)) for key, value in variables.items())
            # Half is left for long URLs and for ARNs, which stand as short placeholders here.
            self.assertLessEqual(size, limits.ENVIRONMENT_BYTES.most // 2, f"{name}: {limits.ENVIRONMENT_BYTES.source}")

    def test_no_function_writes_in_a_store_after_its_deletion(self) -> None:
        """The record of a closed store is deleted when no function runs any more that read the store before."""
        durations = (ROOT / "shared/domain/src/durations.rs").read_text()
        (seconds,) = re.findall(r"CLOSING_SECONDS: i64 = (\d+);", durations)
        functions = Stack.of("template").of_type(FUNCTION)
        # It writes nothing.
        del functions["DispatchFunction"]
        longest = max(function["Timeout"] for function in functions.values())
        self.assertLess(longest, int(seconds))

    def test_stream_readers(self) -> None:
        found = mappings(of_streams=True)
        streams = [mapping["EventSourceArn"] for mapping in found.values()]
        for stream in set(streams):
            self.within(streams.count(stream), limits.READERS_PER_STREAM, stream)
        for name, mapping in found.items():
            self.within(mapping["BatchSize"], limits.BATCH_SIZE, name)
            self.within(mapping["ParallelizationFactor"], limits.PARALLELIZATION, name)
            self.within(mapping["MaximumRetryAttempts"], limits.RETRIES, name)
            filters = mapping["FilterCriteria"]["Filters"]
            self.within(len(filters), limits.FILTERS_PER_MAPPING, name)
            for each in filters:
                self.within(len(each["Pattern"]), limits.FILTER_CHARACTERS, name)

    def test_failed_records_are_retried_by_age_and_can_be_replayed(self) -> None:
        """A number of retries says nothing about time: Lambda may be through with twenty within minutes."""
        for name, mapping in mappings(of_streams=True).items():
            self.assertEqual(mapping["MaximumRetryAttempts"], -1, name)
            self.assertIn("OnFailure", mapping["DestinationConfig"], name)
            self.assertIn("ReportBatchItemFailures", mapping["FunctionResponseTypes"], name)
            age = mapping["MaximumRecordAgeInSeconds"]
            left = limits.STREAM_RECORD_SECONDS.most - age
            self.assertGreaterEqual(age, 3600, name)
            self.assertGreaterEqual(left, 12 * 3600, f"{name}: too little time to replay")

    def test_slow_endpoints_leave_executions_for_others(self) -> None:
        """An attempt at a slow endpoint holds an execution of `deliver` until it ends."""
        source = (ROOT / "shared" / "domain" / "src" / "bounds.rs").read_text(encoding="utf-8")
        bounds = [re.findall(rf"const {name}: \w+ = (\d+);", source) for name in ("WEBHOOKS", "ATTEMPTS_IN_FLIGHT")]
        [[webhooks], [attempts]] = bounds
        (mapping,) = [about for about in mappings(of_streams=False).values() if "Deliver" in str(about["FunctionName"])]
        self.assertGreater(mapping["ScalingConfig"]["MaximumConcurrency"], int(webhooks) * int(attempts))

    def test_queues_that_are_read_by_a_function(self) -> None:
        """A message must not come again while it is dealt with, nor be deleted before it is a dead letter."""
        stack = Stack.of("template")
        queues, functions = stack.of_type("AWS::SQS::Queue"), stack.of_type(FUNCTION)
        found = mappings(of_streams=False)
        self.assertEqual(len(found), 2)
        for name, mapping in found.items():
            self.assertIn("ReportBatchItemFailures", mapping["FunctionResponseTypes"], name)
            self.within(mapping["BatchSize"], limits.QUEUE_BATCH_WITHOUT_WINDOW, name)
            self.assertGreaterEqual(mapping["ScalingConfig"]["MaximumConcurrency"], 2, limits.CONCURRENCY_OF_QUEUE)
            (queue,) = [about for logical, about in queues.items() if f"/{logical}" in str(mapping["EventSourceArn"])]
            (function,) = [about for logical, about in functions.items() if logical in str(mapping["FunctionName"])]
            visible = queue["VisibilityTimeout"]
            self.assertGreaterEqual(visible, 6 * function["Timeout"], limits.QUEUE_OF_FUNCTION)
            receives = queue["RedrivePolicy"]["maxReceiveCount"]
            self.assertGreaterEqual(receives, 5, limits.QUEUE_OF_FUNCTION)
            retention = queue["MessageRetentionPeriod"]
            self.assertGreater(retention, receives * visible, "deleted before it can be a dead letter")
            target = str(queue["RedrivePolicy"]["deadLetterTargetArn"])
            (dead,) = [about for logical, about in queues.items() if f"/{logical}" in target]
            self.assertGreater(dead["MessageRetentionPeriod"], retention, limits.DEAD_LETTER_AGE)

    def test_tables(self) -> None:
        for name, table in Stack.of("template").of_type("AWS::DynamoDB::Table").items():
            indexes = table.get("GlobalSecondaryIndexes", [])
            self.within(len(indexes), limits.INDEXES_PER_TABLE, name)
            keys = {part["AttributeName"] for owner in (table, *indexes) for part in owner["KeySchema"]}
            defined = {attribute["AttributeName"] for attribute in table["AttributeDefinitions"]}
            self.assertEqual(defined, keys, "DynamoDB refuses definitions of attributes that are no keys")

    def test_queues_and_rotation(self) -> None:
        stack = Stack.of("template")
        for name, queue in stack.of_type("AWS::SQS::Queue").items():
            self.within(queue["MessageRetentionPeriod"], limits.QUEUE_RETENTION_SECONDS, name)
        self.within(stack.template["Parameters"]["LinkKeyRotationDays"]["MaxValue"], limits.ROTATION_DAYS, "rotation")

    def test_policies(self) -> None:
        for name, role in Stack.of("template").of_type("AWS::IAM::Role").items():
            self.within(len(role.get("ManagedPolicyArns", [])), limits.MANAGED_POLICIES, name)
            self.within(len(json.dumps(role["AssumeRolePolicyDocument"])), limits.TRUST_POLICY_CHARACTERS, name)
            documents = [policy["PolicyDocument"] for policy in role.get("Policies", [])]
            size = sum(len(json.dumps(document, separators=(",", ":"))) for document in documents)
            self.assertLessEqual(size, limits.INLINE_POLICY_CHARACTERS.most // 2, name)

    def test_edge(self) -> None:
        edge = Stack.of("edge")
        (acl,) = edge.of_type("AWS::WAFv2::WebACL").values()
        self.assertGreaterEqual(
            edge.template["Parameters"]["LinkRequestsPerAddress"]["MinValue"], limits.RATE_LIMIT_LEAST.most
        )
        for rule in acl["Rules"]:
            statement = rule["Statement"]["RateBasedStatement"]
            self.assertIn(statement["EvaluationWindowSec"], limits.RATE_WINDOWS)
            regex = statement["ScopeDownStatement"]["RegexMatchStatement"]["RegexString"]
            self.within(len(regex), limits.REGEX_CHARACTERS, rule["Name"])
        for name, body in acl["CustomResponseBodies"].items():
            self.within(len(body["Content"]), limits.CUSTOM_BODY_BYTES, name)
        (distribution,) = edge.of_type("AWS::CloudFront::Distribution").values()
        for origin in distribution["DistributionConfig"]["Origins"]:
            wait = origin["CustomOriginConfig"]["OriginReadTimeout"]
            self.within(wait, limits.ORIGIN_SECONDS, origin["Id"])
            self.assertGreater(wait, limits.INTEGRATION_SECONDS.most, "CloudFront must not give up before API Gateway")

    def test_every_limit_has_its_source(self) -> None:
        for name, limit in vars(limits).items():
            if isinstance(limit, limits.Limit):
                self.assertRegex(limit.source, r"^https://docs\.aws\.amazon\.com/", name)

    def test_no_template_uses_yaml_aliases(self) -> None:
        """CloudFormation does not support them."""
        for name in NAMES:
            self.assertNotRegex(source(name), r"(?m)(:|-) [&*][A-Za-z]", name)


if __name__ == "__main__":
    unittest.main()
