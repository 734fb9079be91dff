import logging

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

log = logging.getLogger("users.security")


class DeadLink(models.TextChoices):
    """Why a link from an email does not work, in words for the person who opened it."""

    CUT = "cut", _("It's incomplete, or something was added to it. Open it in the email again, or copy all of it.")
    EXPIRED = "expired", _("It has expired.")
    USED = "used", _("It has already been used.")
    REPLACED = "replaced", _("A newer email has replaced it. Use the link in the latest one.")
    REVOKED = (
        "revoked",
        _("Since it was sent, someone has signed in, the password or email was changed, or the account was closed."),
    )
    UNDONE = "undone", _("An earlier change has been undone since, and this one with it.")
    WITHDRAWN = "withdrawn", _("The change was cancelled, or the account's password has changed since.")
    CONFIRMED = "confirmed", _("The new address has been confirmed since. Another email tells you how to undo that.")
    TAKEN = "taken", _("This email address already has an account.")
    GONE = "gone", _("The account has been deleted or deactivated.")
    NO_COOKIE = (
        "no_cookie",
        _("This browser has no cookie from the link. Open the link in this browser, and allow cookies for this site."),
    )


def log_dead(reason: DeadLink, request: HttpRequest) -> None:
    """Log that somebody opened a link that does not work, without the link."""
    page = request.resolver_match.url_name if request.resolver_match else "-"
    log.info("dead_link page=%s reason=%s client=%s", page, reason, request.META.get("REMOTE_ADDR", "-"))


class DeadLinkError(Exception):
    def __init__(self, reason: DeadLink) -> None:
        super().__init__(reason)
        self.reason = reason
