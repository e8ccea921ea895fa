"""A provider that counts what it is asked, and programs that ask replicas of the gateway by turns.

  replicas.py provider            prints its port; GET /asked tells how often each question came
  replicas.py load SECONDS URL... reads a key from standard input; prints what became of the questions, as JSON
"""
import http.client
import http.server
import json
import sys
import threading
import time
import urllib.parse

WORKERS = 12
WORDS = ["one", "two", "three", "four", "five"]


def provide():
    asked, lock = {}, threading.Lock()

    class Provider(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_):
            pass

        def whole(self, document):
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            with lock:
                self.whole(dict(asked) if self.path == "/asked" else {"data": [{"id": "counted"}]})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                name = body["messages"][-1]["content"]
                asked[name] = asked.get(name, 0) + 1
            usage = {"prompt_tokens": 10, "completion_tokens": len(WORDS), "total_tokens": 10 + len(WORDS)}
            if not body.get("stream"):
                self.whole({"id": "c", "object": "chat.completion", "created": 0, "model": "counted", "usage": usage, "choices": [
                    {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": " ".join(WORDS)}}]})
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for n, word in enumerate(WORDS):
                self.event({"choices": [{"index": 0, "delta": {"content": word + " "}, "finish_reason": "stop" if n + 1 == len(WORDS) else None}]})
                time.sleep(0.02)
            self.event({"choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def event(self, more):
            self.wfile.write(b"data: " + json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "counted"} | more).encode() + b"\n\n")

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    print(server.server_port, flush=True)
    server.serve_forever()


def load(seconds, addresses, key):
    counts, lock = {"whole": 0, "cut": 0, "refused": {}, "elsewhere": 0, "questions": 0}, threading.Lock()
    places = [urllib.parse.urlsplit(address).netloc for address in addresses]
    end = time.monotonic() + seconds

    def note(what, how=None):
        with lock:
            if how is None:
                counts[what] += 1
            else:
                counts[what][how] = counts[what].get(how, 0) + 1

    def ask(place, name, streams):
        connection = http.client.HTTPConnection(place, timeout=30)
        try:
            connection.connect()
        except OSError:
            return None  # nobody is there: round robin goes on to the next
        try:
            body = {"model": "counted", "max_tokens": 20, "stream": streams, "messages": [{"role": "user", "content": name}]}
            connection.request("POST", "/v1/chat/completions", json.dumps(body), {"Authorization": "Bearer " + key})
            reply = connection.getresponse()
            said = reply.read().decode()
            if reply.status != 200:
                note("refused", str(reply.status))
            elif WORDS[-1] in said and (not streams or "[DONE]" in said):
                note("whole")
            else:
                note("cut")
        except (OSError, http.client.HTTPException):
            note("cut")
        finally:
            connection.close()
        return True

    def work(worker):
        n = 0
        while time.monotonic() < end:
            note("questions")
            for turn in range(len(places)):
                if ask(places[(worker + n + turn) % len(places)], f"q-{worker}-{n}", n % 2 == 1):
                    break
                note("elsewhere")
            n += 1
            time.sleep(0.02)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(counts))


if sys.argv[1] == "provider":
    provide()
else:
    load(float(sys.argv[2]), sys.argv[3:], sys.stdin.readline().strip())
