"""How a session begins, and how one goes on when all others end; whichever page that is done on."""

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from cinemahub.mail import outbox
from users.browser import describe_browser, is_known_browser, remember_browser
from users.letters import new_sign_in
from users.models import EventKind, SecurityEvent, User
from users.sessions import BROWSER_KEY, SIGNED_IN_AT_KEY
from users.sign_in_try import forget_failures


def sign_in(request: HttpRequest, response: HttpResponseBase, user: User, *, is_expected: bool = False) -> None:
    """Begin a session, and tell the owner of one in a new browser, unless the owner has just followed a link."""
    browser = describe_browser(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BROWSER_KEY] = browser
    request.session[SIGNED_IN_AT_KEY] = timezone.now().isoformat()
    forget_failures(user.email)
    SecurityEvent.record(EventKind.SIGNED_IN, request, user=user)
    if not is_expected and not is_known_browser(request, user):
        outbox.enqueue(
            new_sign_in, to=user.email, language=user.language, request=request, parameters={"browser": browser}
        )
    remember_browser(request, response, user)


def stay_signed_in(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Go on under a new key in this browser, after everything else was revoked."""
    update_session_auth_hash(request, user)
    remember_browser(request, response, user)
