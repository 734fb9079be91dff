"""What could open an account, found by its looks in any text."""

import re

# In a path, whatever is long: a link's token is a part of its path. Names of files are let be, for tracebacks.
_IN_PATH = re.compile(r"(?<=/)(?![\w.-]*\.(?:py|html|txt|css|js|svg)\b)[\w:=.%-]{24,}", re.ASCII)
# Elsewhere, what has a digit or capitals side by side among so many: words, and names in code, have neither.
_ANYWHERE = re.compile(r"(?=[\w-]*(?:\d|[A-Z]{2}))[\w-]{32,}=*", re.ASCII)
# What Django's signer makes, wherever it stands: value, time and signature.
_SIGNED = re.compile(r"[\w.=-]+:\w{6,7}:[\w-]{22,}", re.ASCII)


def mask_tokens(text: str) -> str:
    """Hide tokens of links, their signatures, and session keys."""
    return _ANYWHERE.sub("***", _SIGNED.sub("***", _IN_PATH.sub("***", text)))
