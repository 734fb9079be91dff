from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models.database import database_now

OVER_AFTER = timedelta(minutes=2)  # what comes and goes is one incident


class Incident(models.Model):
    """A time in which mail was not well; ADMINS are told of it once, by one of the workers, and once of its end."""

    began_at = models.DateTimeField(_("began"), db_default=Now())
    well_since = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True)
    told_at = models.DateTimeField(_("told"), null=True)
    problems = models.TextField(_("problems"), blank=True, db_default="")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(ended_at__isnull=True), name="one_open_incident"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"

    @classmethod
    def current(cls) -> "Incident | None":
        return cls.objects.filter(ended_at=None).first()

    @classmethod
    def go_on(cls, problems: str) -> "Incident":
        """Return the incident of these problems, which begins now if there is none."""
        try:
            with transaction.atomic():
                incident = cls.current() or cls.objects.create(problems=problems)
        except IntegrityError:  # another worker was faster
            incident = cls.objects.get(ended_at=None)
        if incident.well_since is not None:
            cls.objects.filter(pk=incident.pk).update(well_since=None)
        return incident

    def claim_telling(self) -> bool:
        """Be the one worker that tells of it."""
        return bool(type(self).objects.filter(pk=self.pk, told_at=None).update(told_at=database_now()))

    def give_back_telling(self) -> None:
        """Let it be told later, as it could not be sent."""
        type(self).objects.filter(pk=self.pk, ended_at=None).update(told_at=None)

    def end_if_over(self) -> bool:
        """Note that mail is well; True for the one worker that finds it has been so for long enough."""
        now = database_now()
        mine = type(self).objects.filter(pk=self.pk, ended_at=None)
        if self.well_since is None:
            mine.filter(well_since=None).update(well_since=now)
            return False
        return now - self.well_since >= OVER_AFTER and bool(mine.update(ended_at=now))
