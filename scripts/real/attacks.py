"""A stranger's bad manners, one after the other, against a running control. Prints a line for each; ends with 1 when one of them works.

attacks.py HOME API HUD FLEET PID: control's home, which has a worker's beside it, its ports, its process.
"""
import http.client
import json
import os
import socket
import ssl
import sys
import time

home, api, hud, fleet, pid = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
token = open(home + "/control/owner.token").read().strip()
blind = ssl._create_unverified_context()  # a stranger cares for no certificate
LOGINS, SLOW, CROWD = 10_000, 2_000, 500
SEATS = {"people": 1_024, "fleet": 3_072}
HEAD, GRACE = 10, 5  # seconds: how long a head may take, and how much more until all have been let go of


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


def slow_lorises(what, port, wrap, half, seats):
    """Some thousand connections that never become a request, while an honest one is answered again and again."""
    before, resting, held, worst = handles(), resident(), [], 0
    limit = HEAD * max(1, min(SLOW, seats) / CROWD) + GRACE  # a crowd has longer in proportion
    began = time.monotonic()
    try:
        for _ in range(SLOW):
            one = socket.create_connection(("127.0.0.1", port), timeout=20)
            try:
                held.append(wrap(one))
                held[-1].sendall(half)
            except OSError:
                one.close()  # so many wait that it went at once
        opened = time.monotonic()
        time.sleep(1)  # whoever was sent away takes a moment to go
        most = handles() - before
        grown = resident() - resting
        if most > seats + 100:
            sys.exit("%s: %d connections without a request are held at once" % (what, most))
        while True:
            asked = time.monotonic()
            owner("/world")
            answered = time.monotonic() - asked
            worst = max(worst, answered)
            left = handles() - before
            if left < 50:
                break
            if asked - opened > limit:
                sys.exit("%s: %d of %d slow connections are still held after %d s" % (what, left, SLOW, asked - opened))
            time.sleep(0.25)
        if worst > 2:
            sys.exit("%s: beside them the owner waits %.1f s" % (what, worst))
        print("%s: %d connections that never become a request, opened in %.1f s: %d held at most (%d MiB), none %.1f s after the last; the owner waits %.0f ms at most"
              % (what, SLOW, opened - began, most, grown, time.monotonic() - opened, worst * 1000))
    finally:
        for one in held:
            one.close()


def dripping(what, port, wrap):
    """A byte now and then does not count as progress of a head."""
    one = wrap(socket.create_connection(("127.0.0.1", port), timeout=20))
    began = time.monotonic()
    try:
        one.sendall(b"GET /livez HTTP/1.1\r\nX-Slow: ")
        while time.monotonic() - began < HEAD + GRACE:
            one.sendall(b"a")
            time.sleep(0.5)
        sys.exit("%s: a head that drips is held for more than %d s" % (what, HEAD + GRACE))
    except OSError:
        print("%s: a head that drips is let go of after %.1f s" % (what, time.monotonic() - began))
    finally:
        one.close()


def status(one):
    """The first answer's status; 0 when there is none and the connection is closed."""
    said = b""
    try:
        while b"\r\n" not in said and (part := one.recv(65536)):
            said += part
    except (ConnectionError, ssl.SSLError):
        pass
    return int(said.split()[1]) if said.startswith(b"HTTP/1.1 ") else 0


def oversize(what, port, wrap, path):
    resting = resident()
    host = b"127.0.0.1:%d" % port
    asks = {
        "a head of 4 MiB": b"GET /livez HTTP/1.1\r\nHost: " + host + b"\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 1000) for i in range(4096)) + b"\r\n",
        "a line of 4 MiB": b"GET /" + b"a" * (4 << 20) + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n",
        "a body of 64 GiB, as it says": b"POST " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: 68719476736\r\n\r\n" + b"a" * 1000,
        "a chunk of 2 GiB, as it says": b"POST " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n" + b"a" * 1000,
    }
    said = {}
    for name, ask in asks.items():
        one = wrap(socket.create_connection(("127.0.0.1", port), timeout=HEAD + GRACE))
        try:
            one.sendall(ask)
        except OSError:
            pass  # it would not hear all of it
        said[name] = status(one)
        one.close()
        if said[name] and not 400 <= said[name] < 500:
            sys.exit("%s: %s is answered with %d" % (what, name, said[name]))
    grown = resident() - resting
    if grown > 100:
        sys.exit("%s: what is too big took %d MiB" % (what, grown))
    print("%s: %s; %d MiB more" % (what, ", ".join("%s: %s" % (name, code or "cut off") for name, code in said.items()), grown))


def frames(what, context):
    """A stream whose one frame says that it has a gigabyte, and never ends."""
    resting = resident()
    one = context.wrap_socket(socket.create_connection(("127.0.0.1", fleet), timeout=20), server_hostname="127.0.0.1")
    one.sendall(b"GET /fleet/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n" % fleet)
    if status(one) != 101:
        sys.exit("%s: the stream does not open" % what)
    began, sent = time.monotonic(), 0
    try:
        one.sendall(b"\x81\xff" + (1 << 30).to_bytes(8, "big") + b"\0\0\0\0")
        while sent < 256 << 20:
            one.sendall(b"a" * (1 << 16))
            sent += 1 << 16
        sys.exit("%s: %d MiB of one frame are taken" % (what, sent >> 20))
    except OSError:
        pass
    finally:
        one.close()
    grown = resident() - resting
    if grown > 100:
        sys.exit("%s: a frame of a gigabyte took %d MiB" % (what, grown))
    print("%s: a frame of a gigabyte is cut off after %.1f s, %d MiB more" % (what, time.monotonic() - began, grown))


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


member = ssl._create_unverified_context()
member.load_cert_chain(home + "/worker/node.pem", home + "/worker/node.key")
HALF_HEAD, HALF_HELLO = b"GET /livez HTTP/1.1\r\nX-Slow: a", b"\x16\x03\x01\x02\x00\x01"

wrong_logins()
for what, port, wrap, path in (("API", api, plain, b"/api/v1/login"), ("HUD", hud, plain, b"/api/v1/login"), ("fleet port", fleet, tls, b"/fleet/enrol")):
    smuggled(what, port, wrap)
    oversize(what, port, wrap, path)
    slow_lorises(what, port, wrap, HALF_HEAD, SEATS["fleet" if port == fleet else "people"])
    dripping(what, port, wrap)
slow_lorises("fleet port, half a handshake", fleet, plain, HALF_HELLO, SEATS["fleet"])
slow_lorises("fleet port, not a word", fleet, plain, b"", SEATS["fleet"])
frames("fleet port, a stranger's stream", blind)
frames("fleet port, a node's stream", member)
