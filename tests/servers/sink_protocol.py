"""The shortest SMTP that smtplib is content with: as fast as one core allows, and no judgement on what it gets."""

import asyncio
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import override

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"<([^>]*)>")
END_OF_DATA = b"\r\n.\r\n"

OK = b"250 2.0.0 Ok\r\n"
GREETING = b"220 sink ESMTP\r\n"
GO_AHEAD = b"354 End data with <CR><LF>.<CR><LF>\r\n"
GOODBYE = b"221 2.0.0 Bye\r\n"
WELCOME = b"235 2.7.0 Authentication successful\r\n"
NAME_PLEASE, WORD_PLEASE = b"334 VXNlcm5hbWU6\r\n", b"334 UGFzc3dvcmQ6\r\n"
WRONG_LOGIN = b"535 5.7.8 Error: authentication failed: Invalid user or password!\r\n"
LOGIN_FIRST = b"503 5.5.4 Error: send AUTH command first.\r\n"
UNKNOWN = b"502 5.5.2 Error: command not recognized\r\n"

type Accept = Callable[[bytes, bytes], None]


class SinkProtocol(asyncio.Protocol):
    """`accept(message_id, recipient)` is called and has returned before the 250 is sent."""

    def __init__(self, accept: Accept, *, login: tuple[bytes, bytes] | None, delay_seconds: float) -> None:
        self._accept = accept
        self._login = login
        self._delay_seconds = delay_seconds
        self._buffer = bytearray()
        self._logged_in = login is None
        self._reading_data = False
        self._recipient = b""
        self._given: list[bytes] | None = None  # the answers of an AUTH LOGIN under way

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._reply(GREETING)

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(END_OF_DATA if self._reading_data else b"\r\n")) >= 0:
            if self._reading_data:
                self._take_message(bytes(self._buffer[:end]))
                del self._buffer[: end + len(END_OF_DATA)]
            else:
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 2]
                self._reply(self._answer(line))

    def _reply(self, reply: bytes) -> None:
        if self._delay_seconds:
            asyncio.get_running_loop().call_later(self._delay_seconds, self._write, reply)
        else:
            self._write(reply)

    def _write(self, reply: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(reply)
            if reply is GOODBYE:
                self._transport.close()

    def _take_message(self, content: bytes) -> None:
        self._reading_data = False
        headers = content.partition(b"\r\n\r\n")[0]
        found = MESSAGE_ID.search(headers)
        self._accept(found[1] if found else b"-", self._recipient)
        self._reply(OK)

    def _answer(self, line: bytes) -> bytes:
        if self._given is not None:
            return self._continue_login(line)
        verb = line[:4].upper()
        if verb in (b"MAIL", b"RCPT", b"DATA") and not self._logged_in:
            return LOGIN_FIRST
        match verb:
            case b"RCPT":
                address = ADDRESS.search(line)
                self._recipient = address[1] if address else b"-"
                return OK
            case b"DATA":
                self._reading_data = True
                return GO_AHEAD
            case b"MAIL" | b"RSET" | b"NOOP" | b"HELO":
                return OK
            case b"EHLO":
                return b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n"
            case b"AUTH":
                return self._begin_login(line)
            case b"QUIT":
                return GOODBYE
        return UNKNOWN

    def _begin_login(self, line: bytes) -> bytes:
        _, mechanism, *initial = line.split()
        if mechanism.upper() == b"PLAIN" and initial:
            return self._check_login(*_decoded(initial[0]).split(b"\0")[1:])
        self._given = [_decoded(each) for each in initial]
        return WORD_PLEASE if initial else NAME_PLEASE

    def _continue_login(self, line: bytes) -> bytes:
        given = [*(self._given or []), _decoded(line)]
        self._given = given if len(given) < 2 else None
        return WORD_PLEASE if self._given else self._check_login(*given)

    def _check_login(self, *given: bytes) -> bytes:
        self._logged_in = self._login is None or given == self._login
        return WELCOME if self._logged_in else WRONG_LOGIN


def _decoded(text: bytes) -> bytes:
    try:
        return b64decode(text, validate=True)
    except NotBase64:
        return b""
