"""Ports on 127.0.0.1 for servers that are told theirs before they start."""

import secrets
import socket

# Below the ports that systems give to outgoing connections: none of those can take one before its server does.
FIRST, LAST = 20000, 31999

_given: set[int] = set()


def free_port() -> int:
    """Return a port that nobody has, and that this process is not given again."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        if port not in _given and not is_taken(port):
            _given.add(port)
            return port


def is_taken(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
