"""Finds out which TCP ports answer, by asking each: scan.py ADDRESS... prints one line "ADDRESS PORT" for each that is open.

A port that is closed says so at once. One that says nothing, as behind a firewall, counts as closed after a second; a machine that
says nothing at all cannot be told from one that is not there, so whoever calls this shows first that an open port is found.
"""

import errno, select, socket, sys, time

AT_ONCE = 400
PATIENCE = 1.0
PORTS = range(1, 65536)


def knock(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setblocking(False)
    host, _, zone = address.partition("%")
    target = (host, port, 0, socket.if_nametoindex(zone) if zone else 0) if family == socket.AF_INET6 else (host, port)
    said = door.connect_ex(target)
    if said not in (0, errno.EINPROGRESS, errno.ECONNREFUSED):
        sys.exit(f"cannot ask {address}: {errno.errorcode.get(said, said)}")
    return door


def scan(address):
    waiting, found, ports = {}, [], iter(PORTS)
    poll = select.epoll()
    more = True
    while more or waiting:
        while more and len(waiting) < AT_ONCE:
            port = next(ports, None)
            more = port is not None
            if more:
                door = knock(address, port)
                waiting[door.fileno()] = (door, port, time.monotonic())
                poll.register(door.fileno(), select.EPOLLOUT | select.EPOLLERR | select.EPOLLHUP)
        answered = {number for number, _ in poll.poll(0.05)}
        late = {number for number, (_, _, since) in waiting.items() if time.monotonic() - since > PATIENCE}
        for number in answered | late:
            door, port, _ = waiting.pop(number)
            if number in answered and door.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                found.append(port)
            poll.unregister(number)
            door.close()
    return sorted(found)


for place in sys.argv[1:]:
    for open_port in scan(place):
        print(place, open_port)
