"""Calls a mock that serves Worlds/demo through boto3, and checks what a program would see. Usage: boto3_script.py URL"""

import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
KEY = dict(
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)
calls = 0


def client(service, region="eu-west-1", **keys):
    made = boto3.client(
        service, endpoint_url=URL, region_name=region, config=Config(retries={"max_attempts": 0}), **(keys or KEY)
    )

    def count(**_):
        global calls
        calls += 1

    made.meta.events.register("before-send", lambda **kw: count())
    return made


def refused(expected, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        got = f"{type(error).__name__} {error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"
        assert got == expected, f"{got}, not {expected}"
        return
    raise AssertionError(f"{expected} expected")


sts, ses, ses2, sns = client("sts"), client("ses"), client("sesv2"), client("sns")
assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::111122223333:user/mock"

# Reads, and pages.
names, token = [], None
while True:
    page = ses2.list_email_identities(PageSize=6, **({"NextToken": token} if token else {}))
    names += [item["IdentityName"] for item in page["EmailIdentities"]]
    token = page.get("NextToken")
    if not token:
        break
assert len(names) == 20 == len(set(names)), names
v1 = [name for page in ses.get_paginator("list_identities").paginate(PaginationConfig={"PageSize": 7}) for name in page["Identities"]]
assert sorted(v1) == sorted(names)
assert all("@" in n for n in ses.list_identities(IdentityType="EmailAddress")["Identities"])
entry = ses.get_identity_verification_attributes(Identities=["example.com", "absent.example"])["VerificationAttributes"]
assert list(entry) == ["example.com"] and entry["example.com"]["VerificationStatus"] == "Success"
topics = ses.get_identity_notification_attributes(Identities=["bounce.example.net"])["NotificationAttributes"]
assert topics["bounce.example.net"]["BounceTopic"] == "arn:aws:sns:eu-west-1:111122223333:bounces"
assert ses2.get_email_identity(EmailIdentity="events.example.net")["ConfigurationSetName"] == "transactional"
assert ses.describe_configuration_set(ConfigurationSetName="transactional", ConfigurationSetAttributeNames=["eventDestinations"])["EventDestinations"][0]["SNSDestination"]
assert ses2.get_configuration_set_event_destinations(ConfigurationSetName="transactional")["EventDestinations"]
assert "transactional" in ses2.list_configuration_sets()["ConfigurationSets"]
assert ses.get_send_quota()["Max24HourSend"] > 0 and ses2.get_account()["SendingEnabled"]
assert len(sns.list_topics()["Topics"]) == 3
assert '"*"' in sns.get_topic_attributes(TopicArn="arn:aws:sns:eu-west-1:444455556666:shared-bounces")["Attributes"]["Policy"]

# Changes through one version are seen by the other.
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}'
which = dict(Identity="quiet.example.net")
newer = dict(EmailIdentity="quiet.example.net", PolicyName="p")
assert ses.list_identity_policies(**which)["PolicyNames"] == []
ses.put_identity_policy(PolicyName="p", Policy=POLICY, **which)
assert ses.list_identity_policies(**which)["PolicyNames"] == ["p"]
assert ses2.get_email_identity_policies(EmailIdentity="quiet.example.net")["Policies"] == {"p": POLICY}
ses2.delete_email_identity_policy(**newer)
assert ses.list_identity_policies(**which)["PolicyNames"] == []
ses2.create_email_identity_policy(Policy=POLICY, **newer)
assert ses.get_identity_policies(PolicyNames=["p", "q"], **which)["Policies"] == {"p": POLICY}
ses.delete_identity_policy(PolicyName="p", **which)
assert ses2.get_email_identity(EmailIdentity="quiet.example.net")["Policies"] == {}
ses.delete_identity_policy(PolicyName="p", **which)
ses.set_identity_notification_topic(NotificationType="Bounce", SnsTopic="arn:aws:sns:eu-west-1:111122223333:bounces", **which)
assert ses.get_identity_notification_attributes(Identities=["quiet.example.net"])["NotificationAttributes"]["quiet.example.net"]["BounceTopic"]
ses2.put_email_identity_dkim_attributes(EmailIdentity="quiet.example.net", SigningEnabled=False)
assert not ses.get_identity_dkim_attributes(Identities=["quiet.example.net"])["DkimAttributes"]["quiet.example.net"]["DkimEnabled"]
ses2.put_configuration_set_delivery_options(ConfigurationSetName="transactional", TlsPolicy="REQUIRE")
assert ses.describe_configuration_set(ConfigurationSetName="transactional", ConfigurationSetAttributeNames=["deliveryOptions"])["DeliveryOptions"] == {"TlsPolicy": "Require"}
arn = sns.create_topic(Name="new")["TopicArn"]
sns.add_permission(TopicArn=arn, Label="l", AWSAccountId=["444455556666"], ActionName=["Publish"])
assert "444455556666" in sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]
sns.remove_permission(TopicArn=arn, Label="l")
sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="x & <y>")
assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "x & <y>"
subscription = sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:111122223333:q")["SubscriptionArn"]
assert sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"][0]["SubscriptionArn"] == subscription
sns.unsubscribe(SubscriptionArn=subscription)
assert sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"] == []
sns.delete_topic(TopicArn=arn)
ses2.create_email_identity(EmailIdentity="fresh@example.net")
assert ses.get_identity_verification_attributes(Identities=["fresh@example.net"])["VerificationAttributes"]["fresh@example.net"]["VerificationStatus"] == "Pending"
ses.delete_identity(Identity="fresh@example.net")

