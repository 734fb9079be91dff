from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from cinemahub.mail.privacy.hashing import LENGTH

KEPT_FOR = timedelta(minutes=20)  # longer than the window of any limit


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def by_slot(self, keys: list[str]) -> dict[str, dict[int, datetime]]:
        """Return when each slot of each key was last used."""
        found: dict[str, dict[int, datetime]] = defaultdict(dict)
        for attempt in self.filter(key__in=keys):
            found[attempt.key][attempt.slot] = attempt.at
        return found

    def claim(self, key: str, slot: int, *, used_at: datetime | None) -> "Attempt | None":
        """Use a slot that was last used at `used_at`, if ever; None if somebody else was quicker."""
        now = timezone.now()
        if used_at is not None:
            return Attempt(key=key, slot=slot, at=now) if self._reuse(key, slot, used_at, now) else None
        try:
            with transaction.atomic():
                return self.create(key=key, slot=slot, at=now)
        except IntegrityError:
            return None

    def _reuse(self, key: str, slot: int, used_at: datetime, now: datetime) -> bool:
        return bool(self.filter(key=key, slot=slot, at=used_at).update(at=now))

    def give_back(self, taken: "Iterable[Attempt]") -> None:
        """Free slots, but for those that others have used since."""
        if these := [models.Q(key=each.key, slot=each.slot, at=each.at) for each in taken]:
            self.filter(reduce(or_, these)).delete()

    def purge(self) -> None:
        self.filter(at__lt=timezone.now() - KEPT_FOR).delete()


class Attempt(models.Model):
    """Something limited that was tried lately, known by a keyed hash of who tried it or of what it was tried on.

    A limit of five has five slots for a key. The database gives each to one request only, so of any number that come
    at once, to any number of processes, five are let through.
    """

    key = models.CharField(max_length=LENGTH)
    slot = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "slot"], name="users_attempt_slot")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.key[:8]} {self.slot}"
