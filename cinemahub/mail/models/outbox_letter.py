"""The outbox keeps what to say to whom, never the letter."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.models.state import Delivery, Reason, State
from cinemahub.mail.models.suppression import Suppression
from cinemahub.mail.privacy.hashing import LENGTH

MAX_HISTORY = 30
DEFAULT_PRIORITY = 2  # letters.Priority.ORDINARY: whatever another version of the code enqueues


def new_message_id() -> str:
    """Return a Message-ID (RFC 5322, 3.6.4) at the site's own domain."""
    return f"<{uuid.uuid4().hex}@{settings.SITE_DOMAIN}>"


def new_key() -> uuid.UUID:
    """Return 128 random bits by which a provider's event finds its letter: they may be seen, but not guessed."""
    return uuid.UUID(bytes=secrets.token_bytes(16))


class OutboxQuerySet(models.QuerySet["OutboxLetter"]):
    def waiting(self) -> Self:
        """Letters that are neither sent nor given up."""
        return self.filter(due_at__isnull=False)

    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now).order_by("priority", "due_at")

    def from_clients(self) -> Self:
        """Letters that somebody asked for in a browser; SQLite uses their index only if the query says so."""
        return self.exclude(client_hash="")

    def with_obstacles(self) -> Self:
        """Note on each letter: is there a newer one, are there others to count, is its address suppressed."""
        others = OutboxLetter.objects.filter(kind=models.OuterRef("kind")).exclude(pk=models.OuterRef("pk"))
        to_address = others.filter(address_hash=models.OuterRef("address_hash"))
        from_client = others.from_clients().filter(client_hash=models.OuterRef("client_hash"))
        waits_or_was_sent = models.Q(due_at__isnull=False) | models.Q(state=State.SENT)
        newer = to_address.filter(waits_or_was_sent, pk__gt=models.OuterRef("pk"))
        suppressed = Suppression.objects.filter(address_hash=models.OuterRef("address_hash"))
        return self.annotate(
            has_newer=models.Exists(newer),
            has_others=models.Exists(to_address) | models.Exists(from_client),
            is_suppressed=models.Exists(suppressed),
        )

    def claim(self, most: int, *, lease_for: timedelta) -> list["OutboxLetter"]:
        """Take up to `most` due letters; nobody else gets them before the lease ends."""
        now = timezone.now()
        with transaction.atomic():
            # SQLite has no row locks: there transaction_mode IMMEDIATE keeps the others out.
            claimed: list[OutboxLetter] = list(
                self.due(now).with_obstacles().select_for_update(skip_locked=True, of=("self",))[:most]
            )
            lease, lease_ends = uuid.uuid4(), now + lease_for
            self.filter(pk__in=[row.pk for row in claimed]).update(lease=lease, due_at=lease_ends)
        for row in claimed:
            row.lease, row.due_at = lease, lease_ends
        return claimed

    def unclaimed(self) -> Self:
        """Letters that no worker has, or had until its lease ended."""
        return self.filter(models.Q(lease=None) | models.Q(due_at__lte=timezone.now()))

    def send_again(self) -> int:
        """Queue finished letters once more, as long as they are true; of waiting ones, try now."""
        now = timezone.now()
        again = self.unclaimed().filter(expires_at__gt=now)
        with transaction.atomic():
            for row in again.filter(state=State.SENT).only("pk"):
                # Mail programs hide a second letter with the Message-ID of one they have. What is told of the
                # first is not true of the second, so that has nothing in common with it.
                self.filter(pk=row.pk).update(
                    message_id=new_message_id(), key=new_key(), provider_id="", delivery="", delivery_at=None
                )
            return again.update(state=State.QUEUED, reason="", due_at=now, finished_at=None, lease=None)

    def give_up(self) -> int:
        """End waiting letters without sending them."""
        return (
            self.waiting()
            .unclaimed()
            .update(state=State.SKIPPED, reason=Reason.GIVEN_UP, due_at=None, finished_at=timezone.now(), lease=None)
        )


