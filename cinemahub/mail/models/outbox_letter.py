"""The outbox keeps what to say to whom, never the letter."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.models.database import database_now, waits_for_database
from cinemahub.mail.models.outbox_queryset import OutboxQuerySet
from cinemahub.mail.models.sealed_email import OTHER_EMAIL, UNREADABLE, SealedEmail
from cinemahub.mail.models.state import Delivery, Reason, State
from cinemahub.mail.models.suppression import Suppression
from cinemahub.mail.models.wake import NowAndWake
from cinemahub.mail.privacy.hashing import LENGTH
from cinemahub.mail.rules.hosts import is_address, is_private
from cinemahub.mail.rules.senders import sender_domain

MAX_HISTORY = 30
MAX_ANSWER = 300
LAST_TRY_SECONDS = 15  # before a letter's moment passes, on top of the time that a try may take
UNKNOWN_DOMAIN = "localhost.invalid"  # what is wrong with the sender is said when the letter is sent
DEFAULT_PRIORITY = 2  # letters.Priority.ORDINARY: whatever another version of the code enqueues
DEFAULT_ROUTE = "default"


def new_message_id() -> str:
    """Return a Message-ID (RFC 5322, 3.6.4) at the site's own domain, or at the sender's while the site has none."""
    site = settings.SITE_DOMAIN
    domain = sender_domain(settings.DEFAULT_FROM_EMAIL) if is_private(site) or is_address(site) else site
    return f"<{uuid.uuid4().hex}@{domain or UNKNOWN_DOMAIN}>"


def new_key() -> uuid.UUID:
    """Return 128 random bits by which a provider's event finds its letter: they may be seen, but not guessed."""
    return uuid.UUID(bytes=secrets.token_bytes(16))


