"""Prints the sequence numbers of all events of a JetStream stream, in its order. Speaks NATS's own protocol: port, file with the token, stream."""

import base64
import json
import socket
import sys

PORT, TOKEN, STREAM = int(sys.argv[1]), sys.argv[2], sys.argv[3]
wire = socket.create_connection(("127.0.0.1", PORT), timeout=10)
lines = wire.makefile("rb")
lines.readline()
with open(TOKEN) as file:
    wire.sendall(b"CONNECT " + json.dumps({"auth_token": file.read().strip(), "verbose": False}).encode() + b"\r\nSUB inbox 1\r\n")


def ask(subject, body):
    data = json.dumps(body).encode() if body else b""
    wire.sendall(b"PUB $JS.API.%s inbox %d\r\n%s\r\n" % (subject.encode(), len(data), data))
    while True:
        line = lines.readline()
        if line.startswith(b"PING"):
            wire.sendall(b"PONG\r\n")
        elif line.startswith(b"MSG"):
            answer = json.loads(lines.read(int(line.split()[-1]) + 2))
            if "error" in answer:
                raise SystemExit(answer["error"]["description"])
            return answer
        elif line.startswith(b"-ERR"):
            raise SystemExit(line.decode())


state = ask(f"STREAM.INFO.{STREAM}", None)["state"]
for number in range(state["first_seq"], state["last_seq"] + 1):
    message = ask(f"STREAM.MSG.GET.{STREAM}", {"seq": number})["message"]
    print(json.loads(base64.b64decode(message["data"]))["data"]["sequence"])
