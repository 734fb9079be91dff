"""Servers that refuse and hang up: SMTP at AUTH (https://github.com/python/cpython/issues/100331), a proxy."""

import socketserver
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import override

from tests.servers.base import conversing


@contextmanager
def refusing_logins(answers: Sequence[str]) -> Iterator[int]:
    """Yield the port of a server that offers three methods and hangs up after the last of its answers to AUTH."""

    class Conversation(socketserver.StreamRequestHandler):
        @override
        def handle(self) -> None:
            left = list(answers)
            self.wfile.write(b"220 mail.test ESMTP\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"EHLO":
                    self.wfile.write(b"250-mail.test\r\n250 AUTH CRAM-MD5 PLAIN LOGIN\r\n")
                elif word == b"AUTH" and line[5:13].upper() == b"CRAM-MD5":
                    self.wfile.write(b"334 PDE3ODkzLjEzMjA2NzkxMjNAbWFpbC50ZXN0Pg==\r\n")
                    self.rfile.readline()
                    self.wfile.write(f"{left.pop(0)}\r\n".encode())
                elif word == b"AUTH":
                    self.wfile.write(f"{left.pop(0)}\r\n".encode())
                else:
                    self.wfile.write(b"250 Ok\r\n")
                if not left:
                    return

    with conversing(Conversation) as port:
        yield port


@contextmanager
def refusing_proxy(status: int) -> Iterator[int]:
    """Yield the port of a proxy that lets nobody through."""

    class Refusal(socketserver.StreamRequestHandler):
        @override
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())

    with conversing(Refusal) as port:
        yield port
