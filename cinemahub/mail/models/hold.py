import logging
from collections.abc import Collection
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.models.retry import pause_after_unclear_probe, pause_before_probe

log = logging.getLogger(__name__)


class Outcome(Enum):
    """What a try showed of its transport."""

    WORKS = auto()
    BROKEN = auto()  # and it is on hold now
    UNCLEAR = auto()
    NOTHING = auto()  # the letter was done with for reasons of its own


class Hold(models.Model):
    """A transport that is broken: its letters wait, and one of them probes it now and then."""

    transport = models.CharField(_("transport"), max_length=64, unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    verdict = models.CharField(_("class"), max_length=16)
    code = models.CharField(_("cause"), max_length=64)
    step = models.CharField(_("step"), max_length=16, blank=True)
    provider = models.CharField(_("provider"), max_length=32, blank=True)
    answer = models.CharField(_("what the server said"), max_length=300, blank=True)
    probes = models.PositiveIntegerField(_("probes"), default=0)
    probe_at = models.DateTimeField(_("next probe"))

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")

    def __str__(self) -> str:
        return f"{self.transport}: {self.code}"

    @property
    def diagnosis(self) -> Diagnosis:
        step = Step(self.step) if self.step else None
        return Diagnosis(
            self.code,
            Verdict(self.verdict),
            step,
            self.answer,
            reply_code=None,
            provider=self.provider,
            culprit=CAUSES[self.code].culprit,
        )

    @classmethod
    def place(cls, transport: str, diagnosis: Diagnosis) -> bool:
        """Hold a transport, or renew its hold after a probe failed; True if it was free before."""
        found = {
            "verdict": diagnosis.verdict,
            "code": diagnosis.code,
            "step": diagnosis.step or "",
            "provider": diagnosis.provider,
            "answer": diagnosis.reply[:300],
        }
        now = timezone.now()
        hold, is_new = cls.objects.get_or_create(
            transport=transport, defaults={**found, "probe_at": now + pause_before_probe(0, diagnosis)}
        )
        if not is_new:
            probe_at = now + pause_before_probe(hold.probes, diagnosis)
            cls.objects.filter(pk=hold.pk).update(**found, probe_at=probe_at)
        return is_new

    @classmethod
    def release(cls, transport: str) -> bool:
        """Let letters take the transport again; True if it was held."""
        released, _ = cls.objects.filter(transport=transport).delete()
        if released:
            log.warning("Transport %s works again, its letters go on", transport)
        return bool(released)

    @classmethod
    def probe_now(cls, transports: Collection[str]) -> None:
        """Let the next letter find out whether transports work that the settings had broken."""
        cls.objects.filter(transport__in=transports, verdict=Verdict.CONFIGURATION).update(probe_at=timezone.now())

    @classmethod
    def probed(cls, transport: str, outcome: Outcome) -> None:
        """Go by what a probe showed; one that found it broken has renewed the hold already."""
        if outcome is Outcome.WORKS:
            cls.release(transport)
        for hold in cls.objects.filter(transport=transport):
            if outcome is Outcome.NOTHING:
                hold.release_probe()
            elif outcome is Outcome.UNCLEAR:
                hold._set(probe_at=timezone.now() + pause_after_unclear_probe(hold.probes))

    def claim_probe(self) -> bool:
        """Be the one worker that probes the transport now."""
        now = timezone.now()
        due = type(self).objects.filter(pk=self.pk, probe_at=self.probe_at, probe_at__lte=now)
        longest_try = timedelta(seconds=settings.MAIL_TRY_SECONDS)
        return bool(due.update(probes=F("probes") + 1, probe_at=now + longest_try))

    def release_probe(self) -> None:
        """Let another letter probe at once, as this one could not."""
        self._set(probes=Greatest(F("probes") - 1, 0), probe_at=timezone.now())

    def _set(self, **changes: Any) -> None:
        type(self).objects.filter(pk=self.pk).update(**changes)
