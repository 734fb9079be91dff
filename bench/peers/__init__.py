"""Who else could send the site's emails, each set up as its own documentation has it; a reset is what is sent."""

from dataclasses import dataclass
from importlib.util import find_spec
from shutil import which


@dataclass(frozen=True)
class Peer:
    """`module` of this package puts a reset into its queue; `{connections}` in the command is how many it may send at.

    is_told: its worker waits for work, so that the time until an email leaves can be measured
    """

    name: str
    module: str
    package: str
    command: tuple[str, ...]
    is_told: bool = True

    @property
    def is_installed(self) -> bool:
        return find_spec(self.package) is not None

    def worker(self, connections: int = 1) -> tuple[str, ...]:
        return tuple(word.format(connections=connections) for word in self.command)


OURS = Peer("worker", "ours", "cinemahub", ("mail_worker", "--connections", "{connections}"))
TASKS_DB = Peer("django-tasks-db", "tasks_db", "django_tasks_db", ("db_worker", "--no-startup-delay"))
POST_OFFICE = Peer("post_office", "office", "post_office", ("send_queued_mail", "--log-level", "2"), is_told=False)
PROCRASTINATE = Peer(
    "procrastinate", "crastinate", "procrastinate", ("procrastinate", "worker", "--concurrency", "{connections}")
)
CELERY = Peer("Celery", "by_celery", "celery", ("celery_worker", "{connections}"))

ALL = (OURS, POST_OFFICE, TASKS_DB, PROCRASTINATE, CELERY)


def others() -> list[Peer]:
    """Return those that are installed, and have the server that they need."""
    found = [peer for peer in ALL if peer is not OURS and peer.is_installed]
    return [peer for peer in found if peer is not CELERY or which("redis-server")]
