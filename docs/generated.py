"""Every text that is made from the code, whole or between two comments of one name."""

import re
from collections.abc import Mapping
from pathlib import Path

from django.utils import translation

from docs import tables
from docs.environments import SECTIONS
from settings.environment import BASE_DIR
from settings.variables import Variable

ENV_EXAMPLE = BASE_DIR / ".env.example"
READMES = {"en": BASE_DIR / "README.md", "ru": BASE_DIR / "README.ru.md"}
MAIL_PAGES = {"en": BASE_DIR / "docs" / "mail.md", "ru": BASE_DIR / "docs" / "ru" / "mail.md"}
HEAD = "# Copy to .env and fill in what you need; a variable left empty counts as not set.\n"


def generated() -> dict[Path, str]:
    """Return each file as the code has it now."""
    texts = {ENV_EXAMPLE: _env_example()}
    for language, path in READMES.items():
        texts[path] = _renewed(path, language, tables.README)
    for language, path in MAIL_PAGES.items():
        texts[path] = _renewed(path, language, tables.MAIL_PAGE)
    return texts


def _env_example() -> str:
    """List each variable, empty, below one comment."""
    with translation.override("en"):
        return HEAD + "".join(f"\n## {title}\n{_lines(variables)}" for title, variables in SECTIONS.items())


def _lines(variables: Mapping[str, Variable]) -> str:
    return "".join(f"# {about.comment}, e.g. {about.example}\n{name}=\n" for name, about in variables.items())


def _renewed(path: Path, language: str, parts: Mapping[str, tables.Part]) -> str:
    """Put each part between its comments; the titles of a table are the document's."""
    text = path.read_text()
    with translation.override(language):
        for name, part in parts.items():
            head, found, rest = text.partition(f"<!-- {name} -->\n")
            titles = "".join(re.findall(r"^\|.*\n", rest, re.MULTILINE)[:2]) if part.is_table else ""
            text = f"{head}{found}{titles}{part.content()}{rest[rest.index(f'<!-- /{name} -->') :]}"
    return text
