#!/usr/bin/env python3
"""Makes the embedded service models again from a pinned botocore.

usage: import.py [WHEEL]

WHEEL is a botocore wheel; without it, pip downloads the pinned version into a temporary folder.
For each service of SERVICES the newest version is read, its `sdk-extras` are merged, and what remains after a cut
to the operations and facts that are used is written to models/ beside this script:

    SERVICE.json             metadata, operations, shapes and pagination in botocore's format, one entry a line
    SERVICE.endpoints.json   the endpoint rule set
    partitions.json          the partitions that the rule sets ask for
    *.inc                    the list of these files, for models.c
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

VERSION = "1.44.5"
FOLDER = pathlib.Path(__file__).resolve().parent / "models"

# What reads, by its verb. The class of an operation is decided elsewhere (facts.json); this is only the cut.
READS = r"(BatchGet|Describe|Generate|Get|Head|List|Lookup|Search|Simulate)[A-Z].*"

# Service -> the operations to keep beyond those that read: what fixes need, what the mock keeps state for, and what
# credentials are fetched with. A pattern that begins with "=" takes the place of READS.
SERVICES = {
    "account": "",
    "cloudtrail": "",
    "ec2": "=DescribeRegions",
    "ecr": "SetRepositoryPolicy|DeleteRepositoryPolicy|PutImageScanningConfiguration|PutImageTagMutability"
    "|(Tag|Untag)Resource",
    "glacier": "(Set|Delete)VaultAccessPolicy|(Add|Remove)Tags(To|From)Vault",
    "iam": "(Create|Delete|Update|Tag|Untag)(Role|User|Policy|SAMLProvider|OpenIDConnectProvider)"
    "|(Put|Delete|Attach|Detach)(Role|User|Group)Policy|(Put|Delete)(Role|User)PermissionsBoundary"
    "|(Create|Delete)PolicyVersion|SetDefaultPolicyVersion|UpdateAssumeRolePolicy|UpdateRoleDescription"
    "|(Create|Delete|Update)AccessKey|(Create|Delete|Update)Group|(Add|Remove)User(To|From)Group"
    "|(Create|Delete)AccountAlias|(Update|Delete)AccountPasswordPolicy",
    "kms": "PutKeyPolicy|(Enable|Disable)KeyRotation|(Enable|Disable)Key|(Tag|Untag)Resource",
    "lambda": "(Add|Remove)Permission|(Tag|Untag)Resource",
    "mailmanager": "(Tag|Untag)Resource",
    "organizations": "",
    "route53": "ChangeTagsForResource",
    "s3": "(Create|Delete)Bucket"
    "|(Put|Delete)(PublicAccessBlock|Bucket(Policy|Encryption|Tagging|OwnershipControls|Lifecycle))"
    "|PutBucket(Versioning|Logging|Acl|LifecycleConfiguration)",
    "s3control": "(Put|Delete)(PublicAccessBlock|AccessPointPolicy)",
    "secretsmanager": "(Put|Delete)ResourcePolicy|(Tag|Untag)Resource|ValidateResourcePolicy",
    "ses": "(Put|Delete)IdentityPolicy|DeleteIdentity|SetIdentity.*|VerifyDomainIdentity|VerifyDomainDkim"
    "|VerifyEmailIdentity|(Create|Delete)ConfigurationSet|(Create|Update|Delete)ConfigurationSet(EventDestination"
    "|TrackingOptions)|PutConfigurationSetDeliveryOptions|UpdateConfigurationSet.*|UpdateAccountSendingEnabled"
    "|(Create|Delete|Clone)ReceiptRuleSet|(Create|Update|Delete)ReceiptRule|SetActiveReceiptRuleSet"
    "|(Create|Delete)ReceiptFilter|SetReceiptRulePosition|ReorderReceiptRuleSet",
    "sesv2": "(Create|Update|Delete)EmailIdentity(Policy)?|PutEmailIdentity.*|PutConfigurationSet.*"
    "|(Create|Delete)ConfigurationSet|(Create|Update|Delete)ConfigurationSetEventDestination|PutAccount.*"
    "|(Create|Update|Delete)ContactList|(Create|Delete)DedicatedIpPool|PutDedicatedIp.*|(Tag|Untag)Resource",
    "sns": "(Create|Delete)Topic|Set(Topic|Subscription)Attributes|(Add|Remove)Permission|Subscribe|Unsubscribe"
    "|ConfirmSubscription|(Tag|Untag)Resource|PutDataProtectionPolicy",
    "sqs": "SetQueueAttributes|(Create|Delete)Queue|(Add|Remove)Permission|(Tag|Untag)Queue",
    "sso": "",
    "sso-oidc": "CreateToken",
    "sts": "AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|DecodeAuthorizationMessage",
}

METADATA = """apiVersion awsQueryCompatible checksumFormat endpointPrefix globalEndpoint jsonVersion protocol protocols
    serviceFullName serviceId signatureVersion signingName targetPrefix xmlNamespace""".split()
OPERATION = """auth authtype endpoint errors http httpChecksum httpChecksumRequired idempotent input output
    readonly staticContextParams unsignedPayload""".split()
SHAPE = """document enum error event eventstream exception fault flattened key locationName max member members min pattern
    payload required sensitive streaming synthetic timestampFormat type union value wrapper xmlNamespace
    xmlOrder""".split()
REFERENCE = """contextParam eventheader eventpayload flattened hostLabel idempotencyToken jsonvalue location
    locationName queryName resultWrapper sensitive shape streaming timestampFormat xmlAttribute xmlNamespace""".split()
PAGINATION = "input_token limit_key more_results non_aggregate_keys output_token result_key".split()


def main(arguments):
    if len(arguments) > 1:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as temporary:
        wheel = arguments[0] if arguments else download(temporary)
        with zipfile.ZipFile(wheel) as archive:
            write(Data(archive))


def download(folder):
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
    subprocess.run(pip + [f"botocore=={VERSION}"], check=True)
    return next(pathlib.Path(folder).glob("*.whl"))


def write(data):
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    names = []
    for service, changes in sorted(SERVICES.items()):
        names += [f"{service}.json", f"{service}.endpoints.json"]
        (FOLDER / names[-2]).write_text(lines(cut(data.model(service), changes)))
        (FOLDER / names[-1]).write_text(compact(rules(data.read(service, "endpoint-rule-set-1"))) + "\n")
    names.append("partitions.json")
    (FOLDER / names[-1]).write_text(compact(data.top("partitions.json")) + "\n")
    arrays = [f'static const unsigned char {c(name)}[] = {{\n#embed "{name}"\n}};\n' for name in names]
    entries = [f'{{"{name}", {c(name)}, sizeof {c(name)}}},\n' for name in names]
    (FOLDER / "arrays.inc").write_text("".join(arrays))
    (FOLDER / "entries.inc").write_text("".join(entries))


class Data:
    """The data folder inside a wheel."""

    def __init__(self, archive):
        self.archive = archive
        self.names = set(archive.namelist())

    def top(self, name):
        return json.loads(self.archive.read("botocore/data/" + name))

    def newest(self, service):
        prefix = f"botocore/data/{service}/"
        return prefix + max(name[len(prefix) :].split("/")[0] for name in self.names if name.startswith(prefix))

    def read(self, service, kind):
        name = f"{self.newest(service)}/{kind}.json"
        if name + ".gz" in self.names:
            return json.loads(gzip.decompress(self.archive.read(name + ".gz")))
        return json.loads(self.archive.read(name)) if name in self.names else {}

    def model(self, service):
        model = self.read(service, "service-2")
        model["pagination"] = self.read(service, "paginators-1").get("pagination", {})
        for kind in ("service-2", "paginators-1"):
            merge(model, self.read(service, kind + ".sdk-extras").get("merge", {}))
        return model


def merge(base, extra):
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value


def cut(model, changes):
    wanted = changes[1:] if changes.startswith("=") else f"{READS}|{changes}"
    pattern = re.compile(f"({wanted})$")
    operations = {name: only(value, OPERATION) for name, value in model["operations"].items() if pattern.match(name)}
    for operation in operations.values():
        for part in ("input", "output"):
            if part in operation:
                operation[part] = only(operation[part], REFERENCE)
        if "errors" in operation:
            operation["errors"] = [{"shape": error["shape"]} for error in operation["errors"]]
    return {
        "metadata": only(model["metadata"], METADATA),
        "operations": operations,
        "shapes": reachable(model["shapes"], operations),
        "pagination": {
            name: only(value, PAGINATION) for name, value in model["pagination"].items() if name in operations
        },
    }


def reachable(shapes, operations):
    found = {}

    def visit(reference):
        name = reference["shape"]
        if name in found:
            return
        shape = found[name] = only(shapes[name], SHAPE)
        for part in ("member", "key", "value"):
            if part in shape:
                shape[part] = only(shape[part], REFERENCE)
                visit(shape[part])
        if "members" in shape:
            shape["members"] = {key: only(member, REFERENCE) for key, member in shape["members"].items()}
            for member in shape["members"].values():
                visit(member)

    for operation in operations.values():
        for part in ("input", "output"):
            if part in operation:
                visit(operation[part])
        for error in operation.get("errors", []):
            visit(error)
    return dict(sorted(found.items()))


def rules(tree):
    if isinstance(tree, dict):
        return {key: rules(value) for key, value in tree.items() if key != "documentation"}
    return [rules(value) for value in tree] if isinstance(tree, list) else tree


def only(value, keys):
    return {key: value[key] for key in value if key in keys}


def lines(model):
    parts = []
    for name, part in model.items():
        entries = [f"{compact(key)}:{compact(value)}" for key, value in part.items()]
        parts.append(f"{compact(name)}:{{\n" + ",\n".join(entries) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def c(name):
    return "file_" + re.sub(r"\W", "_", name.removesuffix(".json"))


if __name__ == "__main__":
    main(sys.argv[1:])
