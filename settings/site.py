"""Where the site is: its address, the hosts it answers to, the proxies in front."""

import os
import re
from email.utils import quote
from urllib.parse import SplitResult, urlsplit

from django.http.request import validate_host

from cinemahub.mail.rules.problem import marked as _
from settings.environment import Environment

_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE | re.ASCII)
_HOST = re.compile(r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE | re.ASCII)
_COLOR = re.compile("#[0-9a-f]{6}", re.IGNORECASE | re.ASCII)
_SPECIALS = re.compile(r'[][\\()<>@,:;".]')  # RFC 5322, section 3.2.3
_UNKNOWN = "https://unknown.invalid"
NAME, ACCENT = "Cinemahub", "#a5141c"
MAX_NAME = 60  # characters, so that a subject or a sender's name that holds it fits a line


def site_address(env: Environment) -> SplitResult:
    """Read SITE_URL; what is wrong with it is noted, and a made-up address returned for now."""
    url = env.str("SITE_URL") or _UNKNOWN
    if not url.isascii():
        env.add_error("SITE_URL", _("Must be in Latin letters; browsers write other domains as xn--..."))
    elif not _is_address(url):
        env.add_error("SITE_URL", _("Must be the scheme and the host alone, without a path or a slash at the end."))
    elif os.environ.get("SCRIPT_NAME"):
        text = _("Must lead to a host that is the site's alone: it does not run under a path (SCRIPT_NAME).")
        env.add_error("SITE_URL", text)
    elif env.strict and not url.startswith("https:"):
        env.add_error("SITE_URL", _("Must start with https."))
    else:
        return urlsplit(url)
    return urlsplit(_UNKNOWN)


def allowed_hosts(env: Environment, site_host: str) -> list[str]:
    """Read ALLOWED_HOSTS, by default the site's host alone; development adds that host to whatever it reads."""
    site_host = f"[{site_host}]" if ":" in site_host else site_host  # as browsers write an IPv6 address
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=[site_host], subcast=str.strip) or []
    if not all(map(_HOST.fullmatch, hosts)):
        text = _("Must hold names of hosts separated by commas: no https://, port, quotation mark or outer bracket.")
        env.add_error("ALLOWED_HOSTS", text)
    elif env.strict and "*" in hosts:
        env.add_error("ALLOWED_HOSTS", _("Must name hosts: with * anyone can choose what host the site is."))
    elif env.strict and not validate_host(site_host, hosts):
        env.add_error("ALLOWED_HOSTS", _("Leaves out the host of SITE_URL, to which every link leads."))
    return hosts if validate_host(site_host, hosts) else [*hosts, site_host]


def site_name(env: Environment) -> str:
    """Read SITE_NAME."""
    name: str = env.str("SITE_NAME", default=NAME).strip()
    if not name.isprintable() or len(name) > MAX_NAME:
        env.add_error("SITE_NAME", _("Must be one line of at most %(count)s characters."), count=MAX_NAME)
        return NAME
    return name


def site_accent(env: Environment) -> str:
    """Read SITE_ACCENT."""
    color: str = env.str("SITE_ACCENT", default=ACCENT)
    if not _COLOR.fullmatch(color):
        env.add_error("SITE_ACCENT", _("Must be # and six hexadecimal digits."))
        return ACCENT
    return color.lower()


def named_address(name: str, address: str) -> str:
    """Write a sender as RFC 5322 has it: a name with commas, dots and the like in quotation marks."""
    return f'"{quote(name)}" <{address}>' if _SPECIALS.search(name) else f"{name} <{address}>"


def trusted_proxies(env: Environment) -> int:
    """Read how many proxies in front are ours."""
    number: int | None = env.int("TRUSTED_PROXIES", default=0)
    if number is not None and number < 0:
        env.add_error("TRUSTED_PROXIES", _("Must be 0 or more."))
    if os.environ.get("BEHIND_PROXY"):  # .env is in it by now
        text = _("Replaces BEHIND_PROXY: write 1 instead of true, and remove the old one.")
        env.add_error("TRUSTED_PROXIES", text)
    return number or 0


def _is_address(url: str) -> bool:
    try:
        return bool(_ADDRESS.fullmatch(url) and urlsplit(url).port != 0)
    except ValueError:  # a port above 65535, or no IPv6 address between the brackets
        return False
