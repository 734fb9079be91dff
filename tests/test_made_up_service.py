"""A service that is added as one file is everywhere: in settings, in the documents and in the doctor."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.environment import PRODUCTION, ROOT, environment
from tests.site.processes import MAX_SECONDS

FOLDERS = ("settings", "cinemahub", "users", "docs", "templates", "locale")
FILES = ("manage.py", ".env.example", "README.md", "README.ru.md")
SERVICE = """
from cinemahub.mail.services.service import Option, Pages, Provider

SERVICE = Provider(
    key="pigeon",
    name="Pigeon Post",
    options=(
        Option(variable="PIGEON_RING", name="api_key", comment="ring", example="ring-0", secret=True),
        Option(variable="PIGEON_LOFT", name="api_url", comment="loft", example="https://loft.example/", required=False),
    ),
    pages=Pages(key="PIGEON_RING", keys="Loft > Rings", senders="Loft", account="Loft", address="PIGEON_LOFT"),
    wrong_key_starts=("dove-",),
    remedies={"day_limit": "Let the pigeons rest."},
)
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy the project, add the file, and make the documents anew."""
    copy = tmp_path_factory.mktemp("cinemahub")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    for file in FILES:
        shutil.copy(ROOT / file, copy)
    (copy / "cinemahub" / "mail" / "services" / "pigeon.py").write_text(SERVICE)
    done = run(copy, "-m", "docs", settings="settings.dev")
    assert done.returncode == 0, done.stderr
    yield copy


def run(tree: Path, *arguments: str, settings: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=environment(settings, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=MAX_SECONDS,
    )


def test_settings_read_its_variables_and_name_the_missing_one(tree: Path) -> None:
    variables = PRODUCTION | {"EMAIL_PROVIDER": "pigeon"}
    done = run(tree, "manage.py", "check", settings="settings.production", **variables)
    assert "PIGEON_RING: Is not set." in done.stderr
    show = "from django.conf import settings; print(settings.MAILERS)"
    done = run(tree, "-c", show, settings="settings.production", **variables | {"PIGEON_RING": "ring-7"})
    assert "anymail.backends.pigeon.EmailBackend" in done.stdout
    assert "'api_key': 'ring-7'" in done.stdout


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".env.example", "# Pigeon Post: ring, e.g. ring-0\nPIGEON_RING=\n"),
        ("README.md", "`pigeon`"),
        ("README.ru.md", "`pigeon`"),
        ("docs/mail.md", "| `pigeon` | `PIGEON_RING` | `PIGEON_LOFT` | Loft > Rings |"),
        ("docs/ru/mail.md", "| `pigeon` | `PIGEON_RING` | `PIGEON_LOFT` | Loft > Rings |"),
        ("docs/mail.md", "**Pigeon Post**: Let the pigeons rest."),
    ],
)
def test_documents_have_it(tree: Path, file: str, text: str) -> None:
    assert text in (tree / file).read_text()


def test_the_doctor_judges_its_key(tree: Path) -> None:
    judge = """
import django; django.setup()
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.steps.api import look_at_keys
from cinemahub.mail.transport.configured import configured_transports
for transport in configured_transports():
    for note in look_at_keys(Case(transport)):
        print(note.mark, note.code, note.remedy)
"""
    variables = PRODUCTION | {"EMAIL_PROVIDER": "pigeon", "PIGEON_RING": "dove-7"}
    done = run(tree, "-c", judge, settings="settings.production", **variables)
    assert "key_malformed" in done.stdout, done.stderr
    assert "PIGEON_RING: Loft > Rings" in done.stdout
