"""Signs requests of SES and writes them as a script for wrk: requests.py URL NAMES COUNT SECONDS.

Each asks for the policies of one of the identities in the file NAMES, and each is signed with a date of its own within
the last SECONDS, so that no two are the same. The script sends them in turn.
"""

import datetime
import hashlib
import hmac
import sys
import urllib.parse

url, names, count, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
host = url.split("//")[1]
kind = "application/x-www-form-urlencoded; charset=utf-8"
policies = "".join(f"&PolicyNames.member.{n}={name}" for n, name in enumerate(("open", "open-aws"), 1))
now = datetime.datetime.now(datetime.timezone.utc)
keys = {}


def key(day, region="eu-west-1", service="ses"):
    if day not in keys:
        made = b"AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        for part in (day, region, service, "aws4_request"):
            made = hmac.new(made, part.encode(), hashlib.sha256).digest()
        keys[day] = made
    return keys[day]


with open(names) as file:
    identities = file.read().split()
identities = identities[:: max(1, len(identities) // count)][:count]
print('local all, at, headers = {}, 0, {["Content-Type"] = "%s"}' % kind)
print("local function add(date, authorization, body)")
print('  headers["X-Amz-Date"], headers["Authorization"] = date, authorization')
print('  all[#all + 1] = wrk.format("POST", "/", headers, body)')
print("end")
print("function init()")
print(f'  headers["Host"] = "{host}"')
print("  for line in io.lines(wrk.headers.file) do add(line:match('([^\\t]*)\\t([^\\t]*)\\t(.*)')) end")
print("  wrk.headers.file = nil")
print("end")
print("function request() at = at % #all + 1; return all[at] end")
print(f'wrk.headers.file = "{sys.argv[5]}"')
with open(sys.argv[5], "w") as out:
    for number, identity in enumerate(identities):
        moment = now - datetime.timedelta(seconds=number % seconds)
        date = moment.strftime("%Y%m%dT%H%M%SZ")
        body = f"Action=GetIdentityPolicies&Version=2010-12-01&Identity={urllib.parse.quote(identity)}{policies}"
        canonical = (
            f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\nx-amz-date:{date}\n\ncontent-type;host;x-amz-date\n"
            + hashlib.sha256(body.encode()).hexdigest()
        )
        scope = f"{date[:8]}/eu-west-1/ses/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(key(date[:8]), text.encode(), hashlib.sha256).hexdigest()
        out.write(
            f"{date}\tAWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{scope}, "
            f"SignedHeaders=content-type;host;x-amz-date, Signature={signature}\t{body}\n"
        )
