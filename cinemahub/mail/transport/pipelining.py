"""Whether a server that offers PIPELINING is able to do it."""

import functools
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cinemahub.mail.transport.envelope import OutOfStepError

OFF_SECONDS = 3600


class Pipelining:
    """Turned off for a while where answers do not fit, or before it has ever worked, for a connection that breaks."""

    def __init__(self) -> None:
        self._has_worked = False
        self._off_until = float("-inf")

    @property
    def is_on(self) -> bool:
        return time.monotonic() > self._off_until

    @contextmanager
    def learning(self) -> Iterator[None]:
        """Learn from what happens to a flight; OutOfStepError if the letter should go without, at once."""
        try:
            yield
        except OutOfStepError:
            self._turn_off()
            raise
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):  # an answer in its place
            self._has_worked = True
            raise
        except OSError as error:
            if self._has_worked:
                raise
            self._turn_off()
            if "timed out" in str(error):  # it has had its time for this try
                raise
            raise OutOfStepError from error
        self._has_worked = True

    def _turn_off(self) -> None:
        self._off_until = time.monotonic() + OFF_SECONDS


@functools.cache
def pipelining_at(_host: str, _port: int) -> Pipelining:
    """Return what this process knows of a server, for all connections to it."""
    return Pipelining()
