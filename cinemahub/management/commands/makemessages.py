import re
from pathlib import Path
from typing import Any, override

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

CREATED = re.compile(r'^"POT-Creation-Date:.*\n', re.MULTILINE)
EMPTY = re.compile(r'^msgstr(?:\[0\])? ""\n(?!")', re.MULTILINE)


class Command(makemessages.Command):
    """Writes a message a line and no guesses, so that a new text is all that a diff shows, and says what is missing.

    Unless told otherwise it is for every language of the settings.
    """

    msgmerge_options: list[str] = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(no_location=True, no_wrap=True, no_obsolete=True)

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["locale"] or options["all"]):
            options["locale"] = [to_locale(code) for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        options["ignore_patterns"] += ["tests", "bench"]
        super().handle(*args, **options)

    @override
    def write_po_file(self, potfile: str, locale: str) -> None:
        file = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        before = file.read_text() if file.exists() else ""
        super().write_po_file(potfile, locale)
        after = file.read_text()
        if CREATED.sub("", after) == CREATED.sub("", before):  # a date alone is no change
            file.write_text(before)
        if self.verbosity:
            self.stdout.write(f"{locale}: {untranslated(after)} texts without a translation")


def untranslated(catalogue: str) -> int:
    return len(EMPTY.findall(catalogue.partition("\n\n")[2]))
