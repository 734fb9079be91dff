"""The table of known answers, and for each row what must be on the screen."""

import csv
from pathlib import Path

with (Path(__file__).parents[2] / "cinemahub/mail/tests/smtp_answers.csv").open(newline="") as table:
    ROWS = list(csv.DictReader(table))
REMEDIES = [  # what must be said, row by row
    "https://id.yandex.ru/security/app-passwords",
    "All settings > Email clients",
    "Set DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER",
    "Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD",
    "EMAIL_PORT=465 and EMAIL_USE_SSL=true",
    "Send nothing for 24 hours",
    "tried again by itself",
    "address",
    "https://account.mail.ru/user/2-step-auth/passwords",
    "Set DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER",
    "Follow the link in the answer",
    "https://myaccount.google.com/apppasswords",
    "https://myaccount.google.com/apppasswords",
    "Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD",
    "Wait 24 hours",
    "tried again by itself",
    "Use a provider",
    "grant Send As",
    "--connections",
    "EMAIL_PORT=465 with EMAIL_USE_SSL=true",
    "Set EMAIL_USE_SSL=true and EMAIL_USE_TLS=false",
    "Check EMAIL_HOST and EMAIL_PORT",
    "Ask the hosting company to open the port, try EMAIL_PORT=587",
    "only the host's name into EMAIL_HOST",
    "EMAIL_PORT=465, EMAIL_USE_SSL=true and EMAIL_USE_TLS=false",
    "SSL_CERT_FILE",
    "Type it again",
    "address",
    "",
    "",
]
WITH_ANSWER = [(row, remedy) for row, remedy in zip(ROWS, REMEDIES, strict=True) if row["code"]]
BY_TEXT = {row["text"]: remedy for row, remedy in zip(ROWS, REMEDIES, strict=True) if not row["code"]}


def remedy_of(start: str) -> str:
    return next(remedy for text, remedy in BY_TEXT.items() if text.startswith(start))