class OutboxLetter(models.Model):
    """What to say to one address. While it waits, `due_at` is when a worker may take it; afterwards it is NULL."""

    kind = models.CharField(_("kind"), max_length=64)
    address = models.EmailField(_("address"))
    address_hash = models.CharField(max_length=LENGTH, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    client_hash = models.CharField(_("client"), max_length=LENGTH, blank=True, help_text=_("a keyed hash"))
    message_id = models.CharField("Message-ID", max_length=255, default=new_message_id)
    key = models.UUIDField(default=new_key, unique=True, editable=False)
    purge_when_sent = models.BooleanField(default=False, editable=False)
    priority = models.PositiveSmallIntegerField(_("priority"), default=DEFAULT_PRIORITY, db_default=DEFAULT_PRIORITY)

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    history = models.JSONField(_("history"), default=list, blank=True)
    provider_id = models.CharField(_("the provider's ID"), max_length=255, blank=True)
    delivery = models.CharField(_("delivery"), max_length=16, choices=Delivery, blank=True)
    delivery_at = models.DateTimeField(_("delivery known since"), null=True)

    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    expires_at = models.DateTimeField(_("true until"))
    due_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    lease = models.UUIDField(null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True)

    has_newer: bool  # these three only on claimed letters
    has_others: bool
    is_suppressed: bool
    prefetched: dict[str, Any] | None = None  # by Letter.prefetch

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("outbox")
        indexes = [
            # Holds waiting letters only, so its size does not grow with the letters ever sent.
            models.Index(fields=["priority", "due_at"], name="outbox_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["address_hash", "created_at"], name="outbox_address"),
            models.Index(
                fields=["client_hash", "created_at"], name="outbox_client", condition=~models.Q(client_hash="")
            ),
            models.Index(fields=["finished_at"], name="outbox_finished", condition=models.Q(finished_at__isnull=False)),
            models.Index(fields=["finished_at"], name="outbox_unknown", condition=models.Q(reason=Reason.NO_ACCOUNT)),
            models.Index(fields=["provider_id"], name="outbox_provider_id", condition=~models.Q(provider_id="")),
            models.Index(fields=["finished_at"], name="outbox_purge", condition=models.Q(purge_when_sent=True)),
        ]
        # unique=True would add a second index on PostgreSQL, for LIKE, of a hundred bytes a letter.
        constraints = [models.UniqueConstraint(fields=["message_id"], name="outbox_message_id")]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"

    def sent(self, transport: str, answer: str) -> bool:
        return self._finish(State.SENT, history=self._tried(transport, "sent", answer), tries=self.tries + 1)

    def failed(self, transport: str, diagnosis: Diagnosis, state: State = State.FAILED) -> bool:
        history = self._tried(transport, diagnosis.code, diagnosis.reply)
        return self._finish(state, diagnosis.code, history=history, tries=self.tries + 1)

    def deferred(self, transport: str, diagnosis: Diagnosis, delay: timedelta) -> bool:
        """Try again after `delay`, but not later than the letter is true."""
        return self._settle(
            state=State.DEFERRED,
            reason=diagnosis.code,
            history=self._tried(transport, diagnosis.code, diagnosis.reply),
            tries=self.tries + 1,
            due_at=min(timezone.now() + delay, self.expires_at),
        )

    def requeued(self, transport: str, diagnosis: Diagnosis) -> bool:
        """Put it back as it was: the transport is at fault, so this was no try."""
        history = self._tried(transport, diagnosis.code, diagnosis.reply)
        return self._settle(history=history, due_at=timezone.now())

    def released(self) -> bool:
        """Let another worker have it at once."""
        return self._settle(due_at=timezone.now())

    def skipped(self, reason: str) -> bool:
        return self._finish(State.SKIPPED, reason)

    def expired(self, reason: str) -> bool:
        return self._finish(State.EXPIRED, reason)

    def tell(self, delivery: Delivery, at: datetime, reason: str = "") -> bool:
        """Write down how far it came, and why no further; False if as much or more is known already."""
        letters = type(self).objects.filter(pk=self.pk, delivery__in=delivery.below())
        explained = {"reason": models.Case(models.When(state=State.SENT, then=models.Value(reason)), default="reason")}
        return bool(letters.update(delivery=delivery, delivery_at=at, **explained))

    def was_accepted(self) -> bool:
        """Learn that it was sent after all, though a try ended without an answer: nobody need try again."""
        unclear = models.Q(state=State.UNKNOWN) | models.Q(due_at__isnull=False, tries__gt=0)
        mine = type(self).objects.filter(unclear, pk=self.pk, lease=None)
        return bool(mine.update(state=State.SENT, reason="", due_at=None, finished_at=timezone.now()))

    def lease_outlasts(self, time: timedelta) -> bool:
        return (self.due_at or self.expires_at) - timezone.now() > time

    def _finish(self, state: State, reason: str = "", **changes: Any) -> bool:
        return self._settle(state=state, reason=reason, due_at=None, finished_at=timezone.now(), **changes)

    def _settle(self, **changes: Any) -> bool:
        """Write a result; False, and nothing written, if the lease has gone to somebody else."""
        mine = type(self).objects.filter(pk=self.pk, lease=self.lease)
        return bool(mine.update(lease=None, **changes))

    def _tried(self, transport: str, outcome: str, answer: str) -> list[dict[str, str]]:
        entry = {
            "at": timezone.now().isoformat(timespec="milliseconds"),
            "transport": transport,
            "outcome": outcome,
            "answer": answer,
        }
        return [*self.history, entry][-MAX_HISTORY:]
