"""Permissions that the emulator does not enforce, and resources that outlive their stack."""

import re
import unittest
from collections.abc import Iterator

from expanded import NAMES, ROOT, Stack, Template, expand, read

PERMISSION = "AWS::Lambda::Permission"
# Managed policies that are not more than they must be: X-Ray has no resources, and each function has a log group. SAM
# attaches both.
HARMLESS = {"service-role/AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess"}
HOLDS_DATA = {"AWS::DynamoDB::Table", "AWS::Cognito::UserPool"}


def statements() -> Iterator[tuple[str, Template]]:
    """Every statement of the functions' own policies, with its function."""
    for name, role in Stack.of("template").of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name.removesuffix("Role"), statement


def actions(statement: Template) -> list[str]:
    """The actions of a statement."""
    action = statement["Action"]
    return [action] if isinstance(action, str) else list(action)


def attributes_of_record_activity() -> set[str]:
    """The attributes that the code names in the only update that `access` makes."""
    source = (ROOT / "shared/table/src/expressions/mod.rs").read_text()
    (body,) = re.findall(r"Write::RecordActivity \{ key \} => \{(.*?)\n        \}", source, re.DOTALL)
    constants = set(re.findall(r"\b([A-Z][A-Z_0-9]+)\b", body))
    schema = (ROOT / "shared/table/src/schema.rs").read_text()
    return {value for name, value in re.findall(r'const ([A-Z_0-9]+): &str = "(\w+)";', schema) if name in constants}


