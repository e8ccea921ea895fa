"""Asks a ledger of a million entries what people ask, and prints a line for each question: what, milliseconds (median and worst), found.

ledger.py HOME PORT PID: control's home, its API's port, its process. Ends with 1 when something takes longer than people wait.
"""
import http.client
import json
import statistics
import sys
import time
import urllib.parse

home, port, pid = sys.argv[1], int(sys.argv[2]), sys.argv[3]
headers = {"Authorization": "Bearer " + open(home + "/control/owner.token").read().strip()}
connection = http.client.HTTPConnection("127.0.0.1", port)
slow = []


def get(path, **query):
    connection.request("GET", "/api/v1/ledger" + path + "?" + urllib.parse.urlencode(query), headers=headers)
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit("%s %s: %d %s" % (path, query, answer.status, answer.read(300)))
    return answer


def page(**query):
    return json.load(get("", **query))


def pages(**query):
    """Follows next until something is found or the ledger ends: what a person does who scrolls."""
    asked = 0
    while True:
        said = page(**query)
        asked += 1
        if said["items"] or "next" not in said:
            return said, asked
        query["cursor"] = said["next"]


def measure(what, most_ms, times, ask):
    took = []
    for _ in range(times):
        began = time.perf_counter()
        found = ask()
        took.append((time.perf_counter() - began) * 1000)
    middle, worst = statistics.median(took), max(took)
    print("%-58s %9.1f %9.1f   %s" % (what, middle, worst, found))
    if middle > most_ms:
        slow.append("%s took %.0f ms, at most %d are borne" % (what, middle, most_ms))


def many(**query):
    return lambda: "%d entries" % len(page(**query)["items"])


def scrolled(**query):
    def ask():
        said, asked = pages(**query)
        return "%d entries, %d request%s" % (len(said["items"]), asked, "" if asked == 1 else "s")
    return ask


def export(ending, **query):
    def ask():
        answer, count, lines = get("/export." + ending, **query), 0, 0
        while part := answer.read(1 << 20):
            count += len(part)
            lines += part.count(b"\n")
        return "%d lines, %d MiB" % (lines, count >> 20)
    return ask


def memory(name):
    for line in open("/proc/%s/status" % pid):
        if line.startswith(name):
            return int(line.split()[1]) >> 10


newest = page(limit=1)["items"][0]
half = newest["sequence"] // 2
task = page(kind="TaskSubmitted", limit=1)["items"][0]["subject"]
open("/proc/%s/clear_refs" % pid, "w").write("5")  # the peak is counted anew
before = memory("VmRSS")
print("%-58s %9s %9s" % ("", "median ms", "worst ms"))
measure("the newest page of 100", 100, 20, many())
measure("a page of 100 in the middle", 100, 20, many(cursor=half))
measure("a page of 1,000 in the middle", 400, 10, many(cursor=half, limit=1000))
measure("one kind, common (AttemptLeased)", 200, 20, many(kind="AttemptLeased"))
measure("one kind, rare (ControlStarted)", 500, 10, scrolled(kind="ControlStarted"))
measure("one kind that never happened (NodeCloned)", 1000, 10, scrolled(kind="NodeCloned"))
measure("one kind, in the middle", 200, 20, many(kind="AttemptLeased", cursor=half))
measure("who and stream together", 500, 10, many(who="owner", stream="shop"))
measure("one node", 200, 10, many(node=sys.argv[4]))
measure("one task's story", 100, 20, many(task=task))
measure("text that is everywhere (leased)", 300, 10, many(q="leased"))
measure("text that is in one entry", 3000, 5, scrolled(q="a needle in it"))
measure("text that is nowhere", 3000, 5, scrolled(q="no such words anywhere"))
measure("an hour of the past, one kind", 500, 10, many(kind="TaskSubmitted", **{"to": newest["at"]}))
measure("totals by stream", 2000, 3, lambda: "%d totals" % len(json.load(get("/totals", by="stream"))["items"]))
measure("export of one kind (ControlStarted)", 5000, 3, export("jsonl", kind="ControlStarted"))
measure("export of all as JSON Lines", 180000, 1, export("jsonl"))
measure("export of all as a table", 180000, 1, export("csv"))
measure("gm ledger verify (its request)", 60000, 2, lambda: "intact, %d entries" % json.load(get("/verify"))["entries"])
print("control had %d MiB before the questions, %d MiB at most while it answered" % (before, memory("VmHWM")))
for one in slow:
    print("SLOW: " + one)
sys.exit(1 if slow else 0)
