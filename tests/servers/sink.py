"""python -m tests.servers.sink: an SMTP server in a process of its own that only counts, for benchmarks.

Each accepted letter is a line "time Message-ID recipient" of the log, written before the 250 is sent.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path
from time import time

from tests.servers.certificates import Certificate
from tests.servers.sink_protocol import Accept, SinkProtocol


def main() -> None:
    options = _parser().parse_args()
    asyncio.run(serve(options))


async def serve(options: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    accept = _writer(options.log)
    user, _, password = options.login.partition(":")
    login = (user.encode(), password.encode()) if options.login else None
    server = await loop.create_server(
        lambda: SinkProtocol(accept, login=login, delay_seconds=options.delay_ms / 1000),
        options.host,
        options.port,
        ssl=Certificate(*options.tls).server_context() if options.tls else None,
        backlog=1024,
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await stopping.wait()


def _writer(log: Path) -> Accept:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def accept(message_id: bytes, recipient: bytes) -> None:
        os.write(descriptor, b"%.6f %s %s\n" % (time(), message_id, recipient))

    return accept


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", type=Path, nargs=2, metavar=("CERT", "KEY"), help="implicit TLS")
    parser.add_argument("--login", default="", metavar="USER:PASSWORD", help="demand this login")
    parser.add_argument("--delay-ms", type=float, default=0, help="wait so long before every reply")
    parser.add_argument("--log", type=Path, default=Path(os.devnull))
    return parser


if __name__ == "__main__":
    main()
