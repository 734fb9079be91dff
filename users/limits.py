"""How often something may be tried, asked in the web before a password is hashed; shared by processes and hosts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cinemahub.mail.privacy.hashing import keyed_hashes
from users.models import Attempt

type Slots = Mapping[str, Mapping[int, datetime]]

MINUTE = timedelta(minutes=1)


class TooOftenError(Exception):
    """Somebody must wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Limit:
    """At most so many tries within a window for each subject, such as a client or an account."""

    name: str
    most: int
    window: timedelta

    def on(self, subject: str) -> "Tries":
        return Tries(self, subject)


FAILURES_OF_ACCOUNT = Limit("failures of account", 5, 5 * MINUTE)
FAILURES_OF_BROWSER = Limit("failures of browser", 5, 5 * MINUTE)  # one in which the owner has signed in
FAILURES_OF_CLIENT = Limit("failures of client", 10, MINUTE)
PASSWORDS_ASKED = Limit("passwords asked", 5, 5 * MINUTE)  # of an account, in its sessions
SIGN_INS = Limit("sign-ins", 60, MINUTE)  # of a client, with whatever password
SIGN_UPS = Limit("sign-ups", 20, MINUTE)  # of a client
CODES_OF_BROWSER = Limit("codes of browser", 5, 10 * MINUTE)  # as long as a code lives, so five for each
CODES_OF_CLIENT = Limit("codes of client", 30, MINUTE)


@dataclass(frozen=True)
class Tries:
    """The tries of one subject."""

    limit: Limit
    subject: str

    @property
    def keys(self) -> list[str]:
        return keyed_hashes(f"limit.{self.limit.name}", self.subject)

    def forget(self) -> None:
        Attempt.objects.filter(key__in=self.keys).delete()

    def wait(self, slots: Slots) -> timedelta:
        """How long until there may be another; zero or less if it may be now."""
        now = timezone.now()
        newest = sorted((at for key in self.keys for at in slots.get(key, {}).values()), reverse=True)
        return newest[self.limit.most - 1] + self.limit.window - now if len(newest) >= self.limit.most else timedelta()

    def take(self, slots: Slots) -> Attempt:
        """Use a slot that is free; TooOftenError if others were quicker."""
        key, outside = self.keys[0], timezone.now() - self.limit.window
        used = slots.get(key, {})
        for slot in range(self.limit.most):
            is_free = slot not in used or used[slot] <= outside
            if is_free and (attempt := Attempt.objects.claim(key, slot, used_at=used.get(slot))):
                return attempt
        raise TooOftenError(self.limit.window)


def check(*tries: Tries) -> Slots:
    """TooOftenError if any limit is reached; asking counts nothing."""
    slots = Attempt.objects.by_slot([key for each in tries for key in each.keys])
    if (wait := max(each.wait(slots) for each in tries)) > timedelta(0):
        raise TooOftenError(wait)
    return slots


def take(*tries: Tries) -> list[Attempt]:
    """Count a try for each limit, or for none of them: TooOftenError if any is reached."""
    slots, taken = check(*tries), list[Attempt]()
    try:
        for each in tries:
            taken.append(each.take(slots))
    except TooOftenError:
        give_back(taken)
        raise
    Attempt.objects.purge()
    return taken


def give_back(taken: list[Attempt]) -> None:
    Attempt.objects.give_back(taken)
