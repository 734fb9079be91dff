"""How an account begins: its mailbox has said yes, by a link or by a code."""

from datetime import timedelta

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from users.dead_link import DeadLink, DeadLinkError
from users.models import EventKind, SecurityEvent, SignUp, User
from users.signing_in import sign_in

TWICE = timedelta(minutes=1)  # a later press would sign in whoever finds the page open


def open_account(sign_up: SignUp, password_hash: str, request: HttpRequest, link: str) -> User:
    """Make the account that a sign-up has asked for; DeadLinkError if its address has got one in the meantime."""
    try:
        with transaction.atomic():
            user: User = User.objects.create(email=sign_up.address, password=password_hash, language=sign_up.language)
    except IntegrityError:
        raise DeadLinkError(DeadLink.TAKEN) from None
    sign_up.became(user)
    SecurityEvent.record(EventKind.SIGNED_UP, request, user=user, link=link)
    return user


def was_just_opened(user: User, link: str) -> bool:
    """Tell whether the same request made this account a moment ago, and its owner has not left since."""
    just_now = user.security_events.through(link).filter(at__gt=timezone.now() - TWICE)
    has_left = user.security_events.filter(kind=EventKind.SIGNED_OUT).exists()
    return user.is_active and just_now.exists() and not has_left


def welcome(user: User, request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(reverse("account"))
    sign_in(request, response, user, is_expected=True)
    messages.success(request, _("Your account is ready."))
    return response
