"""What a worker does besides sending: say that it lives, take over from the dead, renew tokens, forget what is old."""

import time

from cinemahub.mail.letters import declared_letters, known_kinds
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, SealedEmail, State, Worker
from cinemahub.mail.models.database import database_now
from cinemahub.mail.models.worker import ALIVE_FOR, BEAT_SECONDS
from cinemahub.mail.sending.alarm import Alarm
from cinemahub.mail.sending.delivery import OUR_BUG
from cinemahub.mail.sending.purge import purge
from cinemahub.mail.sending.token_renewal import TokenRenewal
from cinemahub.mail.signals import day_passed
from cinemahub.mail.transport.aliases import route_of, routes
from cinemahub.mail.transport.configured import fingerprint

GRACE_SECONDS = 2 * BEAT_SECONDS
PURGE_EVERY_SECONDS, WIPE_EVERY_SECONDS = 24 * 3600, 60


class Housekeeping:
    def __init__(self, transports: list[str]) -> None:
        self.transports = transports
        self.alarm = Alarm(transports)
        self.token_renewal = TokenRenewal(transports)
        self.identity = Worker(configuration=fingerprint())
        self.has_started = False
        self.beaten_at = self.purged_at = self.wiped_at = float("-inf")
        self.beating_since = float("inf")

    def do(self) -> None:
        """Do what is due; DatabaseError while the database is away."""
        now = time.monotonic()
        if not self.has_started:
            self._start()
            self.has_started = True
        if self.seconds_to_beat() <= 0:
            self._beat(now)
        self.token_renewal.check()
        self.alarm.check()
        if now - self.wiped_at > WIPE_EVERY_SECONDS:
            SealedEmail.objects.needless().delete()
            self.wiped_at = now
        if now - self.purged_at > PURGE_EVERY_SECONDS and purge() == 0:  # a little at every turn: letters do not wait
            self.purged_at = now
            day_passed.send_robust(sender=type(self))

    def seconds_to_beat(self) -> float:
        return self.beaten_at + BEAT_SECONDS - time.monotonic()

    def is_known_to_live(self) -> bool:
        """Tell whether no other worker can have taken this one for dead."""
        return time.monotonic() - self.beaten_at < ALIVE_FOR.total_seconds() / 2

    def sign_off(self) -> None:
        self.token_renewal.end()
        self.identity.delete()

    def _start(self) -> None:
        """Settings and code may be corrected ones: try at once what waited for that."""
        Circuit.start_over(self.transports)
        OutboxLetter.objects.filter(reason=OUR_BUG).make_due()
        for transport in {letter.transport for letter in declared_letters()}:
            kinds = [letter.name for letter in declared_letters() if letter.transport == transport]
            route = route_of(transport)
            OutboxLetter.objects.waiting().filter(kind__in=kinds).exclude(route=route).update(route=route)

    def _beat(self, now: float) -> None:
        self.identity.beat()
        if now - self.beaten_at > ALIVE_FOR.total_seconds():
            self.beating_since = now
        self.beaten_at = now
        self._take_over_from_ended()
        # After a time without the database the others need a moment, too, to show that they live.
        if now - self.beating_since > GRACE_SECONDS:
            living = Worker.objects.living().values_list("pk", flat=True)
            OutboxLetter.objects.exclude(worker__in=list(living)).take_over()
        self._name_what_cannot_go()

    def _take_over_from_ended(self) -> None:
        if ended := Worker.objects.ended():
            OutboxLetter.objects.filter(worker__in=ended).take_over()
            Worker.objects.filter(pk__in=ended).delete()

    def _name_what_cannot_go(self) -> None:
        """Leave letters whose kind or transport only another version knows to its workers, and say so."""
        due = OutboxLetter.objects.due(database_now()).filter(state=State.QUEUED).order_by()
        due.exclude(kind__in=known_kinds()).update(state=State.DEFERRED, reason=Reason.KIND_UNKNOWN)
        due.exclude(route__in=routes()).update(state=State.DEFERRED, reason=Reason.TRANSPORT_UNKNOWN)
