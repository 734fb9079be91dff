"""What may become of a letter, and why one is not sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("queued")
    DEFERRED = "deferred", _("deferred")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("unknown")
    EXPIRED = "expired", _("expired")
    SKIPPED = "skipped", _("skipped")


class Delivery(models.TextChoices):
    """What is known of a letter after it was accepted, from least to most; before that it is ""."""

    SENT = "sent", _("on its way")
    DEFERRED = "deferred", _("delayed")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("came back")
    COMPLAINED = "complained", _("reported as spam")

    def below(self) -> list[str]:
        """Return what may become this one, as it only moves up."""
        ranks = list(type(self))
        return ["", *ranks[: ranks.index(self)]]


class Reason(models.TextChoices):
    """Why a letter is not sent on purpose."""

    NO_ACCOUNT = "no_account", _("no account")
    INACTIVE = "inactive", _("account is inactive")
    CONFIRMED = "confirmed", _("address is confirmed already")
    SUPPRESSED = "suppressed", _("address is suppressed")
    NOT_LISTED = "not_listed", _("address is not in MAIL_ONLY_TO")
    TOO_MANY_FOR_ADDRESS = "too_many_for_address", _("too many for this address")
    TOO_MANY_FROM_CLIENT = "too_many_from_client", _("too many from this client")
    TOO_LATE = "too_late", _("its moment has passed")
    SUPERSEDED = "superseded", _("a newer one replaces it")
    GIVEN_UP = "given_up", _("given up by staff")
    RESTORED = "restored", _("older than the restored backup")
    KIND_UNKNOWN = "kind_unknown", _("this version does not know its kind")
    WIPED = "wiped", _("its content has been deleted")
    TRANSPORT_UNKNOWN = "transport_unknown", _("MAILERS does not have its transport")


class CircuitState(models.TextChoices):
    """Whether a transport works."""

    CLOSED = "closed", _("works")
    PAUSED = "paused", _("paused")
    HELD = "held", _("on hold")
