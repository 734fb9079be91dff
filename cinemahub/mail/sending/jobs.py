"""What a worker has prepared and its senders have not taken yet."""

import itertools
import queue
from typing import NamedTuple

from django.core.mail import EmailMessage

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.transport.message import OutboxMessage

LAST = 1000  # after every priority
MAX_BYTES = 50_000_000


class Job(NamedTuple):
    """A prepared letter, the transport to take, and whether it is to show that this works again."""

    row: OutboxLetter
    message: EmailMessage
    transport: str
    is_probe: bool = False


class Jobs:
    """A queue whose most urgent letter is the next; None, which ends the sender that gets it, comes last."""

    def __init__(self) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()

    def put(self, job: Job | None) -> None:
        self._queue.put((job.row.priority if job else LAST, next(self._numbers), job))

    def get(self, timeout: float) -> Job | None:
        """Wait for one; queue.Empty if none comes."""
        return self._queue.get(timeout=timeout)[2]

    def get_nowait(self) -> Job | None:
        return self._queue.get_nowait()[2]

    def qsize(self, least_urgent: int = LAST) -> int:
        """Count those that are as urgent as that."""
        with self._queue.mutex:
            return sum(priority <= least_urgent for priority, _number, _job in self._queue.queue)

    def is_full(self) -> bool:
        """Tell whether those that wait have attachments of so many bytes that there is no room for more."""
        messages = [job.message for _priority, _number, job in list(self._queue.queue) if job is not None]
        return sum(each.size for each in messages if isinstance(each, OutboxMessage)) > MAX_BYTES
