"""A model server on loopback that thinks for as long as its question says before it goes on, and tells when its client has gone.

Listens at GODMODE_PORT where that is set. Prints its port first. "25" is answered with a word, 25 silent seconds, and the rest; "drip"
with words until the client goes, which is told by a line "gone".
"""
import http.server
import json
import os
import time


class Thinker(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        body = b'{"object":"list","data":[{"id":"thinker","object":"model"}]}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        order = question["messages"][-1]["content"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            self.say("well, ")
            while order == "drip":
                self.say("and ")
                time.sleep(0.1)
            time.sleep(float(order))
            self.say("yes", "stop")
            self.write("[DONE]")
        except OSError:
            print("gone", flush=True)
        self.close_connection = True

    def say(self, words, end=None):
        choice = {"index": 0, "delta": {"content": words}, "finish_reason": end}
        self.write(json.dumps({"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "thinker", "choices": [choice]}))

    def write(self, data):
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("GODMODE_PORT", 0))), Thinker)
print(server.server_address[1], flush=True)
server.serve_forever()
