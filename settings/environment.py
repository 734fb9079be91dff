"""Values come from the process environment, then from .env; what is wrong with them is said all at once."""

import os
import sys
import zoneinfo
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, cast, override

from environs import Env, EnvValidationError

from cinemahub.mail.rules.problem import Problem
from settings.variables import VARIABLES

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(Env):
    """Reads variables. An empty one counts as not set; a wrong one reads as None until `validate` ends the process."""

    def __init__(self) -> None:
        super().__init__(eager=False)
        self.strict = True
        self.defaults: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.read_env(BASE_DIR / (os.environ.get("ENV_FILE") or ".env"), recurse=False)

    def set_defaults(self, **values: str) -> None:
        """Answer for variables that nobody set, and allow what only development may do."""
        self.strict = False
        self.defaults |= values

    def add_error(self, variable: str, problem: str) -> None:
        """Note what is wrong with a variable; `problem` must not hold its value."""
        self.errors.setdefault(variable, problem)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Note those that are errors; the others are warnings of `check`."""
        for problem in problems:
            if problem.is_error:
                self.add_error(problem.variable, f"{problem.text % problem.words} {problem.hint}")

    def text(self, variable: str, *, required: bool = True) -> str | None:
        """Read a variable as it stands: None if it is not set."""
        return self.str(variable) if required else self.str(variable, default=None)

    def choice(self, variable: str, choices: Collection[str], default: str | None = None) -> str | None:
        """Read one of `choices`."""
        value = self.str(variable) if default is None else self.str(variable, default=default)
        if value is None or value in choices:
            return value
        self.add_error(variable, f"Must be one of {', '.join(choices)}.")
        return default

    def time_zone(self, variable: str, default: str) -> str:
        """Read a name of the tz database."""
        value = self.str(variable, default=default)
        try:
            return zoneinfo.ZoneInfo(value).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            self.add_error(variable, "Must be a name of the tz database, such as Europe/Moscow or UTC.")
            return default

    def validate(self) -> None:
        """Stop the process with one line for each problem, if there are any."""
        try:
            self.seal()
        except EnvValidationError as error:
            for variable, messages in cast("Mapping[str, list[str]]", error.error_messages).items():
                self.add_error(variable, messages[0].replace("Environment variable not set.", "Is not set."))
        if self.errors:
            sys.exit("\n".join([_INTRODUCTION, *map(self._line, sorted(self.errors))]))

    def _line(self, variable: str) -> str:
        return f"  {variable}: {self.errors[variable]} Example: {variable}={VARIABLES[variable].example}"

    @override
    def _get_value(self, env_key: str, default: Any) -> Any:
        return super()._get_value(env_key, "") or self.defaults.get(env_key, default)


_INTRODUCTION = "Please set in the environment or in .env (.env.example lists every variable):"

env = Environment()
