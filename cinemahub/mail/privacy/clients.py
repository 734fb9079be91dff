"""Which client asks, as proxies and servers write it."""

import ipaddress
import re

from django.http import HttpRequest

# RFC 7239, 6, and what Azure and IIS do: an address, perhaps with a port, IPv6 perhaps in brackets, perhaps quoted.
_NODE = re.compile(r'"?(?:\[(?P<v6>[^\]]+)\](?::\d+)?|(?P<v4>[\d.]+):\d+|(?P<bare>[^"]*))"?')


def client_address(written: str) -> str:
    """Return the IP address that was meant; "" if there is none, as in "unknown" or "_hidden"."""
    found = _NODE.fullmatch(written.strip())
    try:
        return str(ipaddress.ip_address(next(filter(None, found.groups()), "") if found else ""))
    except ValueError:
        return ""


def client_of(request: HttpRequest) -> str:
    return client_network(request.META.get("REMOTE_ADDR", ""))


def client_network(address: str) -> str:
    """Return what one client has: an IPv4 address or an IPv6 /64; "unknown" for all who cannot be told apart."""
    if not (written := client_address(address)):
        return "unknown"
    ip = ipaddress.ip_address(written)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip  # as a server that listens on both protocols sees an IPv4 client
    return str(ipaddress.ip_network((ip, 64 if ip.version == 6 else 32), strict=False))
