from django.http import HttpRequest

from cinemahub.mail import outbox
from users.browser import describe_browser
from users.letters import password_changed, password_reset
from users.models import EventKind, SecurityEvent, User
from users.sign_in_try import forget_failures


def ask_for_reset(address: str, browser_digest: str, request: HttpRequest | None) -> None:
    """Have a link emailed, with a code for the browser of that digest; one INSERT, for any address."""
    SecurityEvent.record(EventKind.RESET_ASKED, request, address=address)
    parameters = {"browser_digest": browser_digest, "browser": describe_browser(request)}
    outbox.enqueue(password_reset, to=address, request=request, parameters=parameters)


def note_new_password(request: HttpRequest | None, user: User, kind: EventKind, link: str = "") -> None:
    """End whatever the old password has set in motion, and tell the owner that there is a new one."""
    user.revoke()
    forget_failures(user.email)  # else the new password would have to wait for the old one's failures
    parameters = {"browser": describe_browser(request)}
    outbox.enqueue(password_changed, to=user.email, language=user.language, request=request, parameters=parameters)
    SecurityEvent.record(kind, request, user=user, link=link)
