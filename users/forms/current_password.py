"""The password of somebody who is signed in: asked as seldom, and recorded as well, as at sign-in."""

from django.http import HttpRequest

from users.hashers import HashingBusyError
from users.limits import PASSWORDS_ASKED, TooOftenError, give_back, take
from users.models import EventKind, SecurityEvent, User


def is_current_password(password: str, user: User, request: HttpRequest | None) -> bool:
    """TooOftenError after five wrong ones: whoever has stolen a session must not find the password out with it."""
    try:
        tried = take(PASSWORDS_ASKED.on(str(user.pk)))
    except TooOftenError:
        SecurityEvent.record(EventKind.SIGN_IN_LIMITED, request, address=user.email)
        raise
    try:
        is_right = user.check_password(password)
    except HashingBusyError:
        give_back(tried)
        raise
    if is_right:
        give_back(tried)
    else:
        SecurityEvent.record(EventKind.PASSWORD_WRONG, request, user=user)
    return is_right
