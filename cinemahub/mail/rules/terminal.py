"""The language of whoever reads a terminal."""

import os
import re

from django.conf import settings
from django.utils.translation import get_supported_language_variant


def language_of_terminal() -> str:
    """Return one of LANGUAGES; LANGUAGE_CODE if the terminal's is none of them."""
    try:
        return get_supported_language_variant(locale_of_terminal().replace("_", "-").lower())
    except LookupError:
        return settings.LANGUAGE_CODE


def locale_of_terminal() -> str:
    """Return what a catalogue's folder is called after: "ru_RU", or "C"."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "C")
    return re.split("[.@]", locale)[0]
