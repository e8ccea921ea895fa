"""Somebody without any credentials asks a port for everything that the OpenAPI document has, with every verb.

stranger.py OPENAPI BASE OPEN...: OPEN are what may be answered, as "GET /health". Prints how many were refused; ends with 1, and what
was given away, when anything else was answered. The HUD's one page, which is empty without its data, stands for all paths that are no route's.
"""

import http.client, json, re, ssl, sys
from urllib.parse import urlsplit

VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"]
REFUSED = {400, 401, 403, 404, 405, 411, 413, 415, 421, 422, 429, 501}

document, base, allowed = sys.argv[1], urlsplit(sys.argv[2]), set(sys.argv[3:])
paths = sorted(json.load(open(document))["paths"]) + [
    "/openapi.json", "/metrics", "/somewhere", "/fleet/enrol", "/fleet/stream", "/fleet/standby", "/.env", "/../control/owner.token"]


def ask(verb, path):
    blind = ssl._create_unverified_context()  # a stranger cares for no certificate
    there = (http.client.HTTPSConnection(base.netloc, context=blind, timeout=10) if base.scheme == "https"
             else http.client.HTTPConnection(base.netloc, timeout=10))
    try:
        there.putrequest(verb, path, skip_accept_encoding=True)
        body = b"{}" if verb in ("POST", "PUT", "PATCH", "DELETE") else b""
        if body:
            there.putheader("Content-Type", "application/json")
            there.putheader("Content-Length", str(len(body)))
        there.endheaders(body)
        answer = there.getresponse()
        return answer.status, answer.read(100_000)
    except (http.client.HTTPException, ConnectionError, ssl.SSLError):
        return 0, b""  # hung up: nothing was given
    finally:
        there.close()


status, page = ask("GET", "/")
page = page if status == 200 and b"<html" in page else None
refused, given = 0, []
for path in paths:
    for verb in VERBS:
        name = f"{verb} {path}"
        status, body = ask(verb, re.sub(r"\{\w+\}", "x", path))
        if status == 0 or status in REFUSED:
            refused += 1
        elif name not in allowed and body != page and not (verb == "HEAD" and f"GET {path}" in allowed):
            given.append(f"{name}: {status} {body[:120]!r}")
print(refused)
if given:
    print("\n".join(given), file=sys.stderr)
    sys.exit(1)
