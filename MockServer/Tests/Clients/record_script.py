"""What .ci/record does with boto3.

names                           the names that the recording has to keep, so that the script can ask for them again
run URL OUT                     runs the script against URL; a line of JSON for each call goes to OUT
compare RECORDED REPLAYED       whether both saw the same, but for pseudonyms that stand for the same thing everywhere
scan RECORDED WORLD             whether any secret or account that went in is in a file of the world
"""

import json
import os
import re
import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

DOMAIN, ADDRESS = "shop.example.com", "press@shop.example.com"
NAMES = ["shop.example.com", "absent.example.com", "press", "orders", "absent", "sendout", "transactional", "auditor", "keeper", "readmail",
         "one"]


def policy(principal, action, resource):
    statement = {"Sid": "one", "Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Script:
    def __init__(self, url, out):
        self.url, self.out = url, out

    def client(self, service, **keys):
        settings = Config(retries={"max_attempts": 0}, parameter_validation=False)
        return boto3.client(service, endpoint_url=self.url, config=settings, **keys)

    def call(self, client, operation, **parameters):
        """Makes one call, writes down what came of it, and gives it."""
        try:
            result = getattr(client, operation)(**parameters)
            status = result.pop("ResponseMetadata")["HTTPStatusCode"]
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            result = {"exception": type(error).__name__, "code": error.response["Error"]["Code"]}
        except ResponseParserError as error:
            status, result = None, {"exception": type(error).__name__}
        name = f"{client.meta.service_model.service_name}.{operation}"
        self.out.write(json.dumps({"call": name, "status": status, "result": result}, default=str) + "\n")
        return result

    def run(self):
        ses, sesv2, sns = self.client("ses"), self.client("sesv2"), self.client("sns")
        sts, iam, call = self.client("sts"), self.client("iam"), self.call

        account = call(sts, "get_caller_identity")["Account"]

        call(sns, "list_topics")
        topic = call(sns, "create_topic", Name="orders")["TopicArn"]
        call(sns, "list_topics")
        call(sns, "get_topic_attributes", TopicArn=topic)
        call(sns, "set_topic_attributes", TopicArn=topic, AttributeName="Policy",
             AttributeValue=policy({"AWS": f"arn:aws:iam::{account}:root"}, "sns:Publish", topic))
        call(sns, "get_topic_attributes", TopicArn=topic)
        call(sns, "subscribe", TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
        call(sns, "list_subscriptions_by_topic", TopicArn=topic)
        call(sns, "tag_resource", ResourceArn=topic, Tags=[{"Key": "orders", "Value": "keeper"}])
        call(sns, "list_tags_for_resource", ResourceArn=topic)
        call(sns, "get_topic_attributes", TopicArn=topic.replace("orders", "absent"))

        call(sesv2, "list_email_identities")
        call(sesv2, "create_email_identity", EmailIdentity=DOMAIN)
        call(sesv2, "create_email_identity", EmailIdentity=ADDRESS)
        call(sesv2, "create_email_identity", EmailIdentity=DOMAIN)
        call(sesv2, "list_email_identities")
        call(sesv2, "get_email_identity", EmailIdentity=DOMAIN)
        arn = f"arn:aws:ses:eu-west-1:{account}:identity/{DOMAIN}"
        call(sesv2, "create_email_identity_policy", EmailIdentity=DOMAIN, PolicyName="sendout",
             Policy=policy("*", "ses:SendEmail", arn))
        call(sesv2, "get_email_identity", EmailIdentity=DOMAIN)
        call(sesv2, "get_email_identity_policies", EmailIdentity=DOMAIN)
        call(sesv2, "delete_email_identity_policy", EmailIdentity=DOMAIN, PolicyName="sendout")
        call(sesv2, "get_email_identity", EmailIdentity=DOMAIN)
        call(sesv2, "get_email_identity", EmailIdentity="absent.example.com")
        call(sesv2, "create_configuration_set", ConfigurationSetName="transactional")
        call(sesv2, "list_configuration_sets")
        call(sesv2, "get_configuration_set", ConfigurationSetName="absent")

        call(ses, "list_identities")
        call(ses, "get_identity_verification_attributes", Identities=[DOMAIN, ADDRESS])
        call(ses, "set_identity_notification_topic", Identity=DOMAIN, NotificationType="Bounce", SnsTopic=topic)
        call(ses, "get_identity_notification_attributes", Identities=[DOMAIN])
        call(ses, "set_identity_feedback_forwarding_enabled", Identity=DOMAIN, ForwardingEnabled=False)
        call(ses, "get_identity_notification_attributes", Identities=[DOMAIN])
        call(ses, "list_identity_policies", Identity=DOMAIN)
        call(ses, "get_send_quota")
        call(ses, "delete_identity", Identity=ADDRESS)
        call(ses, "list_identities")

        trust = policy({"AWS": f"arn:aws:iam::{account}:root"}, "sts:AssumeRole", "*")
        call(iam, "list_roles")
        role = call(iam, "create_role", RoleName="auditor", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        call(iam, "get_role", RoleName="auditor")
        call(iam, "put_role_policy", RoleName="auditor", PolicyName="readmail",
             PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": {
                 "Effect": "Allow", "Action": "ses:Get*", "Resource": "*"}}))
        call(iam, "get_role_policy", RoleName="auditor", PolicyName="readmail")
        call(iam, "list_roles")
        call(iam, "create_user", UserName="keeper")
        call(iam, "create_access_key", UserName="keeper")
        call(iam, "list_access_keys", UserName="keeper")
        call(iam, "get_account_authorization_details", Filter=["Role"])
        call(iam, "get_role", RoleName="absent")

        given = call(sts, "assume_role", RoleArn=role, RoleSessionName="keeper")["Credentials"]
        inner = dict(aws_access_key_id=given["AccessKeyId"], aws_secret_access_key=given["SecretAccessKey"],
                     aws_session_token=given["SessionToken"])
        call(self.client("sns", **inner), "list_topics")
        call(sns, "delete_topic", TopicArn=topic)
        call(sns, "list_topics")


