from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models.outbox_letter import OutboxLetter
from cinemahub.mail.models.state import Delivery

MAX_EVENTS_A_LETTER = 50
RETURNED = "returned"  # the source of what came back to the mailbox that sends


class DeliveryEventQuerySet(models.QuerySet["DeliveryEvent"]):
    def in_order(self) -> Self:
        return self.order_by(F("at").asc(nulls_last=True), "pk")

    def to_address(self, hashes: list[str]) -> Self:
        return self.filter(letter__address_hash__in=hashes)


class DeliveryEvent(models.Model):
    """What a provider or a returned email told of a letter, once."""

    letter = models.ForeignKey(OutboxLetter, models.DB_CASCADE, related_name="events", verbose_name=_("email"))
    fingerprint = models.UUIDField(unique=True, editable=False)  # equal however often the same is told
    source = models.CharField(_("told by"), max_length=32)
    delivery = models.CharField(_("delivery"), max_length=16, choices=Delivery, blank=True)
    reason = models.CharField(_("reason"), max_length=64, blank=True)
    answer = models.CharField(_("what the server said"), max_length=300, blank=True)
    at = models.DateTimeField(_("happened"), null=True)
    told_at = models.DateTimeField(_("told"), default=timezone.now, db_index=True)
    is_news = models.BooleanField(default=True, editable=False)  # False: as much or more was known

    objects = DeliveryEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery event")
        verbose_name_plural = _("delivery events")

    def __str__(self) -> str:
        return f"{self.source}: {self.delivery or self.reason}"

    @property
    def moment(self) -> datetime:
        return self.at or self.told_at
