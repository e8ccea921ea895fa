"""A model server that follows a script: Anthropic's messages and OpenAI's responses, streamed, on loopback.

The goal names the scene in brackets, [scene:ask], and how many tool results the conversation has says where it is.
Prints its port first, then a line for each call; --limit-until gives the time at which the scene "limit" ends.
"""
import http.server
import json
import re
import sys
import time

DONE = "All done, and it works."
RESET = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time()) + 3600


def scene(body):
    found = re.findall(r"\[scene:([a-z-]+)\]", json.dumps(body))
    return found[-1] if found else "none"


def steps_of(name, body):
    """Of the scene "again" one step for each time that it was asked for: so a conversation that was taken up again is seen."""
    steps = SCENES.get(name, [])
    return steps[:json.dumps(body).count("[scene:again]")] if name == "again" else steps


def shell(line):
    return ("shell", {"line": line})


def written(kind, given, heard):
    """What was heard from the tool before, on its way to a file; any other step as it is."""
    return shell("cat > heard.txt <<'END'\n%s\nEND" % heard) if kind == "heard" else (kind, given)


# What the model does at each step of a scene; after the last one it says that it is done.
SCENES = {
    "write": [shell("echo written > answer.txt")],
    "slow": [shell("echo begun > begun.txt; sleep 60")],
    "again": [shell("echo first"), shell("echo second > answer.txt")],
    # By control's own tools: what one program remembers, another one recalls, and writes down as it was told.
    "leave": [("tool", {"name": "memory_remember", "arguments": {"text": "The back door is painted green.", "scope": "stream", "tags": ["paint"]}}),
              ("ask", {"question": "Which colour shall it be?", "options": ["red", "blue"]}), shell("echo chosen > answer.txt")],
    "find": [("tool", {"name": "memory_recall", "arguments": {"query": "what colour does the back door have"}}),
             ("heard", {}), ("ask", {"question": "Which colour shall it be?", "options": ["red", "blue"]}), shell("echo chosen > answer.txt")],
    # A tool of its own, by which it uses one of the fleet's and leaves its place in the trace.
    "trace": [shell("""curl -sf --cacert "$GODMODE_CA" -H "Authorization: Bearer $(cat "$GODMODE_CREDENTIAL")" "$GODMODE_URL/mcp" \\
  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"memory_recall","arguments":{"query":"a green door"}}}' &&
  printf %s "$TRACEPARENT" >"$GODMODE_RESULT\"""")],
    "ask": [("ask", {"question": "Which colour shall it be?", "options": ["red", "blue"]}), shell("echo chosen > answer.txt")],
}


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(200, {"data": [{"id": "scripted", "object": "model"}], "object": "list", "models": []})

    def do_HEAD(self):
        self.answer(200, {})

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            body = json.loads(raw)
        except ValueError:
            self.answer(400, {"error": {"type": "invalid_request_error", "message": "no JSON"}})
            return
        name = scene(body)
        print(self.path, name, body.get("model"), flush=True)
        if "count_tokens" in self.path:
            self.answer(200, {"input_tokens": 42})
        elif "/messages" in self.path:
            self.anthropic(name, body)
        elif self.path.endswith("/responses"):
            self.open_ai(name, body)
        else:
            self.answer(404, {"error": {"type": "not_found_error", "message": self.path}})

    def answer(self, status, body, headers=()):
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for key, value in headers:
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)

    def stream(self, events):
        raw = "".join("event: %s\ndata: %s\n\n" % (kind, json.dumps({"type": kind, **data})) for kind, data in events).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    # Anthropic: https://docs.anthropic.com/en/api/messages-streaming

    def anthropic(self, name, body):
        if name == "limit":
            self.answer(
                429,
                {"type": "error", "error": {"type": "rate_limit_error", "message": "This request would exceed your account's rate limit."}},
                [("anthropic-ratelimit-unified-status", "rejected"), ("anthropic-ratelimit-unified-reset", str(RESET)),
                 ("anthropic-ratelimit-unified-representative-claim", "five_hour"), ("x-should-retry", "false")],
            )
            return
        if name == "logged-out":
            self.answer(401, {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}})
            return
        tools = {tool.get("name") for tool in body.get("tools", [])}
        steps = steps_of(name, body)
        made = sum(
            1 for message in body["messages"] if isinstance(message["content"], list)
            for part in message["content"] if part.get("type") == "tool_result"
        )
        if made < len(steps) and tools:
            kind, given = written(*steps[made], self.last_result(body))
            block, pieces, stop = self.anthropic_tool(kind, given, made, tools)
        else:
            block = {"type": "text", "text": ""}
            pieces, stop = [{"type": "text_delta", "text": DONE}], "end_turn"
        usage = {"input_tokens": 100, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 20, "output_tokens": 1}
        if not body.get("stream"):
            content = [{"type": "text", "text": DONE}] if block["type"] == "text" else [{**block, "input": json.loads(pieces[0]["partial_json"])}]
            self.answer(200, {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "content": content,
                              "stop_reason": stop, "stop_sequence": None, "usage": {**usage, "output_tokens": 10}})
            return
        message = {"id": "msg_%d" % time.time_ns(), "type": "message", "role": "assistant", "model": body["model"], "content": [],
                   "stop_reason": None, "stop_sequence": None, "usage": usage}
        events = [("message_start", {"message": message}), ("content_block_start", {"index": 0, "content_block": block})]
        events += [("content_block_delta", {"index": 0, "delta": piece}) for piece in pieces]
        events += [("content_block_stop", {"index": 0}),
                   ("message_delta", {"delta": {"stop_reason": stop, "stop_sequence": None}, "usage": {"output_tokens": 10}}),
                   ("message_stop", {})]
        self.stream(events)

    @staticmethod
    def last_result(body):
        results = [part for message in body["messages"] if isinstance(message["content"], list)
                   for part in message["content"] if part.get("type") == "tool_result"]
        return json.dumps(results[-1]["content"]) if results else ""

    def anthropic_tool(self, kind, given, number, tools):
        if kind == "shell" and "exec_command" in tools:  # Codex, by way of a gateway
            tool, arguments = "exec_command", {"cmd": given["line"]}
        elif kind == "shell" and "run" in tools:  # our own loop, by way of a gateway
            tool, arguments = "run", {"command": given["line"]}
        elif kind == "tool":
            tool, arguments = ("" if given["name"] in tools else "mcp__godmode__") + given["name"], given["arguments"]
        elif kind == "ask" and "ask_person" in tools:
            tool, arguments = "ask_person", {"question": given["question"], "options": given["options"]}
        elif kind == "ask" and "request_user_input" in tools:  # Codex again
            tool, arguments = "request_user_input", self.openai_question(given)
        elif kind == "shell":
            tool, arguments = "Bash", {"command": given["line"], "description": "a step"}
        else:
            options = [{"label": option, "description": option} for option in given["options"]]
            tool, arguments = "AskUserQuestion", {"questions": [
                {"question": given["question"], "header": "Colour", "multiSelect": False, "options": options}]}
        block = {"type": "tool_use", "id": "toolu_%d" % number, "name": tool, "input": {}}
        return block, [{"type": "input_json_delta", "partial_json": json.dumps(arguments)}], "tool_use"

    # OpenAI: https://platform.openai.com/docs/api-reference/responses-streaming

    def open_ai(self, name, body):
        if name == "limit":
            self.answer(429, {"error": {"type": "usage_limit_reached", "message": "The usage limit has been reached",
                                        "plan_type": "plus", "resets_at": RESET}})
            return
        if name == "logged-out":
            self.answer(401, {"error": {"type": "invalid_request_error", "code": "invalid_api_key", "message": "Incorrect API key provided"}})
            return
        steps = steps_of(name, body)
        made = sum(1 for item in body["input"] if item.get("type", "").endswith("_call_output"))
        names = [tool.get("name", tool.get("type")) for tool in body.get("tools", [])]
        if made < len(steps):
            item = self.openai_call(*written(*steps[made], self.last_output(body)), made, names)
        else:
            item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                    "content": [{"type": "output_text", "text": DONE, "annotations": []}]}
        usage = {"input_tokens": 120, "input_tokens_details": {"cached_tokens": 20}, "output_tokens": 10,
                 "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 130}
        response = {"id": "resp_%d" % made, "object": "response", "model": body.get("model"), "status": "completed", "output": [item], "usage": usage}
        self.stream([
            ("response.created", {"response": {**response, "status": "in_progress", "output": []}}),
            ("response.output_item.added", {"output_index": 0, "item": item}),
            ("response.output_item.done", {"output_index": 0, "item": item}),
            ("response.completed", {"response": response}),
        ])

    @staticmethod
    def last_output(body):
        outputs = [item.get("output") for item in body["input"] if item.get("type", "").endswith("_call_output")]
        return json.dumps(outputs[-1]) if outputs else ""

    @staticmethod
    def openai_question(given):
        return {"questions": [{"id": "colour", "header": "Colour", "question": given["question"],
                               "options": [{"label": option, "description": option} for option in given["options"]]}]}

    def openai_call(self, kind, given, number, names):
        if kind == "ask":
            tool, arguments = "request_user_input", self.openai_question(given)
        elif kind == "tool":
            return {"type": "function_call", "id": "fc_%d" % number, "call_id": "call_%d" % number, "namespace": "mcp__godmode",
                    "name": given["name"], "arguments": json.dumps(given["arguments"]), "status": "completed"}
        elif "exec_command" in names:
            tool, arguments = "exec_command", {"cmd": given["line"], "sandbox_permissions": "require_escalated", "justification": "May I do this step?"}
        elif "shell_command" in names:
            tool, arguments = "shell_command", {"command": given["line"], "sandbox_permissions": "require_escalated", "justification": "May I do this step?"}
        else:
            tool, arguments = "shell", {"command": ["bash", "-lc", given["line"]], "sandbox_permissions": "require_escalated", "justification": "May I do this step?"}
        return {"type": "function_call", "id": "fc_%d" % number, "call_id": "call_%d" % number, "name": tool,
                "arguments": json.dumps(arguments), "status": "completed"}


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
print(server.server_address[1], flush=True)
server.serve_forever()
