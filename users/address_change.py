"""The steps of changing an address: asking, withdrawing, confirming; and how the owner stops or undoes it."""

from django.http import HttpRequest

from cinemahub.mail import outbox
from users.browser import describe_browser
from users.letters import account_secured, confirm_new_email, email_change_asked, email_changed
from users.models import EventKind, SecurityEvent, User
from users.pause import seconds_to_wait


def ask(user: User, address: str, request: HttpRequest) -> None:
    """Email the new address a link to confirm it, and tell the old one how to stop that."""
    if user.pending_address == address and seconds_to_resend(user):  # the form was sent twice
        return
    user.await_address(address)
    send_again(user, request)
    parameters = {"user": user.pk, "browser": describe_browser(request)}
    outbox.enqueue(email_change_asked, to=user.email, language=user.language, request=request, parameters=parameters)
    SecurityEvent.record(EventKind.ADDRESS_CHANGE_ASKED, request, user=user, other_address=address)


def seconds_to_resend(user: User) -> int:
    """How long to wait before the new address can get another email; 0 if not at all."""
    address = user.pending_address
    return seconds_to_wait(outbox.last_enqueued(confirm_new_email, to=address)) if address else 0


def send_again(user: User, request: HttpRequest) -> None:
    parameters = {"user": user.pk, "browser": describe_browser(request)}
    outbox.enqueue(confirm_new_email, to=user.pending_address, request=request, parameters=parameters)


def withdraw(user: User, request: HttpRequest) -> None:
    SecurityEvent.record(EventKind.ADDRESS_CHANGE_WITHDRAWN, request, user=user, other_address=user.pending_address)
    user.await_address("")


def confirm(user: User, address: str, request: HttpRequest | None, link: str = "") -> None:
    """Take the new address and tell the old one; IntegrityError if another account has it by now.

    Without a link and a request it is staff who vouch for the address.
    """
    old = user.email
    _give_address(user, address)
    change = SecurityEvent.record(EventKind.ADDRESS_CHANGED, request, user=user, other_address=old, link=link)
    parameters = {"user": user.pk, "change": change.pk, "browser": describe_browser(request)}
    outbox.enqueue(email_changed, to=old, language=user.language, request=request, parameters=parameters)


def refuse(user: User, request: HttpRequest, link: str) -> None:
    """End a change that the owner has not asked for, and whatever else goes on with the password."""
    _lock_out(user)
    SecurityEvent.record(EventKind.ADDRESS_CHANGE_REFUSED, request, user=user, link=link)


def undo(user: User, address: str, change: int, request: HttpRequest, link: str) -> None:
    """Give the account back to its old address, and end whatever goes on; IntegrityError if another one has it."""
    # Whoever took the account may hold later links to undo.
    later = user.security_events.changes_of_address().filter(pk__gt=change)
    later.update(kind=EventKind.ADDRESS_CHANGE_VOID)
    undone = user.email
    _give_address(user, address)
    _lock_out(user)
    SecurityEvent.record(EventKind.ADDRESS_CHANGE_UNDONE, request, user=user, other_address=undone, link=link)


def send_new_password_link(user: User, request: HttpRequest) -> None:
    """Email the owner of an account that was taken back how to set a password; limits do not hold this one up."""
    if not seconds_to_wait(outbox.last_enqueued(account_secured, to=user.email)):
        parameters = {"user": user.pk}
        outbox.enqueue(account_secured, to=user.email, language=user.language, request=request, parameters=parameters)


def _give_address(user: User, address: str) -> None:
    user.email = address
    user.save(update_fields=["email"])
    user.revoke()


def _lock_out(user: User) -> None:
    """Let nobody in until there is a new password."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    user.revoke()
