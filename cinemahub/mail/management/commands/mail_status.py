import dataclasses
import json
import sys
from typing import Any, override

from django.core.management.base import BaseCommand, CommandParser

from cinemahub.mail.sending.status import MailStatus, mail_status


class Command(BaseCommand):
    help = "Say how the mail is doing; exit with 1 if something is wrong."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    @override
    def handle(self, *, json: bool, **options: Any) -> None:
        status = mail_status()
        self.stdout.write(_as_json(status) if json else _as_text(status))
        if status.problems:
            sys.exit(1)


def _as_json(status: MailStatus) -> str:
    return json.dumps(dataclasses.asdict(status), indent=2, ensure_ascii=False)


def _as_text(status: MailStatus) -> str:
    lines = [f"{state}: {number}" for state, number in status.letters.items()]
    lines += [f"oldest waiting: {status.oldest_waiting_seconds:.0f} s", f"living workers: {status.workers}"]
    for hold in status.holds:
        lines += [
            f"{hold['state']}: {hold['transport']} since {hold['since']}",
            f"  {hold['cause']}",
            f"  {hold['remedy']}",
        ]
    return "\n".join([*lines, *(f"PROBLEM: {problem}" for problem in status.problems)])
