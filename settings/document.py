"""The texts that list every variable: `python -m settings.document` writes them anew."""

from typing import NamedTuple

from settings.environment import BASE_DIR
from settings.provider_options import PROVIDERS
from settings.variables import DEVELOPMENT, DOCTOR, MAILBOX, PROVIDER, PROVIDER_OPTIONS, SENDER, SITE, STAGING, Variable

SECTIONS = {
    "The site": SITE,
    "Development: make run": DEVELOPMENT,
    "A mailbox that sends (settings.dev and settings.staging)": MAILBOX,
    "A provider that sends (settings.production)": PROVIDER | PROVIDER_OPTIONS,
    "Senders": SENDER,
    "Staging's guard": STAGING,
    "The doctor: manage.py mail_doctor": DOCTOR,
}
READMES = {BASE_DIR / "README.md": True, BASE_DIR / "README.ru.md": False}  # with English words in the table or not
ALWAYS = {"SECRET_KEY", "SITE_URL", "DATABASE_URL"}


class Reader(NamedTuple):
    """A settings module: the variables it reads, and those of them that it cannot do without."""

    reads: dict[str, Variable]
    needs: set[str]


READERS = {
    "settings.dev": Reader(SITE | DEVELOPMENT | MAILBOX | SENDER | DOCTOR, set()),
    "settings.staging": Reader(
        SITE | MAILBOX | SENDER | STAGING | DOCTOR, ALWAYS | {"EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"}
    ),
    "settings.production": Reader(
        SITE | PROVIDER | SENDER | DOCTOR, ALWAYS | {"EMAIL_PROVIDER", "DEFAULT_FROM_EMAIL", "SERVER_EMAIL"}
    ),
}
IN_README = SITE | DEVELOPMENT | MAILBOX | STAGING | PROVIDER | SENDER
HEAD = "# Copy to .env and fill in what you need; a variable left empty counts as not set.\n"


def env_example() -> str:
    """Return .env.example: each variable, empty, below one comment."""
    return HEAD + "".join(f"\n## {title}\n{_lines(variables)}" for title, variables in SECTIONS.items())


def readme(text: str, *, with_words: bool) -> str:
    """Return a README with what stands between two comments of one name as the settings have it now."""
    for name, content in {"variables": _table(with_words=with_words), "providers": _providers()}.items():
        head, found, rest = text.partition(f"<!-- {name} -->\n")
        text = f"{head}{found}{content}{rest[rest.index(f'<!-- /{name} -->') :]}"
    return text


def _table(*, with_words: bool) -> str:
    """Say what each environment reads: \u25cf it must be set, \u25cb it may be."""
    titles = ["", *(module.removeprefix("settings.") for module in READERS), *([""] if with_words else [])]
    rows = [titles, ["---"] * len(titles)]
    for name, about in IN_README.items():
        marks = [
            "" if name not in reads else "\u25cf" if name in needs else "\u25cb" for reads, needs in READERS.values()
        ]
        rows.append([f"`{name}`", *marks, *([about.comment] if with_words else [])])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _providers() -> str:
    return ", ".join(f"`{provider}`" for provider in PROVIDERS) + "\n"


def _lines(variables: dict[str, Variable]) -> str:
    return "".join(f"# {about.comment}, e.g. {about.example}\n{name}=\n" for name, about in variables.items())


if __name__ == "__main__":
    (BASE_DIR / ".env.example").write_text(env_example())
    for path, with_words in READMES.items():
        path.write_text(readme(path.read_text(), with_words=with_words))
