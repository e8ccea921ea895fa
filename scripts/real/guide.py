"""Runs the blocks of a guide, on the machines that it names, and holds what they print against what the guide says.

guide.py GUIDE SKIPPED MACHINE=COMMAND...: SKIPPED are words of blocks that are left out ("yours" always is), separated by commas;
COMMAND starts a shell on that machine. A block is fenced as ```sh MACHINE [WORD...]; a ```text block after it is what must be in its
output, line by line and in that order, with … for anything. Blocks with the word undo run in the end, the last one first.
"""

import re, subprocess, sys

guide, skipped, shells = sys.argv[1], set(sys.argv[2].split(",")) | {"yours"}, dict(a.split("=", 1) for a in sys.argv[3:])
PATIENCE_SECONDS = 240


def blocks():
    text = open(guide, encoding="utf-8").read()
    found = re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", text, re.S | re.M)
    for place, (language, words, body) in enumerate(found):
        if language == "sh":
            following = found[place + 1] if place + 1 < len(found) else ("", "", "")
            yield words.split(), body, following[2] if following[0] == "text" else ""


class Machine:
    """One shell for each block, in the folder where the last one ended."""

    def __init__(self, name, command):
        self.name, self.command, self.folder = name, command.split(" "), "~"

    def run(self, body):
        script = f"cd {self.folder}\n{body}\nprintf '\\n@@%s\\n' \"$PWD\"\n"
        done = subprocess.run(self.command + ["bash", "-euo", "pipefail", "-c", script], stdin=subprocess.DEVNULL, timeout=PATIENCE_SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        said, _, folder = done.stdout.rpartition("\n@@")
        if done.returncode:
            sys.exit(f"on {self.name} this ended with {done.returncode}:\n{body}\n{done.stdout}")
        self.folder = folder.strip()
        return said


def hold(body, said, wanted):
    lines = iter(said.splitlines())
    for line in wanted.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
        if line.strip() != "…" and not any(re.search(pattern, heard) for heard in lines):
            sys.exit(f"after\n{body}\nthis line of the guide does not come: {line}\nit said:\n{said}")


machines = {name: Machine(name, command) for name, command in shells.items()}
counted, undone = 0, []
for words, body, wanted in blocks():
    if not words or words[0] not in machines:
        if words and words[0] != "yours":
            sys.exit(f"no machine '{words[0]}' for:\n{body}")
        continue
    if skipped & set(words):
        continue
    if "undo" in words:
        undone.append((words[0], body))
        continue
    hold(body, machines[words[0]].run(body), wanted)
    counted += 1
for name, body in reversed(undone):
    machines[name].run(body)
print(f"{counted} blocks did what the guide says, {len(undone)} undos took it back")
