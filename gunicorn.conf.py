import os
import socket
import struct
from typing import Any

# TRUSTED_PROXIES says which proxies are trusted; gunicorn's default trusts every one on this machine.
forwarded_allow_ips = ""
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 16  # a slow client holds one; of passwords no more than two are hashed at once (users.hashers)
control_socket_disable = True  # systemd controls it

SECONDS_TO_SEND = 5  # for a client to go on with a request it has begun


def when_ready(server: Any) -> None:
    """Let connections have a time limit, which they take over from what they come in by: gunicorn knows none."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SECONDS_TO_SEND, 0))
