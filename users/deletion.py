from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cinemahub.mail import outbox
from users.browser import describe_browser
from users.letters import account_deleted
from users.models import EventKind, SecurityEvent, Session, SignUp, User
from users.sign_in_try import forget_failures
from users.signed_link import UNDO_EMAIL_CHANGE


@transaction.atomic
def delete_account(user: User, request: HttpRequest | None) -> None:
    """Delete everything the site knows of a person; a suppression stays, which is a hash. No request: staff do it."""
    SecurityEvent.record(EventKind.DELETED, request, user=user)
    addresses_to_tell = {user.email, *_lately_given_up(user)}
    _forget_letters(user)
    for address in addresses_to_tell:
        outbox.enqueue(
            account_deleted,
            to=address,
            language=user.language,
            request=request,
            parameters={"browser": describe_browser(request)},
        )
    forget_failures(user.email)
    SignUp.objects.of_address(user.email).delete()
    Session.objects.filter(user_id=user.pk).delete()
    _forget_in_admin_log(user)
    user.delete()


def _lately_given_up(user: User) -> set[str]:
    """Return the addresses whose owner could have undone the change until now, and must hear that it is too late."""
    changes = user.security_events.filter(
        kind=EventKind.ADDRESS_CHANGED, at__gt=timezone.now() - UNDO_EMAIL_CHANGE.lives
    )
    addresses = set(changes.exclude(other_address="").values_list("other_address", flat=True))
    return {address for address in addresses if User.objects.with_address(address) is None}


def _forget_letters(user: User) -> None:
    """Forget those to its addresses of now and earlier; where somebody else has one now, only those about this user."""
    outbox.forget(user.email)
    for address in user.security_events.exclude(other_address="").values_list("other_address", flat=True).distinct():
        if User.objects.with_address(address) is None:
            outbox.forget(address)
        else:
            outbox.forget(address, user=user.pk)


def _forget_in_admin_log(user: User) -> None:
    """Keep what staff did, and to which number, but not to whom."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    about.update(object_repr=f"#{user.pk}")
