"""The texts that list every variable: `python -m settings.document` writes .env.example anew."""

from settings.environment import BASE_DIR
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
HEAD = "# Copy to .env and fill in what you need; a variable left empty counts as not set.\n"


def env_example() -> str:
    """Return .env.example: each variable, empty, below one comment."""
    return HEAD + "".join(f"\n## {title}\n{_lines(variables)}" for title, variables in SECTIONS.items())


def _lines(variables: dict[str, Variable]) -> str:
    return "".join(f"# {about.comment}, e.g. {about.example}\n{name}=\n" for name, about in variables.items())


if __name__ == "__main__":
    (BASE_DIR / ".env.example").write_text(env_example())