class Permissions(unittest.TestCase):
    """Policies of functions and of services."""

    def test_access_may_update_only_the_attribute_that_it_records(self) -> None:
        updates = [
            statement
            for function, statement in statements()
            if function == "AccessFunction" and "dynamodb:UpdateItem" in actions(statement)
        ]
        self.assertEqual(len(updates), 1)
        condition = updates[0]["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
        self.assertEqual(set(condition), {"pk", "sk", "person", "last_active_at", "place_2"})
        of_access = [actions(statement) for function, statement in statements() if function == "AccessFunction"]
        queries = [["dynamodb:Query"]] * 2  # of the table, and of the index `people`
        self.assertEqual(sorted(of_access), [["dynamodb:BatchGetItem"], *queries, ["dynamodb:UpdateItem"]])

    def test_the_code_updates_no_attribute_that_the_condition_leaves_out(self) -> None:
        """On AWS the update would be refused; no emulator here does that."""
        named = attributes_of_record_activity()
        self.assertIn("last_active_at", named)
        (statement,) = [found for _, found in statements() if found.get("Sid") == "RecordLastActivity"]
        permitted = statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
        self.assertLessEqual(named, set(permitted))

    def test_a_service_may_invoke_a_function_for_its_source_only(self) -> None:
        found = 0
        for name in NAMES:
            for logical, permission in Stack.of(name).of_type(PERMISSION).items():
                found += 1
                self.assertTrue(str(permission["Principal"]).endswith(".amazonaws.com"), logical)
                self.assertIn("SourceArn", permission, f"{logical}: any {permission['Principal']} may invoke it")
        self.assertGreater(found, 20)
        rotation = Stack.of("template").properties("RotationPermission")
        self.assertEqual(rotation["SourceArn"], "<staffroom/LinkKeys>")
        self.assertEqual(rotation["SourceAccount"], "123456789012")

    def test_a_reader_of_the_stream_may_read_no_other(self) -> None:
        """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html"""
        reading = {
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        }
        found = [each for each in statements() if reading & set(actions(each[1]))]
        self.assertCountEqual([function for function, _ in found], ["NotifyFunction", "PublishFunction"])
        for _, statement in found:
            self.assertEqual(set(actions(statement)), reading)
            self.assertEqual(statement["Resource"], "<staffroom/Table.Arn>/stream/*")

    def test_a_reader_of_a_queue_may_read_no_other(self) -> None:
        """https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
        reading = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
        found = [each for each in statements() if reading & set(actions(each[1]))]
        queues = {function: statement["Resource"] for function, statement in found}
        self.assertEqual(
            queues, {"WorkFunction": "<staffroom/DueItems.Arn>", "DeliverFunction": "<staffroom/Deliveries.Arn>"}
        )
        for _, statement in found:
            self.assertEqual(set(actions(statement)), reading)

    def test_what_lambda_gives_up_goes_to_the_queue_that_the_role_permits(self) -> None:
        """Lambda sends to a queue with the permissions of the function."""
        stack, allowed = Stack.of("template"), set()
        for function, statement in statements():
            if "sqs:SendMessage" in actions(statement):
                queues = statement["Resource"]
                allowed.update((function, queue) for queue in ([queues] if isinstance(queues, str) else queues))
        for name, function in stack.of_type("AWS::Lambda::Function").items():
            if "DeadLetterConfig" in function:
                self.assertIn((name, function["DeadLetterConfig"]["TargetArn"]), allowed)
        for name, mapping in stack.of_type("AWS::Lambda::EventSourceMapping").items():
            if "DestinationConfig" in mapping:
                reader = mapping["FunctionName"].removeprefix("<staffroom/").removesuffix(">")
                self.assertIn((reader, mapping["DestinationConfig"]["OnFailure"]["Destination"]), allowed, name)

    def test_a_role_has_no_managed_policy_that_reads_or_writes_data(self) -> None:
        """SAM attaches one for every stream and every queue of the account to a role that it makes for a reader."""
        for name, role in Stack.of("template").of_type("AWS::IAM::Role").items():
            attached = {policy.split(":policy/")[1] for policy in role.get("ManagedPolicyArns", [])}
            self.assertLessEqual(attached, HARMLESS, name)

    def test_a_role_that_is_written_out_permits_traces_and_the_functions_own_log(self) -> None:
        stack = Stack.of("template")
        written = set(read("template")["Resources"]) & set(stack.of_type("AWS::IAM::Role"))
        self.assertEqual(
            written, {"NotifyFunctionRole", "WorkFunctionRole", "PublishFunctionRole", "DeliverFunctionRole"}
        )
        for name in written:
            function = name.removesuffix("Role")
            (log,) = [found for owner, found in statements() if owner == function and found["Sid"] == "WriteLog"]
            self.assertEqual(log["Resource"], f"<staffroom/{function.removesuffix('Function')}Log.Arn>")
            role = stack.properties(name)
            self.assertEqual(role["ManagedPolicyArns"], ["arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess"])
            (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
            self.assertEqual(trust["Principal"], {"Service": "lambda.amazonaws.com"})

    def test_mail_is_sent_from_mailfrom_only(self) -> None:
        (sending,) = [found for _, found in statements() if "ses:SendEmail" in actions(found)]
        self.assertEqual(sending["Condition"], {"StringEquals": {"ses:FromAddress": "staffroom@example.com"}})

    def test_no_function_may_do_something_everywhere(self) -> None:
        for function, statement in statements():
            self.assertNotIn("*", actions(statement), function)
            resource = statement["Resource"]
            self.assertNotIn("*", [resource] if isinstance(resource, str) else resource, f"{function}: {statement}")


class Kept(unittest.TestCase):
    """Deletion policies."""

    def test_data_outlives_its_stack_but_not_a_first_deploy_that_fails(self) -> None:
        kept = set()
        for name in NAMES:
            for logical, resource in expand(name)["Resources"].items():
                policy = resource.get("DeletionPolicy", "Delete")
                self.assertNotEqual(policy, "Retain", f"{logical} stays when the first deploy fails")
                if resource["Type"] in HOLDS_DATA:
                    kept.add(resource["Type"])
                    self.assertEqual(policy, "RetainExceptOnCreate", logical)
                    self.assertEqual(resource["UpdateReplacePolicy"], "Retain", logical)
        self.assertEqual(kept, HOLDS_DATA)


if __name__ == "__main__":
    unittest.main()
