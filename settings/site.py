"""The address of the site, with which every link in every letter starts."""

import re
from urllib.parse import SplitResult, urlsplit

from settings.environment import Environment

_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE | re.ASCII)
_UNKNOWN = "https://unknown.invalid"


def site_address(env: Environment) -> SplitResult:
    """Read SITE_URL; what is wrong with it is noted, and a made-up address returned for now."""
    url = env.str("SITE_URL") or _UNKNOWN
    if not url.isascii():
        env.add_error("SITE_URL", "Must be in Latin letters; browsers write other domains as xn--...")
    elif not _ADDRESS.fullmatch(url):
        env.add_error("SITE_URL", "Must be the scheme and the host alone, without a slash at the end.")
    elif env.strict and not url.startswith("https:"):
        env.add_error("SITE_URL", "Must start with https.")
    else:
        return urlsplit(url)
    return urlsplit(_UNKNOWN)
