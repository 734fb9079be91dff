"""Where the site is: its address, the hosts it answers to, the proxies in front."""

import os
import re
from urllib.parse import SplitResult, urlsplit

from django.http.request import validate_host

from settings.environment import Environment

_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE | re.ASCII)
_UNKNOWN = "https://unknown.invalid"


def site_address(env: Environment) -> SplitResult:
    """Read SITE_URL; what is wrong with it is noted, and a made-up address returned for now."""
    url = env.str("SITE_URL") or _UNKNOWN
    if not url.isascii():
        env.add_error("SITE_URL", "Must be in Latin letters; browsers write other domains as xn--...")
    elif not _ADDRESS.fullmatch(url):
        env.add_error("SITE_URL", "Must be the scheme and the host alone, without a path or a slash at the end.")
    elif os.environ.get("SCRIPT_NAME"):
        env.add_error("SITE_URL", "Must lead to a host of its own: the site does not run under a path (SCRIPT_NAME).")
    elif env.strict and not url.startswith("https:"):
        env.add_error("SITE_URL", "Must start with https.")
    else:
        return urlsplit(url)
    return urlsplit(_UNKNOWN)


def allowed_hosts(env: Environment, site_host: str) -> list[str]:
    """Read ALLOWED_HOSTS, by default the site's host alone."""
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=[site_host], subcast=str.strip) or []
    if env.strict and "*" in hosts:
        env.add_error("ALLOWED_HOSTS", "Must name hosts: with * anybody chooses the host of what the site says.")
    elif env.strict and not validate_host(site_host, hosts):
        env.add_error("ALLOWED_HOSTS", "Leaves out the host of SITE_URL, to which every link leads.")
    return hosts


def trusted_proxies(env: Environment) -> int:
    """Read how many proxies in front are ours."""
    number: int | None = env.int("TRUSTED_PROXIES", default=0)
    if number is not None and number < 0:
        env.add_error("TRUSTED_PROXIES", "Must be 0 or more.")
    if os.environ.get("BEHIND_PROXY"):  # .env is in it by now
        env.add_error("TRUSTED_PROXIES", "Takes the place of BEHIND_PROXY: write 1 instead of true, and remove that.")
    return number or 0
