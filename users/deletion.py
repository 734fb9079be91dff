from django.db import transaction
from django.http import HttpRequest

from cinemahub.mail import outbox
from users.browser import describe_browser
from users.letters import account_deleted
from users.models import EventKind, SecurityEvent, Session, SignInFailure, SignUp, User


@transaction.atomic
def delete_account(user: User, request: HttpRequest) -> None:
    """Delete everything the site knows of a person; a suppression stays, which is a hash."""
    SecurityEvent.record(EventKind.DELETED, request, user=user)
    outbox.forget(user.email)
    if user.pending_email:
        outbox.forget(user.pending_email)
    outbox.post(
        account_deleted,
        to=user.email,
        language=user.language,
        request=request,
        parameters={"browser": describe_browser(request)},
    )
    SignInFailure.forget(user.email)
    SignUp.forget(user.email)
    Session.objects.of(user).delete()
    user.delete()
