"""Calls a mock that serves Worlds/demo through the AWS CLI, and checks what a person would see. Usage: cli_script.py AWS URL

AWS is the program: version 1 from PyPI, or version 2 as Debian has it."""

import json
import os
import re
import subprocess
import sys

AWS, URL = sys.argv[1:3]
KEY = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
HOME = {
    "PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_CONFIG_FILE": "/dev/null", "AWS_PAGER": "",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_MAX_ATTEMPTS": "1",
    "AWS_EC2_METADATA_DISABLED": "true", "PYTHONWARNINGS": "ignore",
}
# The program with the clock of its signatures ten hours back.
LATE = """
import datetime, sys, types
past = datetime.datetime(2020, 1, 2, 3, 4, 5)
import awscli.clidriver
import botocore.auth as auth
if hasattr(auth, "get_current_datetime"):
    auth.get_current_datetime = lambda remove_tzinfo=True: past
else:
    clock = type("clock", (datetime.datetime,), {"utcnow": classmethod(lambda cls: past)})
    auth.datetime = types.SimpleNamespace(datetime=clock, timedelta=datetime.timedelta)
sys.exit(awscli.clidriver.main())
"""
calls = 0


def run(words, keys=KEY, program=None, region=None):
    global calls
    calls += 1
    where = ["--region", region] if region else []
    return subprocess.run(
        [*(program or [AWS]), "--endpoint-url", URL, "--output", "json", *where, *words],
        env={**HOME, **keys}, capture_output=True, text=True)


def aws(*words, **how):
    """The answer, as the program prints it."""
    done = run(words, **how)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
    return json.loads(done.stdout) if done.stdout.strip() else None


def refused(error, *words, **how):
    """Asserts the error that the program prints: its code, and how its message begins."""
    done = run(words, **how)
    code, message = error
    found = re.search(r"An error occurred \((\S+)\) when calling the \S+ operation(?: \(.*?\))?: (.*)", done.stderr, re.S)
    assert done.returncode != 0 and found, f"{' '.join(words)}: {done.stdout}{done.stderr}"
    assert found[1] == code and found[2].startswith(message), f"{' '.join(words)}: {found[0]}, not {code}: {message}"
    return found[2]


identity = ["--identity", "quiet.example.net"]
newer = ["--email-identity", "quiet.example.net"]
named = [*newer, "--policy-name", "p"]
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}'
topic = "arn:aws:sns:eu-west-1:111122223333:bounces"

# Reads, and pages of the program's own.
assert aws("sts", "get-caller-identity")["Account"] == "111122223333"
every = aws("ses", "list-identities", "--page-size", "3")["Identities"]
assert len(every) == 20 == len(set(every)), every
first = aws("ses", "list-identities", "--max-items", "4")
rest = aws("ses", "list-identities", "--starting-token", first["NextToken"])
assert first["Identities"] + rest["Identities"] == every
page = aws("sesv2", "list-email-identities", "--page-size", "6", "--no-paginate")
following = aws("sesv2", "list-email-identities", "--page-size", "6", "--next-token", page["NextToken"], "--no-paginate")
assert [i["IdentityName"] for i in page["EmailIdentities"] + following["EmailIdentities"]] == every[:12]
assert aws("ses", "get-identity-verification-attributes", "--identities", "example.com")["VerificationAttributes"]["example.com"]["VerificationStatus"] == "Success"
assert aws("ses", "list-identity-policies", "--identity", "example.com")["PolicyNames"] == ["open"]
assert "ses:SendEmail" in aws("ses", "get-identity-policies", "--identity", "example.com", "--policy-names", "open")["Policies"]["open"]
assert aws("ses", "get-identity-notification-attributes", "--identities", "bounce.example.net")["NotificationAttributes"]["bounce.example.net"]["BounceTopic"] == topic
assert aws("sesv2", "get-email-identity", "--email-identity", "events.example.net")["ConfigurationSetName"] == "transactional"
assert aws("sesv2", "list-configuration-sets")["ConfigurationSets"] == ["transactional"]
assert aws("sesv2", "get-account")["SendingEnabled"] is True
assert topic in [t["TopicArn"] for t in aws("sns", "list-topics")["Topics"]]
assert "SNS:Publish" in aws("sns", "get-topic-attributes", "--topic-arn", topic)["Attributes"]["Policy"]

# Put by one version of SES, listed and deleted by the other, both ways round.
assert aws("ses", "list-identity-policies", *identity)["PolicyNames"] == []
aws("ses", "put-identity-policy", *identity, "--policy-name", "p", "--policy", policy)
assert aws("sesv2", "get-email-identity-policies", *newer)["Policies"] == {"p": policy}
aws("sesv2", "delete-email-identity-policy", *named)
assert aws("ses", "list-identity-policies", *identity)["PolicyNames"] == []
aws("sesv2", "create-email-identity-policy", *named, "--policy", policy)
assert aws("ses", "list-identity-policies", *identity)["PolicyNames"] == ["p"]
aws("ses", "delete-identity-policy", *identity, "--policy-name", "p")
assert aws("sesv2", "get-email-identity-policies", *newer)["Policies"] == {}
aws("ses", "set-identity-notification-topic", *identity, "--notification-type", "Bounce", "--sns-topic", topic)
assert aws("ses", "get-identity-notification-attributes", "--identities", "quiet.example.net")["NotificationAttributes"]["quiet.example.net"]["BounceTopic"] == topic
aws("sesv2", "put-configuration-set-delivery-options", "--configuration-set-name", "transactional", "--tls-policy", "REQUIRE")
assert aws("ses", "describe-configuration-set", "--configuration-set-name", "transactional", "--configuration-set-attribute-names", "deliveryOptions")["DeliveryOptions"]["TlsPolicy"] == "Require"