class OutboxLetter(models.Model):
    """What to say to one address. While it waits, `due_at` is when a worker may take it; afterwards it is NULL."""

    # Every field has a default of the database's own: the version before this one inserts without it.
    kind = models.CharField(_("kind"), max_length=64)
    address = models.EmailField(_("address"))
    address_hash = models.CharField(max_length=LENGTH, editable=False)
    mailbox_hash = models.CharField(max_length=LENGTH, blank=True, db_default="", editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="")
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    client_hash = models.CharField(_("client"), max_length=LENGTH, blank=True, help_text=_("a keyed hash"))
    message_id = models.CharField("Message-ID", max_length=255, default=new_message_id)
    key = models.UUIDField(default=new_key, unique=True, editable=False)
    purge_when_sent = models.BooleanField(default=False, editable=False)
    priority = models.PositiveSmallIntegerField(_("priority"), default=DEFAULT_PRIORITY, db_default=DEFAULT_PRIORITY)
    # The alias of MAILERS it is to go by; `transport` is the one it was last tried through, which may be the fallback.
    route = models.CharField(max_length=64, default=DEFAULT_ROUTE, db_default=DEFAULT_ROUTE, editable=False)

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=64, blank=True)
    transport = models.CharField(_("transport"), max_length=64, blank=True, db_default="")
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    history = models.JSONField(_("history"), default=list, blank=True)
    provider_id = models.CharField(_("the provider's ID"), max_length=255, blank=True)
    delivery = models.CharField(_("delivery"), max_length=16, choices=Delivery, blank=True)
    delivery_at = models.DateTimeField(_("delivery known since"), null=True)

    created_at = models.DateTimeField(_("asked"), db_default=Now())
    expires_at = models.DateTimeField(_("true until"))
    due_at = models.DateTimeField(_("next try"), null=True, db_default=Now())
    tried_at = models.DateTimeField(_("last try"), null=True)
    lease = models.UUIDField(null=True, editable=False)
    worker = models.UUIDField(null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True)

    has_newer: bool  # these three only on claimed letters
    has_others: bool
    is_suppressed: bool
    prefetched: dict[str, Any] | None = None  # by Letter.prefetch

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("outbox")
        indexes = [
            # Holds waiting letters only, so its size does not grow with the letters ever sent.
            models.Index(
                fields=["route", "priority", "due_at"], name="outbox_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["address_hash", "created_at"], name="outbox_address"),
            models.Index(fields=["mailbox_hash", "created_at"], name="outbox_mailbox"),
            models.Index(
                fields=["client_hash", "created_at"], name="outbox_client", condition=~models.Q(client_hash="")
            ),
            models.Index(fields=["finished_at"], name="outbox_finished", condition=models.Q(finished_at__isnull=False)),
            models.Index(fields=["finished_at"], name="outbox_unknown", condition=models.Q(reason=Reason.NO_ACCOUNT)),
            models.Index(fields=["provider_id"], name="outbox_provider_id", condition=~models.Q(provider_id="")),
            models.Index(fields=["finished_at"], name="outbox_purge", condition=models.Q(purge_when_sent=True)),
            # Not unique: the copies of an email for several recipients have one. db_index=True would add a second
            # index on PostgreSQL, for LIKE, of a hundred bytes a letter.
            models.Index(fields=["message_id"], name="outbox_message_id"),
        ]

    def __str__(self) -> str:
        return self.message_id

    @waits_for_database
    def sent(self, transport: str, answer: str, *, provider_id: str = "") -> bool:
        tried = self._tried(transport, "sent", answer)
        return self._finish(State.SENT, **tried, tries=self.tries + 1, provider_id=provider_id)

    @waits_for_database
    def failed(self, transport: str, diagnosis: Diagnosis, state: State = State.FAILED, *, suppress: str = "") -> bool:
        """Give it up after a try; `suppress` is an address that is not to be written to again."""
        tried = self._tried(transport, diagnosis.code, diagnosis.reply)
        is_in_doubt = not diagnosis.is_certain or diagnosis.code == UNREADABLE
        with transaction.atomic():
            if suppress:
                Suppression.add(suppress, diagnosis.code, diagnosis.reply[:MAX_ANSWER])
            return self._finish(state, diagnosis.code, wipe=not is_in_doubt, **tried, tries=self.tries + 1)

    @waits_for_database
    def deferred(self, transport: str, diagnosis: Diagnosis, delay: timedelta) -> bool:
        """Try again after `delay`, and in any case once more before its moment passes."""
        now = database_now()
        last_moment = self.expires_at - timedelta(seconds=settings.MAIL_TRY_SECONDS + LAST_TRY_SECONDS)
        return self._settle(
            state=State.DEFERRED,
            reason=diagnosis.code,
            **self._tried(transport, diagnosis.code, diagnosis.reply),
            tries=self.tries + 1,
            due_at=min(now + delay, last_moment if last_moment > now else self.expires_at),
        )

    @waits_for_database
    def requeued(self, transport: str, diagnosis: Diagnosis) -> bool:
        """Put it back as it was: the transport is at fault, so this was no try."""
        return self._settle(**self._tried(transport, diagnosis.code, diagnosis.reply), due_at=database_now())

    def released(self) -> bool:
        """Let another worker have it at once; a worker that ends does not wait for the database with it."""
        return self._settle(due_at=NowAndWake())

    @waits_for_database
    def skipped(self, reason: str) -> bool:
        return self._finish(State.SKIPPED, reason)

    @waits_for_database
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
        was_unclear = bool(mine.update(state=State.SENT, reason="", due_at=None, finished_at=database_now()))
        if was_unclear:
            SealedEmail.objects.filter(letter=self.pk).delete()
        return was_unclear

    def renew_identity(self) -> None:
        """Mail programs hide a second letter with the Message-ID of one they have; nor is what is told of the first
        true of the second, so that has nothing in common with it."""
        fresh = {"message_id": new_message_id(), "key": new_key(), "provider_id": "", "delivery": ""}
        type(self).objects.filter(pk=self.pk).update(delivery_at=None, **fresh)

    def lease_left(self) -> timedelta:
        return (self.due_at or self.expires_at) - database_now()

    @waits_for_database
    def is_claimed_still(self) -> bool:
        """Tell whether the lease is still this one's: asked after a time in which others may have taken it over."""
        return type(self).objects.filter(pk=self.pk, lease=self.lease).exists()

    def last_refusal(self) -> tuple[str, datetime] | None:
        """Return the cause and the moment of the last try that brought none."""
        last = self.history[-1] if self.history else None
        return (last["outcome"], datetime.fromisoformat(last["at"])) if last and last["outcome"] != "sent" else None

    def _finish(self, state: State, reason: str = "", *, wipe: bool = True, **changes: Any) -> bool:
        end = {"state": state, "reason": reason, "due_at": None, "finished_at": database_now()}
        if self.kind != OTHER_EMAIL:
            return self._settle(**end, **changes)
        with transaction.atomic():
            is_mine = self._settle(**end, **changes)
            if is_mine and wipe:
                SealedEmail.objects.filter(letter=self.pk).delete()
        return is_mine

    def _settle(self, **changes: Any) -> bool:
        """Write a result; False, and nothing written, if the lease has gone to somebody else."""
        mine = type(self).objects.filter(pk=self.pk, lease=self.lease)
        return bool(mine.update(lease=None, worker=None, **changes))

    def _tried(self, transport: str, outcome: str, answer: str) -> dict[str, Any]:
        """Note a try; of equal ones in a row, such as probes of a server that is away, the last is enough."""
        now = database_now()
        entry = {
            "at": now.isoformat(timespec="milliseconds"),
            "transport": transport,
            "outcome": outcome,
            "answer": answer,
        }
        earlier = self.history
        if earlier and all(earlier[-1][name] == entry[name] for name in ("transport", "outcome", "answer")):
            earlier = earlier[:-1]
        return {"history": [*earlier, entry][-MAX_HISTORY:], "transport": transport, "tried_at": now}
