"""A language that nobody speaks: English with dots on it, made from the texts that Russian translates."""

import re
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.site.environment import ROOT

RUSSIAN = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?\w+[^>]*>|\S*[:/._]\S+)")  # placeholders, tags, commands
DOTS = str.maketrans("aouAOU", "äöüÄÖÜ")


def pseudo(text: str) -> str:
    return "".join(part if KEPT.fullmatch(part) else part.translate(DOTS) for part in KEPT.split(text))


def install(folder: Path, code: str, *, without: Callable[[str], bool] = lambda text: False) -> None:
    """Put a catalogue for `code` into a folder of LOCALE_PATHS, without some texts."""
    with RUSSIAN.open("rb") as opened:
        source = read_po(opened, locale="ru")
    catalogue = Catalog(locale=code)
    for message in source:
        texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        if texts[0] and not without(texts[0]):
            translated = tuple(map(pseudo, texts))
            string = translated if len(texts) > 1 else translated[0]
            catalogue.add(message.id, string, flags=message.flags, context=message.context)
    (place := folder / code / "LC_MESSAGES").mkdir(parents=True)
    with (place / "django.po").open("wb") as opened:
        write_po(opened, catalogue)
    with (place / "django.mo").open("wb") as opened:
        write_mo(opened, catalogue)
