"""Calls a mock that serves Worlds/demo through boto3, and checks what a program would see. Usage: boto3_script.py URL"""

import datetime
import json
import re
import sys
import urllib.error
import urllib.request

import boto3
import botocore
import botocore.auth
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


def refused(expected, call, message="", **parameters):
    """Asserts the exception's own type, the status and the code, and how the message begins."""
    try:
        call(**parameters)
    except ClientError as error:
        text = error.response["Error"]["Message"]
        assert text.startswith(message), f"{text}, not {message}"
        got = f"{type(error).__name__} {error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"
        assert got == expected, f"{got}, not {expected}"
        return text
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
sent = []
ses2.meta.events.register("before-send", lambda request, **_: sent.append(f"{request.method} {request.url.removeprefix(URL)}"))
ses2.list_email_identities(PageSize=1)
# Both forms of the call that botocore moved are answered.
moved = tuple(int(part) for part in botocore.__version__.split(".")[:3]) >= (1, 43, 105)
assert sent == ["POST /v2/email/list-identities" if moved else "GET /v2/email/identities?PageSize=1"], sent
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

# Roles, receipt rules and a queue's policy.
iam = client("iam")
iam.create_role(RoleName="r", AssumeRolePolicyDocument=POLICY)
refused("EntityAlreadyExistsException 409 EntityAlreadyExists", iam.create_role, RoleName="r", AssumeRolePolicyDocument=POLICY)
iam.update_assume_role_policy(RoleName="r", PolicyDocument=POLICY.replace("Allow", "Deny"))
document = iam.get_role(RoleName="r")["Role"]["AssumeRolePolicyDocument"]
assert document["Statement"][0]["Effect"] == "Deny", document
details = [r for page in iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"]) for r in page["RoleDetailList"]]
assert [r["AssumeRolePolicyDocument"] for r in details] == [document]
iam.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
refused("DeleteConflictException 409 DeleteConflict", iam.delete_role, RoleName="r")
iam.detach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
iam.delete_role(RoleName="r")
refused("NoSuchEntityException 404 NoSuchEntity", iam.get_role, RoleName="r")
ses.create_receipt_rule_set(RuleSetName="in")
ses.create_receipt_rule(RuleSetName="in", Rule={"Name": "a", "TlsPolicy": "Optional"})
ses.update_receipt_rule(RuleSetName="in", Rule={"Name": "a", "TlsPolicy": "Require"})
assert ses.describe_receipt_rule_set(RuleSetName="in")["Rules"][0]["TlsPolicy"] == "Require"
refused("RuleDoesNotExistException 400 RuleDoesNotExist", ses.update_receipt_rule, RuleSetName="in", Rule={"Name": "b"})
ses.delete_receipt_rule_set(RuleSetName="in")

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
SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
    "signing method. Consult the service documentation for details."
)
wrong = dict(KEY, aws_secret_access_key="wrong")
refused("ClientError 403 SignatureDoesNotMatch", client("ses", **wrong).list_identities, SIGNATURE)
refused("ClientError 403 SignatureDoesNotMatch", client("sns", **wrong).list_topics, SIGNATURE)
refused("ClientError 403 InvalidSignatureException", client("sesv2", **wrong).list_email_identities, SIGNATURE)
INVALID = "The security token included in the request is invalid"
unknown = dict(KEY, aws_access_key_id="AKIAUNKNOWNUNKNOWN")
assert refused("ClientError 403 InvalidClientTokenId", client("sts", **unknown).get_caller_identity) == INVALID
refused("ClientError 403 InvalidClientTokenId", client("ses", **unknown).list_identities, INVALID + ".")
refused("ClientError 403 UnrecognizedClientException", client("sesv2", **unknown).list_email_identities, INVALID + ".")
EXPIRED = "The security token included in the request is expired"
expired = dict(aws_access_key_id="ASIAEXPIREDSESSION00", aws_secret_access_key="expired", aws_session_token="expired")
for service, code in [("ses", "ExpiredToken"), ("sns", "ExpiredToken"), ("iam", "ExpiredToken"), ("sesv2", "ExpiredTokenException")]:
    call = {"ses": "list_identities", "sns": "list_topics", "iam": "list_roles", "sesv2": "get_account"}[service]
    assert refused(f"ClientError 403 {code}", getattr(client(service, **expired), call)) == EXPIRED

# A clock that is wrong by an hour, back and ahead.
for hours, words in [(-1, r"Signature expired: (\d+T\d+Z) is now earlier than (\d+T\d+Z) \(\d+T\d+Z - {} min\.\)"),
                     (1, r"Signature not yet current: (\d+T\d+Z) is still later than (\d+T\d+Z) \(\d+T\d+Z \+ {} min\.\)")]:
    then = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(hours=hours)
    known = botocore.auth.get_current_datetime
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: then
    for call, code, minutes in [
        (client("sts").get_caller_identity, "SignatureDoesNotMatch", 15), (client("ses").list_identities, "SignatureDoesNotMatch", 5),
        (client("sesv2").get_account, "InvalidSignatureException", 5), (client("sns").list_topics, "SignatureDoesNotMatch", 5),
    ]:
        text = refused(f"ClientError 403 {code}", call)
        assert re.fullmatch(words.format(minutes), text), text
    botocore.auth.get_current_datetime = known

# A link that is signed in its query string, and one that was changed.
link = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
assert b"user/mock" in urllib.request.urlopen(link).read()
try:
    urllib.request.urlopen(link.replace("Action=GetCallerIdentity", "Action=GetAccessKeyInfo"))
    raise AssertionError("a changed link was taken")
except urllib.error.HTTPError as error:
    assert error.code == 403 and b"<Code>SignatureDoesNotMatch</Code>" in error.read()
calls += 2

# A session in another account.
given = sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/audit", RoleSessionName="me")["Credentials"]
session = dict(
    aws_access_key_id=given["AccessKeyId"], aws_secret_access_key=given["SecretAccessKey"], aws_session_token=given["SessionToken"]
)
assert client("sts", **session).get_caller_identity()["Arn"] == "arn:aws:sts::444455556666:assumed-role/audit/me"
refused("ClientError 403 InvalidClientTokenId", client("sts", **dict(session, aws_session_token="x")).get_caller_identity)
print(f"ok {calls} calls with boto3 {boto3.__version__}, botocore {botocore.__version__}")
