"""How the mail is, in one sentence, and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from cinemahub.mail.figures import counts
from cinemahub.mail.figures.transports import HELD, PAUSED, Transport, transports
from cinemahub.mail.letters import Priority
from cinemahub.mail.models import OutboxLetter, State, Worker

MIN_FAILED = 3  # fewer may be three people who cannot spell
MIN_SHARE_FAILED = 0.25


class Tone(StrEnum):
    GOOD = "good"
    PATIENT = "patient"  # it goes on without anybody
    BAD = "bad"


@dataclass(frozen=True)
class News:
    tone: Tone
    sentence: str
    remedy: str = ""
    answer: str = ""  # what the other side said


def news() -> list[News]:
    """Return what there is to say, the worst first; one piece of news at least."""
    found = [*interruptions(), *_failures(), *_stuck()]
    return sorted(found, key=lambda each: each.tone is not Tone.BAD) or [News(Tone.GOOD, gettext("Email is working."))]


def interruptions() -> list[News]:
    """Return why nothing is sent at the moment."""
    return [*_workers(), *map(_transport, _interrupted())]


def _workers() -> list[News]:
    if not Worker.objects.are_missing():
        return []
    waiting = OutboxLetter.objects.waiting().count()
    sentence = gettext("Nothing is sent: no worker is running.")
    if waiting:
        sentence = ngettext(
            "No worker is running: %(count)d email waits.", "No worker is running: %(count)d emails wait.", waiting
        ) % {"count": waiting}
    return [News(Tone.BAD, sentence, gettext("Start one: manage.py mail_worker, or the service that runs it."))]


def _interrupted() -> list[Transport]:
    return [transport for transport in transports() if transport.state in (HELD, PAUSED) and transport.diagnosis]


def _transport(transport: Transport) -> News:
    diagnosis = transport.diagnosis
    cause, remedy = (diagnosis.cause, diagnosis.remedy) if diagnosis else ("", "")
    if transport.state == PAUSED:
        said = gettext("Paused until %(moment)s. %(cause)s")
        words = {"moment": moment(transport.probe_at), "cause": cause}
        return News(Tone.PATIENT, said % words, gettext("Emails wait and are sent automatically."))
    waiting = OutboxLetter.objects.waiting().count()
    said = gettext("On hold since %(moment)s. %(cause)s")
    if waiting:
        said = ngettext(
            "%(count)d email waits, on hold since %(moment)s. %(cause)s",
            "%(count)d emails wait, on hold since %(moment)s. %(cause)s",
            waiting,
        )
    held = {"count": waiting, "moment": moment(transport.since), "cause": cause}
    return News(Tone.BAD, said % held, remedy, diagnosis.reply if diagnosis else "")


def _failures() -> list[News]:
    groups = counts.finished(timezone.now() - timedelta(hours=1))
    failed = sum(number for group, number in groups.items() if group.state == State.FAILED)
    tried = failed + sum(number for group, number in groups.items() if group.state == State.SENT)
    if failed < MIN_FAILED or failed < MIN_SHARE_FAILED * tried:
        return []
    said = gettext("%(failed)d of %(tried)d emails failed in the last hour.") % {"failed": failed, "tried": tried}
    return [News(Tone.BAD, said, gettext("Open the failed ones in the outbox: each has its cause and what to do."))]


def _stuck() -> list[News]:
    limit = timezone.now() - timedelta(seconds=settings.MAIL_OLDEST_WAITING_SECONDS)
    stuck: QuerySet[OutboxLetter] = OutboxLetter.objects.waiting().filter(
        created_at__lt=limit, priority__lt=Priority.BULK
    )
    number = stuck.exclude(state=State.DEFERRED).count()
    if not number:
        return []
    said = ngettext(
        "%(count)d email has been waiting for more than %(minutes)d minutes.",
        "%(count)d emails have been waiting for more than %(minutes)d minutes.",
        number,
    )
    words = {"count": number, "minutes": settings.MAIL_OLDEST_WAITING_SECONDS // 60}
    return [News(Tone.BAD, said % words, gettext("Run manage.py mail_doctor: it names what is wrong."))]


def moment(at: datetime | None) -> str:
    """Say the time of today, and the day before it of any other day."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return date(local, "H:i" if local.date() == timezone.localdate() else "j E, H:i")
