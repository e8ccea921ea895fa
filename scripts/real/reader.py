"""A reader of the event stream that reads nothing until the file PLACE/read is there; then it must be told that it was too slow,
and a second one that follows from the journal's end must miss nothing. Arguments: slow PLACE AFTER."""

import os
import socket
import sys
import time

place, after = sys.argv[2], int(sys.argv[3])
with open(f"{place}/header") as file:
    header = file.read().strip()
port = int(os.environ["GODMODE_API_PORT"])


def follow(after, buffer):
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.connect(("127.0.0.1", port))
    client.sendall(f"GET /api/v1/events?after={after} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{header}\r\n\r\n".encode())
    return client


slow = follow(after, 4096)
deadline = time.time() + 400
while not os.path.exists(f"{place}/read"):
    if time.time() > deadline:
        sys.exit("   nobody let the reader read")
    time.sleep(0.2)
slow.settimeout(20)
text = b""
try:
    while True:
        part = slow.recv(65536)
        if not part:
            break
        text = (text + part)[-2_000_000:]
        if b"event: reset" in text or b"event:reset" in text:
            break
except (TimeoutError, ConnectionError):
    pass
marked = b"event: reset" in text or b"event:reset" in text
ids = [int(line.split(b":")[1]) for line in text.split(b"\n") if line.startswith(b"id:") and line.strip()[3:].strip().isdigit()]
print(f"   a reader that did not read: {'told to look anew' if marked else 'its connection was ended'}", file=sys.stderr)

again = follow(after, 1 << 20)  # far behind by now
again.settimeout(10)
text = b""
while b"reset" not in text:
    part = again.recv(65536)
    if not part:
        sys.exit("   a reader that is far behind got no mark")
    text += part
print("   " + text[text.index(b"reset"):].decode(errors="replace").replace("\n", " ").strip()[:120], file=sys.stderr)
