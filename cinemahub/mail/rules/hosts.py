"""Which hosts the rest of the world knows."""

from ipaddress import ip_address

PRIVATE_NAMES = ("localhost", ".local", ".localdomain", ".localhost", ".internal", ".lan")


def is_address(host: str) -> bool:
    """Tell an IP address, with or without brackets, from a name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_private(host: str) -> bool:
    """Tell whether a host can be reached from this machine or its network only."""
    if is_address(host):
        return not ip_address(host.strip("[]")).is_global
    return "." not in host or host.lower().rstrip(".").endswith(PRIVATE_NAMES)
