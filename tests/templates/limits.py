"""Limits of AWS's services that an emulator may not have, each with the page that states it.

A template that exceeds one is accepted by every validator here, and rolls back or misbehaves on AWS.
"""

from dataclasses import dataclass

_CFN = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
_HTTP_API = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_MAPPING = "https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html"
_FILTER = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"
_TABLE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"
_STREAMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"
_ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html"
_CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html"
_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_SECRETS = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html"
_EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"
_SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html"
_COGNITO = "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"
_WAF = "https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html"
_WAF_QUOTAS = "https://docs.aws.amazon.com/waf/latest/developerguide/limits.html"
_CLOUDFRONT = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"


@dataclass(frozen=True)
class Limit:
    """At most so many, as the source says."""

    most: int
    source: str


TEMPLATE_BYTES = Limit(1_000_000, _CFN)
RESOURCES = Limit(500, _CFN)
PARAMETERS = Limit(200, _CFN)
OUTPUTS = Limit(200, _CFN)
TEMPLATE_DESCRIPTION_BYTES = Limit(1024, _CFN)
PARAMETER_DESCRIPTION_BYTES = Limit(4000, _CFN)

ROUTES = Limit(300, _HTTP_API)
INTEGRATIONS = Limit(300, _HTTP_API)
AUTHORIZERS = Limit(10, _HTTP_API)
AUDIENCES = Limit(50, _HTTP_API)
SCOPES_PER_ROUTE = Limit(10, _HTTP_API)
INTEGRATION_SECONDS = Limit(30, _HTTP_API)
HEAD_BYTES = Limit(10_240, _HTTP_API)
BODY_BYTES = Limit(10 * 1024 * 1024, _HTTP_API)
ACCESS_LOG_BYTES = Limit(3 * 1024, _HTTP_API)

FUNCTION_SECONDS = Limit(900, _LAMBDA)
ENVIRONMENT_BYTES = Limit(4096, _LAMBDA)
# Names that a template may not set: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
RESERVED_VARIABLES = frozenset({
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
})  # fmt: skip
BATCH_SIZE = Limit(10_000, _MAPPING)
PARALLELIZATION = Limit(10, _MAPPING)
RETRIES = Limit(10_000, _MAPPING)
FILTERS_PER_MAPPING = Limit(5, _FILTER)
FILTER_CHARACTERS = Limit(4096, _FILTER)

INDEXES_PER_TABLE = Limit(20, _TABLE)
STREAM_RECORD_SECONDS = Limit(24 * 3600, _STREAMS)
READERS_PER_STREAM = Limit(2, _STREAMS)

METRICS_PER_ALARM = Limit(10, _ALARM)
EXPRESSIONS_PER_ALARM = Limit(10, _ALARM)
EVALUATION_SECONDS = Limit(86_400, _CLOUDWATCH)
METRICS_PER_WIDGET = Limit(500, _CLOUDWATCH)
METRICS_PER_DASHBOARD = Limit(2500, _CLOUDWATCH)

QUEUE_RETENTION_SECONDS = Limit(1_209_600, _SQS)
QUEUE_BATCH_WITHOUT_WINDOW = Limit(10, _MAPPING)
# Pages, not figures: the least concurrency is two; six times the function's timeout and five receives; the age of a
# dead letter counts from when it was first sent.
CONCURRENCY_OF_QUEUE = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html"
QUEUE_OF_FUNCTION = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
DEAD_LETTER_AGE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html"
INLINE_POLICY_CHARACTERS = Limit(10_240, _IAM)
TRUST_POLICY_CHARACTERS = Limit(2048, _IAM)
MANAGED_POLICIES = Limit(10, _IAM)

EVENT_PATTERN_CHARACTERS = Limit(2048, _EVENTS)
TARGETS_PER_RULE = Limit(5, _EVENTS)
SCHEDULE_RETRIES = Limit(185, _SCHEDULER)
CALLBACK_URLS = Limit(100, _COGNITO)
LOGOUT_URLS = Limit(100, _COGNITO)
SCOPES_PER_RESOURCE_SERVER = Limit(100, _COGNITO)
ROTATION_DAYS = Limit(1000, _SECRETS)

RATE_LIMIT_LEAST = Limit(10, _WAF)  # the least that a rate-based rule takes
RATE_WINDOWS = frozenset({60, 120, 300, 600})  # same page
REGEX_CHARACTERS = Limit(512, _WAF_QUOTAS)
CUSTOM_BODY_BYTES = Limit(4096, _WAF_QUOTAS)
ORIGIN_SECONDS = Limit(120, _CLOUDFRONT)

# Characters of physical names. Source: the property's page in CloudFormation's template reference.
NAME_CHARACTERS = {
    ("AWS::CloudFront::ResponseHeadersPolicy", "Name"): 128,
    ("AWS::CloudWatch::Alarm", "AlarmName"): 255,
    ("AWS::CloudWatch::Dashboard", "DashboardName"): 255,
    ("AWS::Cognito::UserPool", "UserPoolName"): 128,
    ("AWS::Cognito::UserPoolClient", "ClientName"): 128,
    ("AWS::Cognito::UserPoolResourceServer", "Name"): 256,
    ("AWS::Lambda::Function", "FunctionName"): 64,
    ("AWS::Logs::LogGroup", "LogGroupName"): 512,
    ("AWS::SNS::Topic", "TopicName"): 256,
    ("AWS::SQS::Queue", "QueueName"): 80,
    ("AWS::Scheduler::Schedule", "Name"): 64,
    ("AWS::WAFv2::WebACL", "Name"): 128,
}
# The longest name of a stack for which all names fit. docs/operations.md names it.
STACK_NAME_CHARACTERS = 48