def lines(path):
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def texts(value, key=""):
    """Every text in a value with the name that it stands under; documents inside texts are looked into."""
    if isinstance(value, dict):
        # Names of things may be keys, so those are compared by their place.
        for name in sorted(set(value) - {"PackedPolicySize"}):
            yield "key", name
            yield from texts(value[name], name)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, key)
    elif isinstance(value, str) and value[:1] in "{[" and value[:1]:
        yield from texts(json.loads(value), key)
    else:
        yield key, str(value)


def compare(recorded, replayed):
    there, back, wrong = {}, {}, 0
    recorded, replayed = lines(recorded), lines(replayed)
    assert len(recorded) == len(replayed), f"{len(recorded)} calls recorded, {len(replayed)} replayed"
    for number, (one, other) in enumerate(zip(recorded, replayed), 1):
        problems = []
        a, b = list(texts(one)), list(texts(other))
        if [name for name, _ in a] != [name for name, _ in b]:
            problems.append("members differ")
        for (name, real), (_, shown) in zip(a, b):
            if name == "Expiration" or real == shown:
                continue
            # A session is issued anew, all else is made of words that each have one pseudonym.
            issued = name in ("SessionToken", "SecretAccessKey", "AccessKeyId", "AssumedRoleId", "VerificationToken")
            split = (lambda text: [text]) if issued else (lambda text: re.split(r"([^A-Za-z0-9]+)", text))
            x, y = split(real), split(shown)
            if len(x) != len(y):
                problems.append(f"{name}: {real} / {shown}")
            for word, pseudonym in zip(x, y):
                if there.setdefault(word, pseudonym) != pseudonym or back.setdefault(pseudonym, word) != word:
                    problems.append(f"{name}: {word} is {there[word]} and {pseudonym}")
        if problems:
            wrong += 1
            print(f"{number} {one['call']}: {'; '.join(problems)}\n  {one}\n  {other}")
    print(f"{len(recorded) - wrong} of {len(recorded)} calls saw the same")
    return wrong == 0


def scan(recorded, world):
    secrets = {os.environ["RECORDER_KEY"], os.environ["RECORDER_SECRET"]}
    accounts = set()
    for line in lines(recorded):
        for name, text in texts(line):
            if name in ("SecretAccessKey", "SessionToken", "AccessKeyId"):
                secrets.add(text)
            accounts.update(re.findall(r"(?<!\d)\d{12}(?!\d)", text))
    files = [path for path in Path(world).rglob("*") if path.is_file()]
    found = 0
    for path in files:
        text = path.read_text()
        for one in secrets | accounts:
            if one in text or one in str(path.relative_to(world)):
                found += 1
                print(f"{path}: holds {'an account' if one in accounts else 'a secret'} that went in")
        if path.stat().st_mode & 0o077:
            found += 1
            print(f"{path}: others may read it")
    print(f"{len(secrets)} secrets and {len(accounts)} accounts went in; {len(files)} files hold {found} of them")
    return found == 0 and len(files) > 20 and len(secrets) > 5


command, *rest = sys.argv[1:]
if command == "names":
    print(",".join(NAMES))
elif command == "run":
    with open(rest[1], "w") as out:
        Script(rest[0], out).run()
else:
    sys.exit(0 if {"compare": compare, "scan": scan}[command](*rest) else 1)
