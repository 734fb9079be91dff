"""A try to sign in, counted before the password is looked at, so that many at once count as many."""

from django.conf import settings
from django.http import HttpRequest

from cinemahub.mail.privacy.addresses import comparable_address
from cinemahub.mail.privacy.clients import client_of
from users import limits
from users.browser import is_known_browser
from users.models import Attempt, User


def begin(request: HttpRequest, address: str) -> list[Attempt]:
    """Return what to give back if the password is right; TooOftenError if nobody may try now.

    An unknown address is counted like any other. In a browser where the owner has signed in before, the tries of
    strangers do not count (OWASP, "device cookies"): they could lock the owner out.
    """
    user = User.objects.with_address(address)
    if user is not None and is_known_browser(request, user):
        return limits.take(limits.FAILURES_OF_BROWSER.on(request.COOKIES[settings.BROWSER_COOKIE_NAME]))
    client = client_of(request)
    _of_client, *failures = limits.take(
        limits.SIGN_INS.on(client),
        limits.FAILURES_OF_CLIENT.on(client),
        limits.FAILURES_OF_ACCOUNT.on(comparable_address(address)),
    )
    return failures


def forget_failures(address: str) -> None:
    """Begin to count anew: the password was right, or is a new one."""
    limits.FAILURES_OF_ACCOUNT.on(comparable_address(address)).forget()
