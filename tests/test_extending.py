"""docs/extending.md is followed word by word in a copy of the project, and the result is a site of its own."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import pseudo
from tests.recipes import steps
from tests.site.environment import PRODUCTION, ROOT, environment
from tests.site.processes import MAX_SECONDS

DOCUMENTS = {"en": ROOT / "docs" / "extending.md", "ru": ROOT / "docs" / "ru" / "extending.md"}
STEPS = [*steps(DOCUMENTS["en"].read_text())]
NOT_COPIED = (".git", ".venv", "var", "staticfiles", "*.sqlite3*", "__pycache__", ".*_cache", ".env")
VARIABLES = dict(line.split("=") for step in STEPS if step.kind == "ini" for line in step.text.splitlines())
OLD_NAME = "cinemahub"
TESTS = [
    "shop",
    "news",
    "cinemahub/mail/tests/test_letter_templates.py",
    "cinemahub/inbox/tests/test_preview.py",
    "tests/test_generated.py",
    "tests/test_imports.py",
    "tests/test_translations.py",
]  # those that go over what there is: apps, letters, languages, modules, variables
NEW = "shop or news or order_received or -de] or test_generated or test_imports or test_translations"
COLLECT_TEXTS = "every_text_of or collecting_again"  # as make messages has just done
CHECK = """
import django; django.setup()
from django.core.mail import mailers
from django.core.management import call_command
print(mailers["default"].using, mailers["outbox"].using)
call_command("check")
"""
JUDGE = """
import django; django.setup()
from django.conf import settings
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.steps.api import ask_account, look_at_keys
from cinemahub.mail.transport.configured import configured_transports
print(settings.MAILERS["direct"])
for transport in configured_transports():
    for step in (look_at_keys, ask_account):
        for note in step(Case(transport)):
            print(note.mark, note.code, note.remedy)
"""


class Copy:
    """said: what the commands of the document said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, ""

    def run(self, *arguments: str, settings: str = "settings.dev", **variables: str) -> str:
        """Run a command in the copy; return its output, errors too if it fails, and its exit code as the last line."""
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=environment(settings, **variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=MAX_SECONDS,
        )
        return f"{done.stdout}{done.stderr if done.returncode else ''}\nexit code {done.returncode}"

    def python(self, *arguments: str, settings: str = "settings.dev", **variables: str) -> str:
        return self.run(sys.executable, *arguments, settings=settings, **variables)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Follow the document, and translate the language that it adds."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed (Debian: gettext)")
    folder = tmp_path_factory.mktemp("extended") / "site"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (folder / ".venv").symlink_to(sys.prefix)
    copy = Copy(folder)
    for step in STEPS:
        if step.kind == "sh":
            said = copy.run("bash", "-ec", step.text.replace("make ", "make --old-file .venv/installed "))
            assert said.endswith("exit code 0"), said
            copy.said += said
        else:
            step.follow(folder)
    german = folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
    pseudo.write_catalogue(folder / "locale", "de", texts=german)
    return copy


def test_both_documents_have_the_same_steps() -> None:
    english, russian = (
        [(step.path, step.kind, step.text) for step in steps(path.read_text())] for path in DOCUMENTS.values()
    )
    assert english
    assert russian == english


def test_every_path_it_names_is_there_in_the_end(site: Copy) -> None:
    text = DOCUMENTS["en"].read_text()
    names = [*re.findall(r"`((?:[\w.]+/)+(?:[\w.]+)?)`", text), *re.findall(r"\]\((?!https?:)\.\./([^)#]+)", text)]
    assert names
    assert [name for name in names if not (site.folder / name).exists()] == []


def test_what_is_not_translated_is_counted(site: Copy) -> None:
    number = re.search(r"^de: (\d+) texts without a translation$", site.said, re.MULTILINE)
    assert number
    assert int(number[1]) > 500
    assert "ru: 0 texts without a translation" in site.said


def test_its_tests_pass(site: Copy) -> None:
    """Those of the app; and those over all apps, letters and languages, which take in the new ones unasked."""
    options = ["-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", f"({NEW}) and not ({COLLECT_TEXTS})"]
    said = site.python(*options, *TESTS, settings="tests.clean_settings", **VARIABLES)
    assert said.endswith("exit code 0"), said
    for language in ("en", "ru", "de"):
        assert f"test_the_text_is_text[order_received-{language}] PASSED" in said


def test_nothing_of_the_old_name_is_left(site: Copy) -> None:
    said = site.python("-m", "tests.site.every_page", DATABASE_URL="sqlite:///:memory:", **VARIABLES)
    assert said.endswith("exit code 0"), said[-2000:]
    assert said.count("Blue Door") > 100
    assert re.findall(f".*{OLD_NAME}.*", said, re.IGNORECASE) == []
    assert "Harbour Street" in said
    assert VARIABLES["SITE_ACCENT"] in said


def test_the_doctor_speaks_its_language(site: Copy) -> None:
    said = site.python("manage.py", "mail_doctor", "--language=de", DATABASE_URL="sqlite:///:memory:")
    assert pseudo.pseudo("not checked") in said
    assert "not checked" not in said


def test_production_sends_every_email_through_the_outbox(site: Copy) -> None:
    said = site.python("-c", CHECK, settings="settings.production", **PRODUCTION)
    assert said.startswith("direct direct\n"), said
    assert said.endswith("exit code 0"), said


def test_what_its_service_needs_in_production_is_named(site: Copy) -> None:
    variables = PRODUCTION | {"EMAIL_PROVIDER": "pigeon"}
    said = site.python("manage.py", "check", settings="settings.production", **variables)
    assert "PIGEON_RING: Is not set." in said


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
def test_its_documents_have_the_service(site: Copy, file: str, text: str) -> None:
    assert text in (site.folder / file).read_text()


def test_the_key_of_its_service_is_judged_and_what_is_not_known_is_not_checked(site: Copy) -> None:
    variables = PRODUCTION | {"EMAIL_PROVIDER": "pigeon", "PIGEON_RING": "dove-7"}
    said = site.python("-c", JUDGE, settings="settings.production", **variables)
    assert "anymail.backends.pigeon.EmailBackend" in said
    assert "'api_key': 'dove-7'" in said
    assert "key_malformed" in said
    assert "PIGEON_RING: Loft > Rings" in said
    assert said.count("not_checked") == 1
