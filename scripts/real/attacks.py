"""A stranger's bad manners, one after the other, against a running control. Prints a line for each; ends with 1 when one of them works.

attacks.py HOME API FLEET PID: control's home, its ports, its process.
"""
import http.client
import json
import os
import socket
import ssl
import sys
import time

home, api, fleet, pid = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
token = open(home + "/control/owner.token").read().strip()
blind = ssl._create_unverified_context()  # a stranger cares for no certificate
LOGINS, SLOW, PATIENCE = 10_000, 2_000, 90


def resident():
    for line in open("/proc/%s/status" % pid):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) >> 10


def handles():
    return len(os.listdir("/proc/%s/fd" % pid))


def owner(path):
    line = http.client.HTTPConnection("127.0.0.1", api, timeout=20)
    line.request("GET", "/api/v1" + path, headers={"Authorization": "Bearer " + token})
    answer = line.getresponse()
    if answer.status != 200:
        sys.exit("the owner is not answered: %s %d %s" % (path, answer.status, answer.read(200)))
    return json.loads(answer.read())


def wrong_logins():
    line, said = http.client.HTTPConnection("127.0.0.1", api, timeout=20), {}
    before, length = resident(), owner("/ledger?limit=1")["items"][0]["sequence"]
    began = time.monotonic()
    for number in range(LOGINS):
        line.request("POST", "/api/v1/login", json.dumps({"code": "%04d-%04d" % divmod(number, 10_000)}), {"Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read()
        said[answer.status] = said.get(answer.status, 0) + 1
    if set(said) - {401, 403, 429} or said.get(429, 0) < LOGINS - 1000:
        sys.exit("10,000 wrong logins: %s" % said)
    written = owner("/ledger?limit=1")["items"][0]["sequence"] - length
    grown = resident() - before
    if written > 200 or grown > 200:
        sys.exit("10,000 wrong logins wrote %d entries, and took %d MiB" % (written, grown))
    print("10,000 wrong logins in %.1f s: %d were looked at, %d turned away unread; %d entries in the ledger, %d MiB more"
          % (time.monotonic() - began, LOGINS - said[429], said[429], written, grown))


def slow_lorises(what, port, wrap):
    before, held = handles(), []
    try:
        for _ in range(SLOW):
            one = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            held.append(wrap(one))
            held[-1].sendall(b"GET /livez HTTP/1.1\r\nX-Slow: a")
        began = time.monotonic()
        owner("/world")
        answered = time.monotonic() - began
        if answered > 2:
            sys.exit("with %d slow ones the owner waits %.1f s" % (SLOW, answered))
        print("%s: beside %d connections that never end their request the owner is answered in %.0f ms; control holds %d handles more"
              % (what, SLOW, answered * 1000, handles() - before))
    finally:
        for one in held:
            one.close()


def smuggled(what, port, wrap):
    for doubt in ("Content-Length: 4\r\nTransfer-Encoding: chunked", "Content-Length: 4\r\nContent-Length: 5", "Transfer-Encoding: xchunked\r\nContent-Length: 4"):
        host = "127.0.0.1:%d" % port
        request = "GET /livez HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n0\r\n\r\nGET /api/v1/login HTTP/1.1\r\nHost: %s\r\n\r\n" % (host, doubt, host)
        one = wrap(socket.create_connection(("127.0.0.1", port), timeout=5))
        one.sendall(request.encode())
        said = b""
        try:
            while part := one.recv(65536):
                said += part
        except (TimeoutError, ConnectionError, ssl.SSLError):
            pass
        one.close()
        if said.count(b"HTTP/1.1 ") > 1:
            sys.exit("%s: a hidden request was answered: %s" % (what, said[:300]))
    print("%s: a request hidden in another's body gets no answer" % what)


def plain(one):
    return one


def tls(one):
    return blind.wrap_socket(one, server_hostname="127.0.0.1")


wrong_logins()
for what, port, wrap in (("API", api, plain), ("fleet port", fleet, tls)):
    smuggled(what, port, wrap)
    slow_lorises(what, port, wrap)
