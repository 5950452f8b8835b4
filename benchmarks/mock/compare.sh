#!/bin/sh
# Compares mock-aws with nginx's static `return` under wrk: requests a second, CPU per request, p99.
# Usage: compare.sh MOCK_AWS WORLD [SECONDS]     (needs nginx, wrk and python3)
set -eu
mock=$1 world=$2 seconds=${3:-5}
work=$(mktemp -d)
trap 'kill $pids 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
pids=""

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

cpu() { # microseconds of CPU that process $1 and its children have used
    total=0
    for pid in $1 $(pgrep -P "$1" || true); do
        set -- $(sed 's/.*) //' "/proc/$pid/stat")
        total=$((total + ${12} + ${13}))
    done
    echo $((total * 1000000 / $(getconf CLK_TCK)))
}

measure() { # name pid url script
    before=$(cpu "$2")
    wrk -t1 -c64 -d"${seconds}s" --latency -s "$4" "$3" >"$work/out"
    after=$(cpu "$2")
    requests=$(awk '/requests in/ {print $1}' "$work/out")
    errors=$(awk '/Non-2xx/ {print $NF}' "$work/out")
    echo "$1: $(awk '/Requests\/sec/ {print $2}' "$work/out") requests/s," \
        "$(awk "BEGIN {printf \"%.1f\", ($after - $before) / $requests}") us CPU each," \
        "p99 $(awk '/99%/ {print $2}' "$work/out"), ${errors:-0} refused"
}

sign() { # url > a wrk script with a request that is signed now
    python3 - "$1" <<'PY'
import datetime, hashlib, hmac, sys
host = sys.argv[1].split("//")[1]
body = "Action=GetIdentityPolicies&Version=2010-12-01&Identity=split.example.net&PolicyNames.member.1=low&PolicyNames.member.2=high"
now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
kind = "application/x-www-form-urlencoded; charset=utf-8"
canonical = f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\nx-amz-date:{now}\n\ncontent-type;host;x-amz-date\n{hashlib.sha256(body.encode()).hexdigest()}"
scope = f"{now[:8]}/eu-west-1/ses/aws4_request"
text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
key = b"AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
for part in scope.split("/"):
    key = hmac.new(key, part.encode(), hashlib.sha256).digest()
signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
print(f"""wrk.method = "POST"
wrk.body = "{body}"
wrk.headers["Content-Type"] = "{kind}"
wrk.headers["X-Amz-Date"] = "{now}"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{scope}, SignedHeaders=content-type;host;x-amz-date, Signature={signature}"
""")
PY
}

port=$(free_port)
reply=$(python3 -c 'print("x" * 1024)')
cat >"$work/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $work/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000; server { listen 127.0.0.1:$port; location / { return 200 "$reply"; } } }
CONF
nginx -c "$work/nginx.conf" -p "$work" & nginx=$!
pids="$nginx"
sign "http://127.0.0.1:$port" >"$work/nginx.lua"
until wrk -t1 -c1 -d1s "http://127.0.0.1:$port/" >/dev/null 2>&1; do :; done
measure "nginx return" $nginx "http://127.0.0.1:$port/" "$work/nginx.lua"

for mode in off strict; do
    mkfifo "$work/$mode"
    "$mock" serve --world "$world" --auth $mode --quiet >"$work/$mode" & server=$!
    pids="$pids $server"
    read -r line <"$work/$mode"
    url=${line#listening on }
    sign "$url" >"$work/$mode.lua"
    measure "mock-aws --auth $mode" $server "$url/" "$work/$mode.lua"
    kill $server
done
