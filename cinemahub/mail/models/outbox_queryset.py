"""What is asked of the outbox as a whole."""

import functools
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from cinemahub.mail.models.database import database_now
from cinemahub.mail.models.sealed_email import OTHER_EMAIL, SealedEmail
from cinemahub.mail.models.state import Reason, State
from cinemahub.mail.models.suppression import Suppression
from cinemahub.mail.models.wake import NowAndWake

if TYPE_CHECKING:
    from cinemahub.mail.models.outbox_letter import OutboxLetter


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
        return self.annotate(**_obstacles(self.model))

    def claim(
        self, most: int, *, lease_for: timedelta, worker: uuid.UUID | None = None, kinds: Collection[str] | None = None
    ) -> list["OutboxLetter"]:
        """Take up to `most` due letters (of these kinds); nobody else gets them before the lease ends."""
        now = database_now()
        due = self.due(now) if kinds is None else self.due(now).filter(kind__in=kinds)
        with transaction.atomic():
            # SQLite has no row locks: there transaction_mode IMMEDIATE keeps the others out.
            claimed: list[OutboxLetter] = list(
                due.with_obstacles().select_for_update(skip_locked=True, of=("self",))[:most]
            )
            lease, lease_ends = uuid.uuid4(), now + lease_for
            self.filter(pk__in=[row.pk for row in claimed]).update(lease=lease, due_at=lease_ends, worker=worker)
        for row in claimed:
            row.lease, row.due_at = lease, lease_ends
        return claimed

    def unclaimed(self) -> Self:
        """Letters that no worker has, or had until its lease ended."""
        return self.filter(models.Q(lease=None) | models.Q(due_at__lte=database_now()))

    def in_hand(self) -> Self:
        """Letters that a worker has."""
        return self.filter(due_at__gt=database_now(), lease__isnull=False, worker__isnull=False)

    def take_over(self) -> int:
        """Let others have letters whose worker is dead."""
        return self.in_hand().update(lease=None, worker=None, due_at=NowAndWake())

    def refused_alike(self, code: str, transport: str, since: datetime) -> Self:
        """Letters that a transport refused for the same cause, none having been taken since the first of them."""
        last_sent = self.taken_since(transport, since).aggregate(last=models.Max("finished_at"))["last"]
        refused = self.filter(transport=transport, reason=code, state__in=[State.FAILED, State.DEFERRED])
        return refused.filter(tried_at__gt=last_sent or since)

    def taken_since(self, transport: str, moment: datetime) -> Self:
        return self.filter(finished_at__gt=moment, state=State.SENT, transport=transport)

    def failed_for(self, causes: Collection[str]) -> Self:
        return self.filter(state__in=[State.FAILED, State.UNKNOWN], reason__in=causes).exclude(reason="")

    def can_be_composed(self) -> Self:
        """Leave out emails that came composed and have been wiped since."""
        return self.exclude(kind=OTHER_EMAIL, sealed=None)

    def absolve(self) -> int:
        """Have them wait as if they had not been tried: the transport was at fault."""
        again = self.can_be_composed().filter(expires_at__gt=database_now())
        return again.update(
            state=State.QUEUED, reason="", due_at=NowAndWake(), finished_at=None, tries=Greatest(F("tries") - 1, 0)
        )

    def make_due(self) -> int:
        """End the rest of letters that were put off."""
        return self.waiting().filter(lease=None).update(due_at=NowAndWake())

    def send_again(self) -> int:
        """Queue finished letters once more, as long as they are true; of waiting ones, try now."""
        again = self.can_be_composed().unclaimed().filter(expires_at__gt=database_now())
        with transaction.atomic():
            for row in again.filter(state=State.SENT).only("pk"):
                row.renew_identity()
            return again.update(state=State.QUEUED, reason="", due_at=NowAndWake(), finished_at=None, lease=None)

    def give_up(self) -> int:
        """End waiting letters without sending them."""
        given_up = {"state": State.SKIPPED, "reason": Reason.GIVEN_UP}
        with transaction.atomic():
            number = self.waiting().unclaimed().update(due_at=None, finished_at=database_now(), lease=None, **given_up)
            SealedEmail.objects.skipped().delete()
        return number


@functools.cache
def _obstacles(letters: "type[OutboxLetter]") -> dict[str, models.Exists | models.Q]:
    """Build them once: every claim asks, and Django takes longer to build than PostgreSQL to answer."""
    others = letters.objects.exclude(pk=models.OuterRef("pk"))
    to_mailbox = others.filter(mailbox_hash=models.OuterRef("mailbox_hash"))
    from_client = others.from_clients().filter(client_hash=models.OuterRef("client_hash"))
    to_address = others.filter(address_hash=models.OuterRef("address_hash"), kind=models.OuterRef("kind"))
    waits_or_was_sent = models.Q(due_at__isnull=False) | models.Q(state=State.SENT)
    newer = to_address.filter(waits_or_was_sent, pk__gt=models.OuterRef("pk"))
    suppressed = Suppression.objects.filter(address_hash=models.OuterRef("address_hash"))
    return {
        "has_newer": models.Exists(newer),
        "has_others": models.Exists(to_mailbox) | models.Exists(from_client),
        "is_suppressed": models.Exists(suppressed),
    }