# Topics, roles and keys.
arn = aws("sns", "create-topic", "--name", "new")["TopicArn"]
aws("sns", "add-permission", "--topic-arn", arn, "--label", "l", "--aws-account-id", "444455556666", "--action-name", "Publish")
assert "444455556666" in aws("sns", "get-topic-attributes", "--topic-arn", arn)["Attributes"]["Policy"]
aws("sns", "delete-topic", "--topic-arn", arn)
aws("iam", "create-role", "--role-name", "r", "--assume-role-policy-document", policy)
other = policy.replace("Allow", "Deny")
aws("iam", "update-assume-role-policy", "--role-name", "r", "--policy-document", other)
assert aws("iam", "get-role", "--role-name", "r")["Role"]["AssumeRolePolicyDocument"] == json.loads(other)
assert [role["RoleName"] for role in aws("iam", "list-roles")["Roles"]] == ["r"]
aws("iam", "delete-role", "--role-name", "r")

# Errors, as the program words them.
refused(("NoSuchEntity", "The role with name r cannot be found."), "iam", "get-role", "--role-name", "r")
refused(("NotFoundException", "Email identity x does not exist."), "sesv2", "get-email-identity", "--email-identity", "x")
refused(("NotFoundException", "Policy p does not exist"), "sesv2", "delete-email-identity-policy", *named)
refused(("InvalidPolicy", ""), "ses", "put-identity-policy", *identity, "--policy-name", "p", "--policy", "{")
refused(("ConfigurationSetDoesNotExist", "Configuration set <x> does not exist."), "ses", "describe-configuration-set", "--configuration-set-name", "x")
refused(("NotFound", "Topic does not exist"), "sns", "get-topic-attributes", "--topic-arn", arn)
refused(("InvalidParameter", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"), "sns", "get-topic-attributes", "--topic-arn", "x")
refused(("BadRequestException", "The next token is invalid."), "sesv2", "list-email-identities", "--next-token", "x", "--no-paginate")
user = "User: arn:aws:iam::111122223333:user/mock is not authorized to perform: "
refused(("AuthorizationError", user + "SNS:GetTopicAttributes on resource: arn:aws:sns:eu-west-1:777788889999:not-ours"), "sns", "get-topic-attributes", "--topic-arn", "arn:aws:sns:eu-west-1:777788889999:not-ours")
refused(("AccessDeniedException", user + "ses:ListEmailIdentities on resource: *"), "sesv2", "list-email-identities", region="eu-central-1")
refused(("AccessDenied", user + "sts:AssumeRole on resource: arn:aws:iam::999999999999:role/r"), "sts", "assume-role", "--role-arn", "arn:aws:iam::999999999999:role/r", "--role-session-name", "me")

# Who may not come in, in the words of each protocol.
wrong = {**KEY, "AWS_SECRET_ACCESS_KEY": "wrong"}
signature = "The request signature we calculated does not match the signature you provided."
refused(("SignatureDoesNotMatch", signature), "ses", "list-identities", keys=wrong)
refused(("InvalidSignatureException", signature), "sesv2", "list-email-identities", keys=wrong)
unknown = {**KEY, "AWS_ACCESS_KEY_ID": "AKIAUNKNOWNUNKNOWN"}
refused(("InvalidClientTokenId", "The security token included in the request is invalid."), "ses", "list-identities", keys=unknown)
refused(("UnrecognizedClientException", "The security token included in the request is invalid."), "sesv2", "get-account", keys=unknown)
expired = {"AWS_ACCESS_KEY_ID": "ASIAEXPIREDSESSION00", "AWS_SECRET_ACCESS_KEY": "expired", "AWS_SESSION_TOKEN": "expired"}
refused(("ExpiredToken", "The security token included in the request is expired"), "sts", "get-caller-identity", keys=expired)
refused(("ExpiredTokenException", "The security token included in the request is expired"), "sesv2", "get-account", keys=expired)
with open(AWS) as script:
    python = script.readline().removeprefix("#!").split()
late = [*python, "-c", LATE]
text = refused(("SignatureDoesNotMatch", "Signature expired: 20200102T030405Z is now earlier than "), "sts", "get-caller-identity", program=late)
assert re.search(r"earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$", text.strip()), text
text = refused(("InvalidSignatureException", "Signature expired: 20200102T030405Z is now earlier than "), "sesv2", "get-account", program=late)
assert re.search(r"earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$", text.strip()), text

# A session in another account.
given = aws("sts", "assume-role", "--role-arn", "arn:aws:iam::444455556666:role/audit", "--role-session-name", "me")["Credentials"]
session = {"AWS_ACCESS_KEY_ID": given["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"], "AWS_SESSION_TOKEN": given["SessionToken"]}
assert aws("sts", "get-caller-identity", keys=session)["Arn"] == "arn:aws:sts::444455556666:assumed-role/audit/me"
version = subprocess.run([AWS, "--version"], capture_output=True, text=True)
print(f"ok {calls} calls with {(version.stdout or version.stderr).split()[0]}")
