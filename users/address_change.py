"""The three steps of changing an address: asking, confirming, undoing."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cinemahub.mail import outbox
from users.browser import describe_browser
from users.letters import already_registered, confirm_new_email, email_changed, password_reset
from users.models import EventKind, SecurityEvent, Session, User


@transaction.atomic
def ask(user: User, address: str, request: HttpRequest) -> None:
    """Write to the new address; if it has an account already, its owner hears of that instead."""
    user.pending_email = address
    user.save(update_fields=["pending_email"])
    other = User.objects.with_address(address)
    letter = already_registered if other and other.is_confirmed else confirm_new_email
    outbox.enqueue(letter, to=address, request=request, parameters={"user": user.pk})
    SecurityEvent.record(EventKind.ADDRESS_CHANGE_ASKED, request, user=user, other_address=address)


def confirm(user: User, address: str, request: HttpRequest) -> None:
    """Make the new address count and tell the old one; IntegrityError if it was taken meanwhile."""
    old = user.email
    _make_room(address)
    user.email, user.pending_email, user.email_confirmed_at = address, "", timezone.now()
    user.save(update_fields=["email", "pending_email", "email_confirmed_at"])
    change = SecurityEvent.record(EventKind.ADDRESS_CHANGED, request, user=user, other_address=old)
    parameters = {"user": user.pk, "change": change.pk, "browser": describe_browser(request)}
    outbox.enqueue(email_changed, to=old, language=user.language, request=request, parameters=parameters)


def undo(user: User, address: str, change: int, request: HttpRequest) -> None:
    """Give the account back to its old address: nobody stays signed in, no old password works, a reset begins."""
    if user.email == address:  # undone already: whoever comes again still wants in
        outbox.enqueue(password_reset, to=address, language=user.language, request=request)
        return
    # Whoever took the account may hold later links to undo.
    user.security_events.filter(kind=EventKind.ADDRESS_CHANGED, pk__gt=change).update(
        kind=EventKind.ADDRESS_CHANGE_VOID
    )
    _make_room(address)
    undone = user.email
    user.email, user.pending_email, user.email_confirmed_at = address, "", timezone.now()
    user.set_unusable_password()
    user.save(update_fields=["email", "pending_email", "email_confirmed_at", "password"])
    Session.objects.of(user).delete()
    outbox.enqueue(password_reset, to=address, language=user.language, request=request)
    SecurityEvent.record(EventKind.ADDRESS_CHANGE_UNDONE, request, user=user, other_address=undone)


def _make_room(address: str) -> None:
    """Let an account that nobody confirmed give way to who has shown that the address is theirs."""
    if (other := User.objects.with_address(address)) and not other.is_confirmed:
        other.delete()
