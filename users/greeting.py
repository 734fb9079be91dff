"""The name by which an email greets its reader: one that looks like a name, since people write there what they like."""

import re
import unicodedata

MAX_LENGTH = 40
CATEGORIES = ("L", "M", "Zs", "Pd")
ALSO = {"'", "\u2019", "."}
DOT_WITHIN = re.compile(r"\.(?=[^\s.])")  # mail programs make a link of what looks like a host


def greeted(name: str) -> str:
    """Return the name of an account, or "" for a reader who has none, or whose name might be an advertisement."""
    name = " ".join(name.split())
    is_name = all(unicodedata.category(each).startswith(CATEGORIES) or each in ALSO for each in name)
    return name if is_name and len(name) <= MAX_LENGTH and not DOT_WITHIN.search(name) else ""
