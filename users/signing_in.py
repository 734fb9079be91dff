"""What happens when somebody is signed in, whichever page it is done on."""

from django.contrib.auth import login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from cinemahub.mail import outbox
from users.browser import describe_browser, is_known_browser, remember_browser
from users.letters import new_sign_in
from users.models import EventKind, SecurityEvent, User
from users.sessions import BROWSER_KEY, SIGNED_IN_AT_KEY
from users.sign_in_try import forget_failures


def sign_in(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Begin a session, and tell the owner if the browser is a new one."""
    is_first, browser = user.last_login is None, describe_browser(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BROWSER_KEY] = browser
    request.session[SIGNED_IN_AT_KEY] = timezone.now().isoformat()
    forget_failures(user.email)
    SecurityEvent.record(EventKind.SIGNED_IN, request, user=user)
    if not is_first and not is_known_browser(request, user.pk):
        outbox.enqueue(
            new_sign_in, to=user.email, language=user.language, request=request, parameters={"browser": browser}
        )
    remember_browser(request, response, user.pk)
