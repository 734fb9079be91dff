"""A language that nobody speaks: English with dots on it."""

import re
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.site.environment import ROOT

TEXTS = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"  # all that there are
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?\w+[^>]*>|\S*[:/._]\S+)")  # placeholders, tags, commands
DOTS = str.maketrans("aouAOU", "äöüÄÖÜ")


def pseudo(text: str) -> str:
    return "".join(part if KEPT.fullmatch(part) else part.translate(DOTS) for part in KEPT.split(text))


def write_catalogue(
    folder: Path, code: str, *, texts: Path = TEXTS, without: Callable[[str], bool] = lambda text: False
) -> None:
    """Put a catalogue for `code`, source and compiled, into a folder of LOCALE_PATHS, without some texts."""
    with texts.open("rb") as opened:
        source = read_po(opened)
    catalogue = Catalog(locale=code)
    for message in source:
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        if ids[0] and not without(ids[0]):
            strings = tuple(map(pseudo, ids))
            string = strings if len(strings) > 1 else strings[0]
            catalogue.add(message.id, string, flags=message.flags, context=message.context)
    place = folder / code / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "django.po").open("wb") as opened:
        write_po(opened, catalogue)
    with (place / "django.mo").open("wb") as opened:
        write_mo(opened, catalogue)
