from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models.database import database_now, waits_for_database
from cinemahub.mail.privacy.sealing import seal, unseal

PURPOSE = "oauth_token"
MIN_AHEAD = timedelta(minutes=5)  # of its end a token is renewed, or as early as a quarter of its life before:
AHEAD = 4  # a refresh token may end together with it, as Yandex's do after a year
MIN_LEFT = timedelta(seconds=30)  # of a token that is still good enough to sign in with
RENEWAL_TAKES = timedelta(seconds=30)  # at most: then another process may try


class NewTokens(NamedTuple):
    """What a token endpoint gave. `refresh` is "" where it leaves the earlier one in force, or gives none."""

    access: str
    refresh: str
    expires_in: timedelta


class OAuthTokenQuerySet(models.QuerySet["OAuthToken"]):
    def of(self, transport: str, fingerprint: str) -> "OAuthToken | None":
        """Return what was authorised for a transport, if it was for this mailbox and this application."""
        return self.filter(transport=transport, fingerprint=fingerprint).first()

    def authorise(self, transport: str, fingerprint: str, tokens: NewTokens) -> None:
        """Keep the first tokens of a transport in place of any it had."""
        self.update_or_create(
            transport=transport, defaults={"fingerprint": fingerprint, "renewing_until": None, **_sealed(tokens)}
        )

    def claim_renewal(self, token: "OAuthToken") -> bool:
        """Be the one process that renews it now; another may once RENEWAL_TAKES has passed."""
        now = database_now()
        free = models.Q(renewing_until=None) | models.Q(renewing_until__lt=now)
        same = self.filter(free, pk=token.pk, access=token.access)  # else somebody has renewed it meanwhile
        return bool(same.update(renewing_until=now + RENEWAL_TAKES))


class OAuthToken(models.Model):
    """The tokens of one transport, sealed: a copy of the database opens no mailbox."""

    transport = models.CharField(_("transport"), max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64, editable=False)  # of the mailbox and the application
    access = models.TextField(editable=False)
    refresh = models.TextField(editable=False, blank=True)  # "" where an application needs none
    expires_at = models.DateTimeField(_("expires"))
    renewed_at = models.DateTimeField(_("renewed"), default=timezone.now)
    renewing_until = models.DateTimeField(null=True, editable=False)

    objects = OAuthTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("OAuth token")
        verbose_name_plural = _("OAuth tokens")

    def __str__(self) -> str:
        return self.transport

    @property
    def access_token(self) -> str:
        """Read it; UnreadableError if SECRET_KEY is another one now."""
        return unseal(self.access, purpose=PURPOSE)

    @property
    def refresh_token(self) -> str:
        return unseal(self.refresh, purpose=PURPOSE) if self.refresh else ""

    def is_to_be_renewed(self, now: datetime) -> bool:
        life = self.expires_at - self.renewed_at
        return self.expires_at - now < min(max(MIN_AHEAD, life / AHEAD), life / 2)

    def still_works(self, now: datetime) -> bool:
        return self.expires_at - now > MIN_LEFT

    @property
    def renewal_was_cut_short(self) -> bool:
        """Tell whether a process began to renew it and never said how that ended: it was killed."""
        return self.renewing_until is not None

    @waits_for_database
    def renewed(self, tokens: NewTokens) -> None:
        """Save what a renewal gave, before anything of it is used: an earlier refresh token may be void by now."""
        changes = _sealed(tokens)
        if not tokens.refresh:
            del changes["refresh"]
        self._set(renewing_until=None, **changes)

    def release(self) -> None:
        """Let another process try to renew it at once, and know as much as this one did."""
        self._set(renewing_until=self.renewing_until)

    def _set(self, **changes: object) -> None:
        type(self).objects.filter(pk=self.pk).update(**changes)


def _sealed(tokens: NewTokens) -> dict[str, object]:
    now = database_now()
    return {
        "access": seal(tokens.access, purpose=PURPOSE),
        "refresh": seal(tokens.refresh, purpose=PURPOSE) if tokens.refresh else "",
        "expires_at": now + tokens.expires_in,
        "renewed_at": now,
    }
