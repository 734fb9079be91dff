import logging
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.models.database import database_now, waits_for_database
from cinemahub.mail.models.outbox_letter import OutboxLetter
from cinemahub.mail.models.state import CircuitState
from cinemahub.mail.models.wake import wake_workers
from cinemahub.mail.privacy.hashing import LENGTH

BRIEF_SECONDS = 30
ORDER = list(Step)
WORDS = {CircuitState.PAUSED: "paused", CircuitState.HELD: "on hold"}

log = logging.getLogger(__name__)


class CircuitQuerySet(models.QuerySet["Circuit"]):
    def open(self) -> Self:
        """Those of transports that rest or are held."""
        return self.exclude(state=CircuitState.CLOSED)


class Circuit(models.Model):
    """Whether a transport works, for all workers: closed it does, paused it rests, held it waits for a person.

    While it is paused or held its letters wait, and from `probe_at` on one of them finds out how it is now.
    """

    transport = models.CharField(_("transport"), max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=CircuitState, db_default=CircuitState.CLOSED)
    since = models.DateTimeField(_("since"), db_default=Now())
    verdict = models.CharField(_("class"), max_length=16, blank=True, db_default="")
    code = models.CharField(_("cause"), max_length=64, blank=True, db_default="")
    step = models.CharField(_("step"), max_length=16, blank=True, db_default="")
    provider = models.CharField(_("provider"), max_length=32, blank=True, db_default="")
    answer = models.CharField(_("what the server said"), max_length=300, blank=True, db_default="")
    probes = models.PositiveIntegerField(_("probes"), db_default=0)
    probe_at = models.DateTimeField(_("next probe"), db_default=Now())
    probed_by = models.CharField(max_length=LENGTH, blank=True, db_default="", editable=False)

    objects = CircuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("transport")
        verbose_name_plural = _("transports")

    def __str__(self) -> str:
        return self.transport

    @property
    def diagnosis(self) -> Diagnosis:
        step = Step(self.step) if self.step else None
        verdict, culprit = Verdict(self.verdict), CAUSES[self.code].culprit
        return Diagnosis(self.code, verdict, step, self.answer, None, provider=self.provider, culprit=culprit)

    @classmethod
    @waits_for_database
    def interrupt(cls, transport: str, diagnosis: Diagnosis, pause_after: Callable[[int], timedelta]) -> None:
        """Let a transport rest, or hold it, for as long as fits the number of probes that have failed."""
        is_pause = diagnosis.verdict is Verdict.TRANSIENT
        state = CircuitState.PAUSED if is_pause else CircuitState.HELD
        found = {
            "state": state,
            "verdict": diagnosis.verdict,
            "code": diagnosis.code,
            "step": diagnosis.step or "",
            "provider": diagnosis.provider,
            "answer": diagnosis.reply[:300],
        }
        with transaction.atomic():
            before, _is_new = cls.objects.select_for_update().get_or_create(transport=transport)
            was_closed, had = before.state == CircuitState.CLOSED, (before.state, before.code)
            now, probes = database_now(), 0 if was_closed else before.probes
            kept = {"since": now, "probes": 0, "probed_by": ""} if was_closed else {}
            cls.objects.filter(pk=before.pk).update(**found, **kept, probe_at=now + pause_after(probes))
        if (state, diagnosis.code) != had:
            _tell(transport, state, diagnosis)

    @classmethod
    @waits_for_database
    def close(cls, transport: str) -> bool:
        """Let letters take the transport again, at once whatever waited for it; True if it was paused or held."""
        with transaction.atomic():
            for circuit in cls.objects.open().select_for_update().filter(transport=transport):
                OutboxLetter.objects.filter(reason=circuit.code, transport=transport).make_due()
                cls.objects.filter(pk=circuit.pk).update(state=CircuitState.CLOSED, since=database_now())
                wake_workers()
                if circuit.state == CircuitState.HELD or not circuit.is_brief:
                    log.warning("Transport %s works again, its emails go on", transport)
                return True
        return False

    @classmethod
    def start_over(cls, transports: Collection[str]) -> None:
        """Tell what holds when a worker starts, and have a letter probe at once what settings may have mended."""
        held = cls.objects.open().filter(transport__in=transports)
        for circuit in held:
            _tell(circuit.transport, CircuitState(circuit.state), circuit.diagnosis)
        if held.exclude(verdict=Verdict.HOLD).update(probe_at=database_now()):
            wake_workers()

    @property
    def is_brief(self) -> bool:
        """Tell whether this may be the usual rest between one email and the next."""
        return self.state == CircuitState.PAUSED and database_now() - self.since < timedelta(seconds=BRIEF_SECONDS)

    def claim_probe(self) -> bool:
        """Be the one worker that probes the transport now."""
        now = database_now()
        due = type(self).objects.filter(pk=self.pk, probe_at=self.probe_at, probe_at__lte=now)
        longest_try = timedelta(seconds=settings.MAIL_TRY_SECONDS)
        return bool(due.update(probes=F("probes") + 1, probe_at=now + longest_try))

    @waits_for_database
    def probe_by(self, address_hash: str) -> None:
        """Note whose letter probes, so that the next is somebody else's."""
        type(self).objects.filter(pk=self.pk).update(probed_by=address_hash)

    @classmethod
    def refused_at(cls, transport: str, step: Step | None) -> None:
        """Close it if a probe got further than what had opened it, though its letter was refused then."""
        for circuit in cls.objects.open().filter(transport=transport):
            if step is not None and circuit.step and ORDER.index(step) > ORDER.index(Step(circuit.step)):
                cls.close(transport)
            else:
                cls.release_probe(transport)

    @classmethod
    @waits_for_database
    def release_probe(cls, transport: str) -> None:
        """Let another letter probe at once, as this one showed nothing."""
        open_one = cls.objects.open().filter(transport=transport)
        open_one.update(probes=Greatest(F("probes") - 1, 0), probe_at=database_now())


def _tell(transport: str, state: CircuitState, diagnosis: Diagnosis) -> None:
    """Say a cause and what to do about it; a rest between two emails is no trouble."""
    level = logging.ERROR if state == CircuitState.HELD else logging.WARNING
    said = f"{diagnosis.cause} {diagnosis.remedy} ({diagnosis.reply})"
    log.log(level, "Transport %s is %s, its emails wait. %s", transport, WORDS[state], said)
