"""rspamd without a network, a database and whatever else it asks; its rules alone."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.filters.verdict import Verdict
from tests.servers.ports import free_port, listens

PROGRAM = shutil.which("rspamd")
CONFIGURATION = Path("/etc/rspamd")
# Those that judge an email by itself; the others ask DNS, Redis or somebody's server.
MODULES = {"chartable", "mid", "mime_types", "once_received", "phishing", "regexp", "forged_recipients"}
START_SECONDS = 60


class Rspamd:
    def __init__(self, port: int) -> None:
        self.port = port

    def judge(self, email: bytes) -> Verdict:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/checkv2", email)
        answer = json.load(connection.getresponse())
        connection.close()
        points = {name for name, symbol in answer["symbols"].items() if symbol["score"] > 0}
        return Verdict(answer["score"], frozenset(points))


@contextmanager
def running(folder: Path, *, program: str) -> Iterator[Rspamd]:
    """Start it on a port of the loopback, with everything that it writes in `folder`."""
    port = free_port()
    _configure(folder, port)
    variables = dict.fromkeys(("DBDIR", "RUNDIR", "LOGDIR", "LOCAL_CONFDIR"), folder)
    command = [program, "--no-fork", "--insecure", f"--config={CONFIGURATION / 'rspamd.conf'}"]
    command += [f"--var={name}={value}" for name, value in variables.items()]
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        until = time.monotonic() + START_SECONDS
        while not listens(port):
            assert process.poll() is None, (folder / "output").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield Rspamd(port)
    finally:
        process.terminate()
        process.wait()


def _configure(folder: Path, port: int) -> None:
    local = folder / "local.d"
    local.mkdir()
    for module in CONFIGURATION.glob("modules.d/*.conf"):
        if module.stem not in MODULES:
            (local / module.name).write_text("enabled = false;\n")
    (folder / "tlds").write_text("com\nru\n")  # it would make a machine of ten thousand
    tlds = f'url_tld = "{folder}/tlds";'
    nowhere = 'dns { nameserver = "127.0.0.1:9"; timeout = 0.05s; retransmits = 1; }'
    (local / "options.inc").write_text(
        f'{nowhere}\nfilters = "chartable,regexp";\ndisable_hyperscan = true;\n{tlds}\n\n'
    )
    (local / "logging.inc").write_text('level = "error";\n')
    (local / "worker-normal.inc").write_text(f'bind_socket = "127.0.0.1:{port}"; count = 1;\n')
    for worker in ("controller", "proxy"):
        (local / f"worker-{worker}.inc").write_text("enabled = false;\n")
