import logging

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models import AddressField
from cinemahub.mail.privacy.masking import mask_address
from users.browser import describe_browser
from users.models.user import User

log = logging.getLogger("users.security")


class EventKind(models.TextChoices):
    SIGNED_UP = "signed_up", _("Signed up")
    ADDRESS_CONFIRMED = "address_confirmed", _("Address confirmed")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGN_IN_LIMITED = "sign_in_limited", _("Sign-in refused for a while: too many failures")
    SIGNED_OUT = "signed_out", _("Signed out")
    RESET_ASKED = "reset_asked", _("New password asked for")
    RESET_USED = "reset_used", _("New password set through a letter")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ADDRESS_CHANGE_ASKED = "address_change_asked", _("Change of address asked for")
    ADDRESS_CHANGED = "address_changed", _("Address changed")
    ADDRESS_CHANGE_VOID = "address_change_void", _("Address changed, and undone since")
    ADDRESS_CHANGE_UNDONE = "address_change_undone", _("Change of address undone")
    SESSIONS_ENDED = "sessions_ended", _("Signed out everywhere else")
    DELETED = "deleted", _("Account deleted")


class SecurityEvent(models.Model):
    """What happened to an account, for its owner to see; `record` is the one place that notes it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="security_events", verbose_name=_("user"))
    kind = models.CharField(_("event"), max_length=32, choices=EventKind)
    at = models.DateTimeField(_("time"), default=timezone.now)
    browser = models.CharField(_("browser"), max_length=100, blank=True)
    other_address = AddressField(blank=True, editable=False)  # what the account's address was, or was to be

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
    ) -> "SecurityEvent":
        """Log an event, and keep it as a row if it belongs to an account."""
        event = cls(user=user, kind=kind, browser=describe_browser(request), other_address=other_address)
        client = request.META.get("REMOTE_ADDR", "-") if request else "-"
        whom = mask_address(address or (user.email if user else ""))
        log.info("%s account=%s address=%s client=%s browser=%s", kind, user and user.pk, whom, client, event.browser)
        if user is not None and user.pk is not None:
            event.save()
        return event
