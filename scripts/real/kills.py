"""Kills workers and starts them again while tasks keep coming; then holds the journal against what was done.

Called by thousand-kills.sh: place, kills, workers, tasks to keep live. These must be fewer than the slots of the workers that are not
killed: what is measured is how soon work goes on elsewhere, not how long it waits for a slot. Exit code 1 when a promise was broken.
"""

import collections
import datetime
import json
import os
import subprocess
import sys
import time
import urllib.request

PLACE, KILLS, WORKERS, LIVE = sys.argv[1], *map(int, sys.argv[2:5])
ORPHANS_MAX = 10  # of the kernel's settings
ENDS = ("TaskUnverified", "TaskSucceeded", "TaskFailed", "TaskCancelled")
with open(f"{PLACE}/first/control/owner.token") as file:
    TOKEN = file.read().strip()


def api(path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{os.environ['GODMODE_API_PORT']}/api/v1{path}")
    request.add_header("Authorization", f"Bearer {TOKEN}")
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def ledger(kind):
    """All entries of a kind, oldest first."""
    lines, cursor = [], ""
    while True:
        page = api(f"/ledger?kind={kind}&limit=1000{cursor}")
        lines += page["items"]
        if "next" not in page:
            return lines[::-1]
        cursor = f"&cursor={page['next']}"


def seconds(text):
    return datetime.datetime.fromisoformat(text.rstrip("Z")[:26] + "+00:00").timestamp()


class Worker:
    """A worker's process, which can be begun again just as it was."""

    def __init__(self, name):
        self.home = f"{PLACE}/{name}"
        with open(f"{self.home}/worker/worker.json") as file:
            said = json.load(file)
        self.pid, self.name = said["pid"], said["name"]
        with open(f"/proc/{self.pid}/cmdline", "rb") as file:
            self.command = file.read().split(b"\0")[:-1]
        with open(f"/proc/{self.pid}/environ", "rb") as file:
            self.environment = dict(pair.split(b"=", 1) for pair in file.read().split(b"\0") if b"=" in pair)
        self.environment.pop(b"GODMODE_JOIN_CODE", None)  # it has joined, and a code works once
        self.process = None

    def is_back(self):
        """Whether this very process is in the fleet; control may not know yet that the one before is dead."""
        try:
            with open(f"{self.home}/worker/worker.json") as file:
                said = json.load(file)
        except (OSError, ValueError):
            return False  # it is just being written
        return said["pid"] == self.pid and said["state"] == "connected"

    def kill(self):
        """Returns when."""
        at = time.time()
        os.kill(self.pid, 9)
        if self.process:
            self.process.wait()
        return at

    def begin_again(self):
        with open(f"{self.home}/worker/worker.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.pid = self.process.pid


def next_victim(workers, spared, submitted):
    """The node that has most in hand, and not the last that was killed; another must be there to go on with it."""
    deadline = time.time() + 120
    while time.time() < deadline:
        feed(submitted)
        nodes = [node for node in api("/nodes")["items"] if node["name"] in workers and node["state"] == "ready"]
        back = [node for node in nodes if workers[node["name"]].is_back()]
        busy = [node for node in back if node["running"] and node["name"] != spared]
        if busy and len(back) > len(workers) // 2:
            return max(busy, key=lambda node: len(node["running"]))["name"]
        time.sleep(0.05)
    raise SystemExit("   after 120 s no worker has anything in hand")


def feed(submitted):
    missing = LIVE - api("/queue")["live"]
    if missing > 0:
        # Long enough that the machine kills and restarts workers, and does not mostly start programs.
        task = {"name": "in hand", "command": ["/bin/bash", "-c", "sleep $((RANDOM % 5 + 1)).$((RANDOM % 10))"]}
        submitted += api("/tasks", {"tasks": [task] * missing})["tasks"]


def broken(submitted):
    """What the journal says against the promises."""
    ends = [line["subject"] for kind in ENDS for line in ledger(kind)]
    wrong = []
    if len(ends) != len(set(ends)):
        wrong.append(f"{len(ends) - len(set(ends))} tasks were accepted twice")
    lost = set(submitted) - set(ends)
    if lost:
        wrong.append(f"{len(lost)} tasks were lost, as {sorted(lost)[0]}")
    given_up = ledger("TaskFailed")
    orphaned = collections.Counter(line["subject"] for line in ledger("AttemptEnded"))
    for line in given_up:  # a task that lost its node so often may be what kills nodes: it fails, and says so
        if orphaned[line["subject"]] < ORPHANS_MAX:
            wrong.append(f"{line['subject']} failed: {line['text']}")
    if given_up:
        print(f"   {len(given_up)} tasks failed, for they lost their node {ORPHANS_MAX} times", file=sys.stderr)
    return wrong


def waits(kills):
    """For each attempt in the hands of a killed worker: seconds from the kill to its task's next start."""
    starts, nodes = {}, {}
    for line in ledger("AttemptStarted"):
        starts.setdefault(line["subject"], []).append((line["sequence"], seconds(line["at"])))
    for line in ledger("AttemptLeased"):
        nodes[line["event"]["attempt"]["fence"]] = (line["event"]["node"], seconds(line["at"]))
    found = []
    for line in ledger("AttemptEnded"):
        if line["event"]["report"]["ending"].lower() != "orphaned":
            continue
        node, leased = nodes[line["event"]["attempt"]["fence"]]
        killed = [at for name, at in kills if name == node and at <= seconds(line["at"])]
        later = [at for sequence, at in starts.get(line["subject"], []) if sequence > line["sequence"]]
        if killed and later:
            found.append(later[0] - max(killed))
    return sorted(found)


def main():
    workers = [Worker(f"killed-{n}") for n in range(1, WORKERS + 1)]
    ids = {node["name"]: node["id"] for node in api("/nodes")["items"]}
    named = {worker.name: worker for worker in workers}
    submitted, kills, last = [], [], ""
    try:
        while len(kills) < KILLS:
            last = next_victim(named, last, submitted)
            kills.append((ids[last], named[last].kill()))
            named[last].begin_again()
        deadline = time.time() + 120
        while api("/queue")["live"] and time.time() < deadline:
            time.sleep(0.2)
    finally:
        for worker in workers:
            os.kill(worker.pid, 15)
    wrong, moved = broken(submitted), waits(kills)
    if not moved:
        wrong.append("no killed worker had anything in hand")
    else:
        print(
            f"   {len(kills)} kills, {len(submitted)} tasks, {len(moved)} attempts in hand ran again:"
            f" p50 {moved[len(moved) // 2]:.1f} s, p99 {moved[int(len(moved) * 0.99)]:.1f} s after the kill",
            file=sys.stderr,
        )
    for sentence in wrong:
        print(f"   {sentence}", file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main())
