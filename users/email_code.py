"""The code beside the link of an email: for people who read it on a phone and go on in the browser they began in.

It is derived when the email leaves, and again when it is typed, so it is stored nowhere. It depends on that email, on
that browser and on whatever ends the email's link.
"""

import logging
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.privacy.clients import client_of
from users.limits import CODES_OF_BROWSER, CODES_OF_CLIENT, take
from users.models import Attempt

ALPHABET = "BCDFGHJKMNPQRSTVWXYZ3479"  # no vowels, so no words, and no two that look alike
LENGTH = 8
LIVES = timedelta(minutes=10)  # after the email was sent
# What people take a character for, or type on a Russian keyboard instead.
LOOKALIKES = str.maketrans("8256" + "ВСКМНРТУХЗЧ", "BZSG" + "BCKMHPTYX34")
SPACERS = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2212_."))

log = logging.getLogger("users.security")


def make_code(row: OutboxLetter, browser_digest: str, access: str) -> str:
    """Return the code of an email for the browser it was asked in; `access` changes when the link stops working."""
    code = _codes(row.key, browser_digest, access)[0]
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_code(typed: str) -> str | None:
    """Return what somebody typed as a code is written; None if it cannot be one."""
    joined = "".join(unicodedata.normalize("NFKC", typed).upper().translate(SPACERS).split())
    code = joined.translate(LOOKALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def take_try(request: HttpRequest, browser_digest: str) -> list[Attempt]:
    """Count a try before the code is looked at; TooOftenError if this browser has had all of them."""
    _of_client, *tried = take(CODES_OF_CLIENT.on(client_of(request)), CODES_OF_BROWSER.on(browser_digest))
    return tried


def find_email(code: str, rows: Iterable[OutboxLetter], browser_digest: str, access: str) -> OutboxLetter | None:
    """Return the email that a code was in; without any email it takes as long to say so."""
    found = None
    for row in list(rows) or [OutboxLetter()]:
        if any(constant_time_compare(code, each) for each in _codes(row.key, browser_digest, access)):
            found = row
    return found


def log_wrong(request: HttpRequest) -> None:
    page = request.resolver_match.url_name if request.resolver_match else "-"
    log.info("wrong_code page=%s client=%s", page, request.META.get("REMOTE_ADDR", "-"))


def _codes(key: UUID, browser_digest: str, access: str) -> list[str]:
    """Return the code with SECRET_KEY and with each earlier key."""
    parts = "\0".join([key.hex, browser_digest, access])
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    hmacs = [salted_hmac("users.email_code", parts, secret=each, algorithm="sha256") for each in secrets]
    return [_written(each.digest()) for each in hmacs]


def _written(digest: bytes) -> str:
    number, code = int.from_bytes(digest), ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        code += ALPHABET[rest]
    return code
