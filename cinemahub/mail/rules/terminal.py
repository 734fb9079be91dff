"""The language of whoever reads a terminal."""

import os


def language_of_terminal() -> str:
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "ru" if locale.startswith("ru") else "en"
