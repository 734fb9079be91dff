"""The tables of docs/mail.md and docs/ru/mail.md: `python -m docs.tables` writes them anew."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent
DOCUMENTS = {"en": FOLDER / "mail.md", "ru": FOLDER / "ru" / "mail.md"}


def renewed(text: str, language: str) -> str:
    """Return a document with the rows of each table, between its two comments, as the code has them now."""
    for name, rows in tables(language).items():
        head, found, rest = text.partition(f"<!-- {name} -->\n")
        titles = "".join(re.findall(r"\|.*\n", rest)[:2])
        text = f"{head}{found}{titles}{rows}{rest[rest.index(f'<!-- /{name} -->') :]}"
    return text


def tables(language: str) -> dict[str, str]:
    from django.utils import translation

    with translation.override(language):
        return {"providers": _rows(providers()), "diagnoses": _rows(diagnoses())} | (
            {"variables": _rows(variables())} if language == "en" else {}  # settings have no Russian to take
        )


def variables() -> Iterable[tuple[str, ...]]:
    from settings.variables import DOCTOR, MAILBOX, SENDER, STAGING

    for name, about in (SENDER | MAILBOX | STAGING | DOCTOR).items():
        yield f"`{name}`", about.comment, f"`{about.example}`"


def providers() -> Iterable[tuple[str, ...]]:
    from cinemahub.mail.services.pages import PAGES
    from settings.provider_options import PROVIDERS

    for provider, options in PROVIDERS.items():
        needed, possible = (
            ", ".join(f"`{option.variable(provider)}`" for option in options if option.required is required)
            for required in (True, False)
        )
        yield f"`{provider}`", needed, possible, str(PAGES[provider].keys)


def diagnoses() -> Iterable[tuple[str, ...]]:
    from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of, remedy_for

    for code, cause in CAUSES.items():
        remedies = [remedy_for(code), *(f"**{service}**: {remedy_for(code, service)}" for service in cause.at)]
        yield f"`{code}`", cause_of(code), "<br>".join(remedies), str(cause.verdict.label)


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    django.setup()
    for each_language, document in DOCUMENTS.items():
        document.write_text(renewed(document.read_text(), each_language))
