"""SpamAssassin with its local rules: no network, nothing learnt, nothing remembered."""

import re
import shutil
import subprocess
from collections.abc import Sequence

from tests.filters.verdict import Verdict

PROGRAM = shutil.which("spamassassin")
WITHOUT_MEMORY = ["--cf=use_bayes 0", "--cf=use_auto_whitelist 0", "--cf=report_safe 0", "--cf=fold_headers 0"]
JUDGED = re.compile(
    rb"^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=([\w,]+).*?^Message-ID: (\S+)$", re.MULTILINE | re.DOTALL
)


MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)\r$", re.MULTILINE)


def judge(emails: Sequence[bytes], *, program: str) -> list[Verdict]:
    """Score all emails in one process: it is the rules that take time to load."""
    mbox = b"".join(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n" + _as_stored(email) + b"\n" for email in emails)
    command = [program, "--local", "--nocreate-prefs", *WITHOUT_MEMORY, "--mbox"]
    done = subprocess.run(command, input=mbox, capture_output=True, check=True, timeout=300)
    verdicts = {
        message_id.decode(): Verdict(float(score), frozenset(tests.decode().split(",")) - {"none"})
        for score, tests, message_id in JUDGED.findall(done.stdout)
    }
    return [verdicts[MESSAGE_ID.findall(email)[0].decode()] for email in emails]  # it takes them in any order


def _as_stored(email: bytes) -> bytes:
    return email.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