# Errors, as the client's own exception types.
refused("NotFoundException 404 NotFoundException", ses2.get_email_identity, EmailIdentity="fresh@example.net")
refused("NotFoundException 404 NotFoundException", ses2.delete_email_identity_policy, **newer)
refused("ClientError 403 AccessDeniedException", ses2.get_email_identity, EmailIdentity="denied.example.net")
refused("BadRequestException 400 BadRequestException", ses2.list_email_identities, NextToken="x")
refused("ConfigurationSetDoesNotExistException 400 ConfigurationSetDoesNotExist", ses.describe_configuration_set, ConfigurationSetName="x")
refused("InvalidPolicyException 400 InvalidPolicy", ses.put_identity_policy, PolicyName="p", Policy="{", **which)
refused("NotFoundException 404 NotFound", sns.get_topic_attributes, TopicArn="arn:aws:sns:eu-west-1:111122223333:none")
refused("InvalidParameterException 400 InvalidParameter", sns.get_topic_attributes, TopicArn="x")
refused("AuthorizationErrorException 403 AuthorizationError", sns.get_topic_attributes, TopicArn="arn:aws:sns:eu-west-1:777788889999:not-ours")
refused("AuthorizationErrorException 403 AuthorizationError", client("sns", "us-east-1").list_topics)
refused("ClientError 403 AccessDeniedException", client("sesv2", "eu-central-1").list_email_identities)
refused("ClientError 403 AccessDenied", sts.assume_role, RoleArn="arn:aws:iam::999999999999:role/r", RoleSessionName="me")
wrong = dict(KEY, aws_secret_access_key="wrong")
unknown = dict(KEY, aws_access_key_id="AKIAUNKNOWNUNKNOWN")
refused("ClientError 403 SignatureDoesNotMatch", client("ses", **wrong).list_identities)
refused("ClientError 403 InvalidSignatureException", client("sesv2", **wrong).list_email_identities)
refused("ClientError 403 InvalidClientTokenId", client("sns", **unknown).list_topics)
refused("ClientError 403 UnrecognizedClientException", client("sesv2", **unknown).list_email_identities)

# A session in another account.
given = sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/audit", RoleSessionName="me")["Credentials"]
session = dict(
    aws_access_key_id=given["AccessKeyId"], aws_secret_access_key=given["SecretAccessKey"], aws_session_token=given["SessionToken"]
)
assert client("sts", **session).get_caller_identity()["Arn"] == "arn:aws:sts::444455556666:assumed-role/audit/me"
refused("ClientError 403 InvalidClientTokenId", client("sts", **dict(session, aws_session_token="x")).get_caller_identity)
print(f"ok {calls} calls with boto3 {boto3.__version__}, botocore {botocore.__version__}")
