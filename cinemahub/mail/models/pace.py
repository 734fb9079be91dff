"""How fast a transport may be sent to, learnt from what it accepted and refused."""

import time
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models.database import database_now, waits_for_database
from cinemahub.mail.models.outbox_letter import OutboxLetter

DAY_SECONDS = 86400
SLICES = {1: 20, 60: 100, DAY_SECONDS: 100}  # of a window in seconds, in which letters are counted
QUICK = (1, 60)  # windows that refusals are taken for; longer ones are rested out, a day's is named as such
MARGIN_SLICES = 2  # a window of ours is longer than the server's: emails travel at different speeds
STRETCH = 1.05
RAISE_AFTER_WINDOWS = 10
MAX_RAISE_AFTER_WINDOWS = 1000
MIN_PAUSE_SECONDS = 0.1
SETTLE_SECONDS = 0.1  # until other connections have written down what they sent meanwhile


class Pace(models.Model):
    """At most `letters` in any `seconds` go over a transport, all workers together; `unit` is the usual window.

    The limit falls to what was accepted when the server refuses more (multiplicative decrease), and rises by a tenth
    when it was used up several times without that (additive increase); in vain that is tried less and less often.
    """

    transport = models.CharField(_("transport"), max_length=64)
    unit = models.PositiveIntegerField()
    letters = models.PositiveIntegerField(_("emails"))
    seconds = models.FloatField(_("seconds"))
    slices: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(
        default=list, editable=False
    )  # [number of the slice, letters in it]
    sent_at_limit = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    raise_after = models.PositiveIntegerField(
        default=RAISE_AFTER_WINDOWS, db_default=RAISE_AFTER_WINDOWS, editable=False
    )

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")
        constraints = [models.UniqueConstraint(fields=["transport", "unit"], name="pace_transport_unit")]

    def __str__(self) -> str:
        return f"{self.transport}: {self.letters} / {self.seconds:g} s"

    @classmethod
    def reserve(cls, transport: str, most: int, *, at_its_pace: int, at_least: int = 0) -> tuple[int, float]:
        """Return how many letters may go now, up to `most` or where there is a limit `at_its_pace`, and after how
        many seconds more may."""
        with transaction.atomic():
            paces = list(cls.objects.select_for_update().filter(transport=transport).order_by("unit"))
            if not paces:
                return most, 0
            now = database_now()
            free = max(min(at_its_pace, *(pace._free(now) for pace in paces)), at_least)
            if not free:
                return 0, max(pace._seconds_to_wait(now) for pace in paces)
            for pace in paces:
                pace._take(free, now)
            return free, 0

    @classmethod
    def give_back(cls, transport: str, letters: int) -> None:
        """Free places that no letter took."""
        with transaction.atomic():
            for pace in cls.objects.select_for_update().filter(transport=transport):
                pace._give_back(letters)

    @classmethod
    @waits_for_database
    def refused(cls, transport: str, retry_after_seconds: float | None, *, is_probe: bool) -> float | None:
        """Learn from a refusal which window is full, and return after how many seconds it should not be any more.

        A probe in a window that is known to be full says nothing new of it, nor do letters that went with the first.
        """
        now = database_now()
        time.sleep(SETTLE_SECONDS)
        cls.give_back(transport, 1)
        with transaction.atomic():
            paces = {pace.unit: pace for pace in cls.objects.select_for_update().filter(transport=transport)}
            for unit in QUICK:  # services limit by one or several of these
                known = paces.get(unit)
                window = unit if known is None else min(known.seconds, unit)
                moments = _accepted(transport, now, window)
                if known is not None and window < unit and len(moments) < known.letters / 2 and not is_probe:
                    window = known.seconds = unit  # it was wrong to believe in a shorter one
                    moments = _accepted(transport, now, window)
                limit = len(moments) if known is None else known.letters
                if not moments or len(moments) < limit / 2 or unit < (retry_after_seconds or 0) / 2:
                    continue
                left = window - (database_now() - moments[:limit][-1]).total_seconds()
                if known is not None and is_probe and left < MIN_PAUSE_SECONDS:
                    continue  # this window is over, so a longer one is full
                if known is None or not (is_probe or known._just_fell):
                    (known or cls(transport=transport, unit=unit, seconds=unit))._fall_to(len(moments), now)
                return max(left, MIN_PAUSE_SECONDS)
        return None

    @classmethod
    @waits_for_database
    def accepted(cls, transport: str) -> None:
        """Learn from a probe that was taken in a window that should be full still: it is shorter than the usual one.

        That is believed once, as the server may but have begun another window by its clock.
        """
        now = database_now()
        with transaction.atomic():
            new = cls.objects.select_for_update().filter(transport=transport, unit__in=QUICK)
            for pace in new.filter(raise_after=RAISE_AFTER_WINDOWS):
                moments = _accepted(transport, now, pace.seconds / 2)
                if len(moments) > pace.letters:
                    pace._shorten((now - moments[pace.letters]).total_seconds(), now)

    @classmethod
    @waits_for_database
    def refused_for_today(cls, transport: str) -> None:
        """Learn how many emails a day a service accepts, when it says that this was enough."""
        now = database_now()
        accepted = OutboxLetter.objects.taken_since(transport, now - timedelta(seconds=DAY_SECONDS)).count()
        if accepted:
            with transaction.atomic():
                known = cls.objects.select_for_update().filter(transport=transport, unit=DAY_SECONDS).first()
                (known or cls(transport=transport, unit=DAY_SECONDS, seconds=DAY_SECONDS))._fall_to(accepted, now)

    @classmethod
    def learnt_day_limit(cls, transport: str) -> int | None:
        return cls.objects.filter(transport=transport, unit=DAY_SECONDS).values_list("letters", flat=True).first()

    def _free(self, now: datetime) -> int:
        oldest = self._slice(now) - SLICES[self.unit] - MARGIN_SLICES
        self.slices = [each for each in self.slices if each[0] > oldest]
        return max(self.letters - sum(count for _number, count in self.slices), 0)

    def _take(self, letters: int, now: datetime) -> None:
        self.slices.append([self._slice(now), letters])
        if not self._free(now):
            self._rise(letters, now)
        self.save()

    def _give_back(self, letters: int) -> None:
        if self._just_fell:
            return  # what was taken before is no longer counted one by one
        self.slices[-1:] = [[number, max(count - letters, 0)] for number, count in self.slices[-1:]]
        self.save(update_fields=["slices"])

    def _seconds_to_wait(self, now: datetime) -> float:
        if self._free(now):
            return 0
        return max((self.slices[0][0] + SLICES[self.unit] + MARGIN_SLICES) * self._width - now.timestamp(), 0)

    def _rise(self, letters: int, now: datetime) -> None:
        self.sent_at_limit += letters
        if self.sent_at_limit < self.raise_after * self.letters:
            return
        self.sent_at_limit = 0
        if self.seconds > self.unit:
            self.seconds = self.unit
            self.slices = [[self._slice(now), self.letters]]
        else:
            self.letters += max(self.letters // 10, 1)

    def _shorten(self, seconds: float, now: datetime) -> None:
        self.seconds = max(seconds, self.unit / SLICES[self.unit])
        self.slices = [[self._slice(now), 1]]
        self.save()

    def _fall_to(self, accepted: int, now: datetime) -> None:
        if self.pk and accepted >= self.letters:
            self.seconds = max(self.seconds * STRETCH, self.unit)
        else:
            self.letters = accepted
        if self.pk:
            self.raise_after = min(2 * self.raise_after, MAX_RAISE_AFTER_WINDOWS)
        self.sent_at_limit = 0
        self.slices = [[self._slice(now), self.letters]]
        self.save()

    @property
    def _just_fell(self) -> bool:
        """Tell whether no letter has gone since the limit fell."""
        return not self.sent_at_limit and [count for _number, count in self.slices] == [self.letters]

    @property
    def _width(self) -> float:
        return self.seconds / SLICES[self.unit]

    def _slice(self, now: datetime) -> int:
        return int(now.timestamp() // self._width)


def _accepted(transport: str, now: datetime, seconds: float) -> list[datetime]:
    """Return when the letters of the last `seconds` were taken, the latest first."""
    taken = OutboxLetter.objects.taken_since(transport, now - timedelta(seconds=seconds))
    moments = taken.order_by("-finished_at").values_list("finished_at", flat=True)
    return [moment for moment in moments if moment is not None]
