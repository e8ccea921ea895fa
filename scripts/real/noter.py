"""A model server on loopback that brings notes together as it was told: one line with how many there were and what the last one said.

Arguments: a port, and a file with how many seconds it thinks, which is read at each call. Prints a line for each call: how many notes.
"""
import http.server
import json
import sys
import time


class Noter(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.answer({"object": "list", "data": [{"id": "noter", "object": "model"}]})

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        notes = [json.loads(line)["text"] for line in question["messages"][-1]["content"].splitlines()]
        print(len(notes), flush=True)
        with open(sys.argv[2]) as file:
            time.sleep(float(file.read()))
        said = {"role": "assistant", "content": f"In short, of {len(notes)}: {notes[-1]}"}
        self.answer({"id": "x", "object": "chat.completion", "created": 1, "model": "noter",
                     "choices": [{"index": 0, "message": said, "finish_reason": "stop"}],
                     "usage": {"prompt_tokens": 1000, "completion_tokens": 20, "total_tokens": 1020}})

    def answer(self, body):
        raw = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Noter).serve_forever()
