"""Values come from the process environment, then from .env; what is wrong with them is said all at once."""

import gettext
import os
import sys
import zoneinfo
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, cast, override

from environs import Env, EnvValidationError

from cinemahub.mail.rules.problem import Problem
from cinemahub.mail.rules.problem import marked as _
from cinemahub.mail.rules.terminal import locale_of_terminal
from settings.database_url import parse as parse_database_url
from settings.env_file import read_env_file
from settings.variables import VARIABLES

BASE_DIR = Path(__file__).resolve().parent.parent

INTRODUCTION = _("Please set in the environment or in .env (.env.example lists every variable):")
# How environs and marshmallow say what we say in words of our own.
WORDS = {
    "Environment variable not set.": _("Is not set."),
    "Not a valid integer.": _("Must be a whole number."),
    "Not a valid number.": _("Must be a number."),
    "Not a valid boolean.": _("Must be true or false."),
    "Not a valid database URL.": _("Must start with postgres:// or sqlite:///."),
    "Not a valid log level.": _("Must be DEBUG, INFO, WARNING or ERROR."),
}


class Environment(Env):
    """Reads variables. An empty one counts as not set; a wrong one reads as None until `validate` ends the process."""

    def __init__(self) -> None:
        super().__init__(eager=False)
        self.add_parser("database_url", parse_database_url)
        self.strict = True
        self.defaults: dict[str, str] = {}
        self.errors: dict[str, Problem] = {}
        self.faults: dict[str, Problem] = {}  # of the file
        self._read_file(os.environ.get("ENV_FILE") or "")

    def set_defaults(self, **values: str) -> None:
        """Answer for variables that nobody set, and allow what only development may do."""
        self.strict = False
        self.defaults |= values

    def add_error(self, variable: str, problem: str, **words: object) -> None:
        """Note what is wrong with a variable; neither `problem` nor its `words` must hold its value."""
        self.add_problems([Problem("E", variable, problem, "", {name: str(word) for name, word in words.items()})])

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Note those that are errors; the others are warnings of `check`."""
        for problem in problems:
            if problem.is_error:
                self.errors.setdefault(problem.variable, problem)

    def text(self, variable: str, *, required: bool = True) -> str | None:
        """Read a variable as it stands: None if it is not set."""
        return self.str(variable) if required else self.str(variable, default=None)

    def choice(self, variable: str, choices: Collection[str], default: str | None = None) -> str | None:
        """Read one of `choices`."""
        value = self.str(variable) if default is None else self.str(variable, default=default)
        if value is None or value in choices:
            return value
        self.add_error(variable, _("Must be one of %(choices)s."), choices=", ".join(choices))
        return default

    def time_zone(self, variable: str, default: str) -> str:
        """Read a name of the tz database."""
        value = self.str(variable, default=default)
        try:
            return zoneinfo.ZoneInfo(value).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            self.add_error(variable, _("Must be a name of the tz database, such as Europe/Moscow or UTC."))
            return default

    def validate(self) -> None:
        """Stop the process with one line for each problem, if there are any, in the language of the terminal."""
        self._stop_at(self.faults)  # alone, as what could not be read is not set either
        try:
            self.seal()
        except EnvValidationError as error:
            for variable, messages in cast("Mapping[str, list[str]]", error.error_messages).items():
                self.add_error(variable, WORDS.get(messages[0], messages[0].replace("%", "%%")))
        self._stop_at(self.errors)

    def _stop_at(self, problems: Mapping[str, Problem]) -> None:
        if problems:
            lines = (_line(variable, problem) for variable, problem in sorted(problems.items()))
            sys.exit("\n".join([_translated(INTRODUCTION), *lines]))

    def _read_file(self, name: str) -> None:
        """Take from the file what the process does not have; a variable that is empty there counts as not set."""
        file = read_env_file(BASE_DIR / (name or ".env"), must_exist=bool(name))
        label = "ENV_FILE" if name else ".env"
        for fault in file.faults:
            where = f"{label}, {fault.line}" if fault.line else label
            self.faults[where] = Problem("E", where, fault.text, "")
        if file.values.get("DJANGO_SETTINGS_MODULE", "") not in {"", os.environ.get("DJANGO_SETTINGS_MODULE")}:
            text = _("Is needed before .env is read. Please set it in the environment, or use --settings.")
            self.add_error("DJANGO_SETTINGS_MODULE", text)
        for variable, value in file.values.items():
            if not os.environ.get(variable):
                os.environ[variable] = value

    @override
    def _get_value(self, env_key: str, default: Any) -> Any:
        return super()._get_value(env_key, "") or self.defaults.get(env_key, default)


def _line(variable: str, problem: Problem) -> str:
    parts = [_translated(problem.text) % problem.words, _translated(problem.hint)]
    if variable in VARIABLES:
        parts.append(_translated(_("Example: %s")) % f"{variable}={VARIABLES[variable].example}")
    return f"  {variable}: {' '.join(filter(None, parts))}"


def _translated(text: str) -> str:
    """Translate without Django, whose settings are still being made."""
    catalog = gettext.translation("django", BASE_DIR / "locale", [locale_of_terminal()], fallback=True)
    return catalog.gettext(text) if text else ""


env = Environment()
