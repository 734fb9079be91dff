"""The table of known answers, and for each row what must be on the screen."""

import csv
from pathlib import Path

with (Path(__file__).parents[2] / "cinemahub/mail/tests/smtp_answers.csv").open(newline="") as table:
    ROWS = list(csv.DictReader(table))
WITH_ANSWER = [row for row in ROWS if row["code"]]


def remedy_of(start: str) -> str:
    return next(row["says"] for row in ROWS if not row["code"] and row["text"].startswith(start))
