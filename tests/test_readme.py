"""Both READMEs say what is so."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from docs.environments import IN_README, READERS
from docs.generated import READMES
from settings.environment import BASE_DIR
from settings.variables import VARIABLES
from tests.site.environment import PRODUCTION, STAGING
from tests.site.processes import manage, python

TEXTS = {path: path.read_text() for path in READMES.values()}
LOGIN = {name: STAGING[name] for name in ("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")}
TOKENS = LOGIN | {
    "EMAIL_HOST_PASSWORD": "",
    "EMAIL_OAUTH": "microsoft",
    "EMAIL_OAUTH_CLIENT_ID": "id",
    "EMAIL_OAUTH_CLIENT_SECRET": "secret",
    "EMAIL_OAUTH_TENANT": "house",
}
SHOW_WHAT_IS_READ = """
import importlib, os
from settings.environment import Environment
ask = Environment._get_value
def note(self, name, default):
    print(name)
    return ask(self, name, default)
Environment._get_value = note
importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
"""

each_readme = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)


def read_by(module: str, **variables: str) -> set[str]:
    done = python("-c", SHOW_WHAT_IS_READ, settings=module, **variables)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "ways"),
    [
        ("settings.dev", [{}, LOGIN, TOKENS]),
        ("settings.staging", [STAGING, STAGING | TOKENS]),
        ("settings.production", [PRODUCTION]),
    ],
)
def test_each_environment_reads_what_the_table_says(module: str, ways: list[dict[str, str]]) -> None:
    read = set().union(*(read_by(module, **variables) for variables in ways))
    credentials = {name for name in read if name.startswith(f"{PRODUCTION['EMAIL_PROVIDER']}_".upper())}
    assert read - credentials == set(READERS[module].reads)


@pytest.mark.parametrize("module", READERS)
def test_each_environment_needs_what_the_table_says(module: str) -> None:
    done = manage("check", settings=module)
    assert set(re.findall(r"^  (\w+): Is not set", done.stderr, re.MULTILINE)) == READERS[module].needs


def test_the_table_and_the_page_on_mail_have_every_variable_between_them() -> None:
    elsewhere = (BASE_DIR / "docs" / "mail.md").read_text()
    assert [name for name in VARIABLES if name not in IN_README and f"`{name}`" not in elsewhere] == []


@each_readme
def test_every_command_exists(path: Path) -> None:
    text = TEXTS[path]
    targets = re.findall(r"^([a-z-]+):", (BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= set(targets)


@each_readme
def test_every_command_about_mail_is_explained(path: Path) -> None:
    commands = {name for name, app in get_commands().items() if app == "cinemahub.mail"}
    assert commands <= set(re.findall(r"^\| `([a-z_]+)` \|", TEXTS[path], re.MULTILINE))


@each_readme
def test_the_commands_of_the_first_screen_are_run_by_a_test_or_by_ci(path: Path) -> None:
    block = TEXTS[path].partition("```sh\n")[2].partition("```")[0]
    commands = [line.partition("#")[0].strip() for line in block.splitlines()]
    assert commands == ["make run", "make test"]
    assert "def test_make_run_starts_everything" in (BASE_DIR / "tests" / "test_make.py").read_text()
    assert "\nmake test\n" in (BASE_DIR / ".ci" / "run").read_text()


@each_readme
def test_every_path_it_names_is_there(path: Path) -> None:
    text = TEXTS[path]
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    folders = re.findall(r"^\| `([a-z/]+/)` \|", text, re.MULTILINE)
    assert folders
    assert [name for name in [*links, *folders] if not (BASE_DIR / name).exists()] == []


def test_both_have_the_same_shape() -> None:
    shape = re.compile(r"^(?:#+|```|<!-- .+ -->|\d+\.|\|)", re.MULTILINE)
    english, russian = (shape.findall(text) for text in TEXTS.values())
    assert english == russian
