import logging
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis import Diagnosis, Step, Verdict
from cinemahub.mail.retry import pause_before_probe

log = logging.getLogger(__name__)


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
        return Diagnosis(self.code, Verdict(self.verdict), step, self.answer, reply_code=None, provider=self.provider)

    @classmethod
    def place(cls, transport: str, diagnosis: Diagnosis) -> bool:
        """Hold a transport, or renew its hold after a probe failed; True if it was free before."""
        found = {
            "verdict": diagnosis.verdict,
            "code": diagnosis.code,
            "step": diagnosis.step or "",
            "provider": diagnosis.provider,
            "answer": diagnosis.answer,
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

    def claim_probe(self) -> bool:
        """Be the one worker that probes the transport now."""
        now = timezone.now()
        due = type(self).objects.filter(pk=self.pk, probe_at=self.probe_at, probe_at__lte=now)
        longest_try = timedelta(seconds=settings.MAIL_TRY_SECONDS)
        return bool(due.update(probes=F("probes") + 1, probe_at=now + longest_try))
