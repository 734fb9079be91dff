"""A connection on which nothing is said for a while."""

import selectors
import socket

KEEPALIVE = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}  # seconds, seconds, times


def keep_alive(sock: socket.socket) -> None:
    """Have the system find out if the way there is gone, and routers in between remember it."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in KEEPALIVE.items():
        if hasattr(socket, option):  # macOS has no TCP_KEEPIDLE
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def has_ended(sock: socket.socket) -> bool:
    """Tell, at no round trip, whether the other side has ended a connection on which it owes no answer.

    Whatever it has sent is its goodbye: a 421, TLS's close_notify, the end of the stream.
    """
    with selectors.DefaultSelector() as look:  # and not poll, which Windows does not have
        look.register(sock, selectors.EVENT_READ)
        return bool(look.select(0))
