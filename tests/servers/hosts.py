"""Hosts of the tests: network namespaces on a bridge of their own, of which this machine's network sees nothing.

It needs root, Linux and iproute2.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

NETWORK = "10.77.0"
MAX_COMMAND_SECONDS = 20


@dataclass(frozen=True)
class Host:
    namespace: str
    address: str

    @property
    def inside(self) -> tuple[str, ...]:
        """What stands before a command that is to run on this host."""
        return ("ip", "netns", "exec", self.namespace)

    def pull_the_plug(self) -> None:
        """Let nobody hear of it any more: no connection is refused or closed, there is just silence."""
        _ip("-n", self.namespace, "link", "set", "dev", "eth0", "down")

    def plug_in(self) -> None:
        _ip("-n", self.namespace, "link", "set", "dev", "eth0", "up")


@contextmanager
def hosts(*names: str) -> Iterator[dict[str, Host]]:
    with ExitStack() as stack:
        hub = stack.enter_context(_namespace("hub"))
        _ip("-n", hub, "link", "add", "bridge", "type", "bridge")
        _ip("-n", hub, "link", "set", "dev", "bridge", "up")
        found: dict[str, Host] = {}
        for number, name in enumerate(names, start=1):
            host = Host(stack.enter_context(_namespace(name)), f"{NETWORK}.{number}")
            _connect(host, hub, f"port{number}")
            found[name] = host
        yield found


def missing() -> str:
    """Name what keeps hosts from being made here."""
    if os.geteuid() != 0 or sys.platform != "linux":
        return "this needs root on Linux"
    return "" if shutil.which("ip") else "ip (Debian: iproute2)"


def _connect(host: Host, hub: str, port: str) -> None:
    _ip("-n", host.namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", hub)
    _ip("-n", hub, "link", "set", "dev", port, "master", "bridge", "up")
    _ip("-n", host.namespace, "address", "add", f"{host.address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        _ip("-n", host.namespace, "link", "set", "dev", device, "up")


@contextmanager
def _namespace(name: str) -> Iterator[str]:
    namespace = f"cinemahub-{os.getpid()}-{name}"
    _ip("netns", "add", namespace)
    try:
        yield namespace
    finally:
        _ip("netns", "delete", namespace)


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False, timeout=MAX_COMMAND_SECONDS)
    assert done.returncode == 0, f"ip {' '.join(arguments)}: {done.stderr}"
