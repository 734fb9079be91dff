import logging
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models import AddressField
from cinemahub.mail.privacy.masking import mask_address
from users.browser import describe_browser
from users.digest import LENGTH, digest
from users.models.user import User

log = logging.getLogger("users.security")


class EventKind(models.TextChoices):
    SIGN_UP_ASKED = "sign_up_asked", _("Sign-up requested")
    SIGNED_UP = "signed_up", _("Account created")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGN_IN_LIMITED = "sign_in_limited", _("Sign-in blocked for a while: too many failures")
    PASSWORD_WRONG = "password_wrong", _("Wrong password given while signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    RESET_ASKED = "reset_asked", _("Password reset requested")
    RESET_USED = "reset_used", _("Password reset by email")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ADDRESS_CHANGE_ASKED = "address_change_asked", _("Email change requested")
    ADDRESS_CHANGE_WITHDRAWN = "address_change_withdrawn", _("Email change cancelled")
    ADDRESS_CHANGE_REFUSED = "address_change_refused", _("Email change stopped by email")
    ADDRESS_CHANGED = "address_changed", _("Email address changed")
    ADDRESS_CHANGE_VOID = "address_change_void", _("Email address changed, and undone since")
    ADDRESS_CHANGE_UNDONE = "address_change_undone", _("Email change undone")
    SESSION_ENDED = "session_ended", _("One device signed out")
    SESSIONS_ENDED = "sessions_ended", _("All other devices signed out")
    DELETED = "deleted", _("Account deleted")


FAILURES = (EventKind.SIGN_IN_FAILED, EventKind.SIGN_IN_LIMITED, EventKind.PASSWORD_WRONG)
MOMENT = timedelta(minutes=15)


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    def failures(self) -> Self:
        """What others may have caused, in any number: kept apart, so that it hides nothing."""
        return self.filter(kind__in=FAILURES)

    def successes(self) -> Self:
        return self.exclude(kind__in=FAILURES)

    def newest(self, most: int) -> Self:
        return self.order_by("-at", "-pk")[:most]

    def recent(self) -> Self:
        """What happened a moment ago: the same request again shows its result."""
        return self.filter(at__gt=timezone.now() - MOMENT)

    def changes_of_address(self) -> Self:
        """Those that can be undone, as long as their links live."""
        return self.filter(kind=EventKind.ADDRESS_CHANGED)

    def through(self, link: str) -> Self:
        """What was done through a link, given by its token."""
        return self.filter(link_digest=digest(link))


class SecurityEvent(models.Model):
    """What happened to an account, for its owner to see; `record` is the one place that notes it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="security_events", verbose_name=_("user"), null=True)
    kind = models.CharField(_("event"), max_length=32, choices=EventKind)
    at = models.DateTimeField(_("time"), default=timezone.now)
    browser = models.CharField(_("browser"), max_length=100, blank=True)
    link_digest = models.CharField(max_length=LENGTH, blank=True, editable=False)  # of the link's token, if one did it
    other_address = AddressField(blank=True, editable=False)  # what the account's address was, or was to be

    objects: ClassVar[Any] = SecurityEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        indexes = [models.Index(fields=["user", "-at"], name="users_event_of_user")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.user_id}"

    @classmethod
    def record(
        cls,
        kind: EventKind,
        request: HttpRequest | None,
        *,
        user: User | None = None,
        address: str = "",
        other_address: str = "",
        link: str = "",
    ) -> "SecurityEvent":
        """Log an event, and keep it as a row if it belongs to an account.

        A failed sign-in is a row in any case, so that an unknown address costs the same as a known one.
        """
        event = cls(user=user, kind=kind, browser=describe_browser(request), other_address=other_address)
        event.link_digest = digest(link) if link else ""
        client = request.META.get("REMOTE_ADDR", "-") if request else "-"
        whom = mask_address(address or (user.email if user else ""))
        log.info("%s account=%s address=%s client=%s browser=%s", kind, user and user.pk, whom, client, event.browser)
        if kind == EventKind.SIGN_IN_FAILED or (user is not None and user.pk is not None):
            event.save()
        return event
