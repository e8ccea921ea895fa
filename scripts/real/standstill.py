"""Stops all processes of PostgreSQL for 14 s while tasks are submitted; what was answered with 201 must be there afterwards, the rest
must have been told to come back. Arguments: place, home, API port."""

import collections
import http.client
import json
import os
import signal
import sys
import threading
import time

place, home, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(f"{place}/header") as file:
    name, token = file.read().strip().split(": ", 1)
HEADERS = {name: token, "Content-Type": "application/json"}
STANDSTILL = 14


def postgres():
    with open(f"{home}/postgres/data/postmaster.pid") as file:
        postmaster = int(file.readline())
    with open(f"/proc/{postmaster}/task/{postmaster}/children") as file:
        return [postmaster, *map(int, file.read().split())]


def resident():
    with open(f"{home}/control/control.json") as file:
        pid = json.load(file)["pid"]
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS"))


answers, taken, words, without = collections.Counter(), [], {}, 0
over = threading.Event()


def submit(size):
    global without
    body = json.dumps({"tasks": [{"name": "while it stands still", "agent_type": "noop"}] * size})
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("POST", "/api/v1/tasks", body, HEADERS)
            answer = connection.getresponse()
            document = json.loads(answer.read())
        except OSError as fault:
            answers[f"broken ({fault})"] += 1
            continue
        finally:
            connection.close()
        answers[answer.status] += 1
        if answer.status == 201:
            taken.extend(document["tasks"])
        else:
            words[answer.status] = document["detail"]
            pause = answer.getheader("Retry-After")
            without += pause is None
            time.sleep(min(1, float(pause or 1)))


before = resident()
threads = [threading.Thread(target=submit, args=(size,)) for size in [1] * 8 + [5000] * 12]
stopped = postgres()
for pid in stopped:
    os.kill(pid, signal.SIGSTOP)
most = before
try:
    for thread in threads:
        thread.start()
    end = time.time() + STANDSTILL
    while time.time() < end:
        most = max(most, resident())
        time.sleep(0.5)
finally:
    for pid in reversed(stopped):
        os.kill(pid, signal.SIGCONT)
over.set()
for thread in threads:
    thread.join()

print(f"   PostgreSQL stood still for {STANDSTILL} s: answers {dict(answers)}; control had {before} MiB before, {most} at most", file=sys.stderr)
for status, detail in words.items():
    print(f"   {status}: {detail}", file=sys.stderr)
faults = []
if not answers[429]:
    faults.append("nobody was told to wait (429)")
if without:
    faults.append(f"{without} refusals said nothing of when to come back (Retry-After)")
if any(isinstance(answer, str) or answer not in (201, 429, 503) for answer in answers):
    faults.append(f"other answers: {dict(answers)}")
deadline = time.time() + 60
sample = taken[:: max(1, len(taken) // 200)]
for task in sample:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/api/v1/tasks/{task}", headers=HEADERS)
    if connection.getresponse().status != 200:
        faults.append(f"{task} was taken and is not there")
        break
    connection.close()
if time.time() > deadline:
    faults.append("control did not recover within 60 s")
print(f"   {len(taken)} tasks were taken after it went on, and are there", file=sys.stderr)
for fault in faults:
    print("   " + fault, file=sys.stderr)
sys.exit(1 if faults else 0)
