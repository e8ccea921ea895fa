"""Prints a body for POST /tasks: text CHARACTERS, plain COUNT, fan COUNT ROOT, chain COUNT FIRST."""

import json
import sys

kind, count = sys.argv[1], int(sys.argv[2])
quiet = {"agent_type": "noop"}


def tasks():
    if kind == "text":
        return [{"name": "long", "goal": "x" * count}]
    if kind == "plain":
        return [{"name": "one of many"}] * count
    if kind == "fan":
        return [{"name": f"fan {i}", "after": [sys.argv[3]], **quiet} for i in range(count)]
    return [{"name": f"link {i}", "after": [sys.argv[3] if i == 0 else f"link {i - 1}"], **quiet} for i in range(count)]


json.dump({"tasks": tasks()}, sys.stdout)
