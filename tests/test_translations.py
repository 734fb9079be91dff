"""Russian has every text that pages and letters show; what other catalogues have is right."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils.translation import get_language_info, to_locale

from tests.site.environment import APPS, ROOT, environment

CATALOGUES = {file.parents[1].name: file for file in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))}
PLURAL_FORMS = 3
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?\w+[^>]*>")
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN_WORD = re.compile(r"\b[a-z]{3,}\b")


def catalog(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_mo(opened) if file.suffix == ".mo" else read_po(opened, locale=file.parents[1].name)


def texts(messages: Catalog) -> Iterator[Message]:
    return (message for message in messages if message.id)


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def translated(file: Path) -> list[Message]:
    return [message for message in texts(catalog(file)) if all(translations(message)) and not message.fuzzy]


def meanings(messages: Iterable[Message]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {key(message): translations(message)[:PLURAL_FORMS] for message in messages}


def key(message: Message) -> tuple[str, ...]:
    context: str | bytes = message.context or ""  # bytes in a compiled file
    return (context if isinstance(context, str) else context.decode(), *originals(message))


RUSSIAN = list(texts(catalog(CATALOGUES["ru"])))

each_catalogue = pytest.mark.parametrize("file", CATALOGUES.values(), ids=CATALOGUES)


def test_nothing_is_doubtful_or_left_out() -> None:
    assert [message.id for message in RUSSIAN if message.fuzzy] == []
    assert [message.id for message in RUSSIAN if not all(translations(message))] == []
    counted = [message for message in RUSSIAN if message.pluralizable]
    assert counted
    assert [message.id for message in counted if len(translations(message)) < PLURAL_FORMS] == []


@each_catalogue
def test_the_compiled_file_is_that_of_the_source(file: Path) -> None:
    """After a change of the source: make messages."""
    assert meanings(texts(catalog(file.with_suffix(".mo")))) == meanings(translated(file))


@each_catalogue
def test_placeholders_and_tags_are_those_of_the_original(file: Path) -> None:
    for message in translated(file):
        for translation in translations(message):
            used = sorted(PLACEHOLDER.findall(translation))
            assert used in [sorted(PLACEHOLDER.findall(text)) for text in originals(message)], message.id


def test_russian_is_in_russian() -> None:
    unlike = [message.id for message in RUSSIAN if not all(map(CYRILLIC.search, translations(message)))]
    assert unlike == []


def test_no_letter_looks_like_one_of_the_other_alphabet() -> None:
    """A Latin c in a Russian word is seen by no reader, and found by no search."""
    mixed = re.compile("[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
    assert [message.id for message in RUSSIAN if any(map(mixed.search, translations(message)))] == []


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that has no translation yet."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed (Debian: gettext)")
    folder = tmp_path_factory.mktemp("tree")
    for name in (*APPS, "settings", "templates", "manage.py"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "locale").mkdir()
    collect(folder)
    return folder


def collect(folder: Path) -> str:
    """Collect the texts, and return what is said about them."""
    command = [sys.executable, "manage.py", "makemessages", "--locale", "ru"]
    done = subprocess.run(
        command, cwd=folder, env=environment("settings.dev"), capture_output=True, check=True, timeout=120, text=True
    )
    return done.stdout


def collected(folder: Path) -> Path:
    return folder / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def test_every_text_of_templates_and_code_is_there(tree: Path) -> None:
    found = catalog(collected(tree))
    wanted, have = ({key(message) for message in messages} for messages in (texts(found), RUSSIAN))
    missing = sorted(wanted - have)
    assert not missing, f"without a translation: {missing}"
    unused = sorted(have - wanted)
    assert not unused, f"translated, but used nowhere: {unused}"


def test_collecting_again_changes_nothing_else_and_says_what_is_not_translated(tree: Path) -> None:
    file = collected(tree)
    nothing_yet = file.read_text()
    assert f"ru: {len(RUSSIAN)} texts without a translation" in collect(tree)
    assert file.read_text() == nothing_yet
    try:
        file.write_text(nothing_yet.replace('msgid "Sign in"\nmsgstr ""', 'msgid "Sign in"\nmsgstr "Войти"', 1))
        one = file.read_text()
        assert f"ru: {len(RUSSIAN) - 1} texts without a translation" in collect(tree)
        assert file.read_text() == one
    finally:
        file.write_text(nothing_yet)


PAGES = ["/", "/users/login/", "/users/signup/", "/users/password-reset/", "/users/password-reset/done/",
         "/users/password-reset/complete/", "/users/password-reset/MQ/abc-123/", "/nowhere/"]  # fmt: skip


def words_of(page: str) -> str:
    """Return what a page says, without its markup, the names of languages and those of the house."""
    body = re.sub(r'<(script|style|button[^>]*name="language").*?</\w+>', " ", page, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", " ", body)
    return re.sub(rf"{re.escape(settings.SITE_NAME)}|\S+@\S+", " ", body)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_one_language(path: str, client: Client) -> None:
    english, russian = (
        words_of(client.get(path, headers={"accept-language": language}).content.decode()) for language in ("en", "ru")
    )
    assert CYRILLIC.findall(english) == []
    assert LATIN_WORD.findall(russian) == []
    assert CYRILLIC.search(russian)


def test_every_language_has_a_catalogue_and_every_catalogue_is_of_a_language() -> None:
    others = {to_locale(code) for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    assert set(CATALOGUES) == others


@pytest.mark.parametrize(("code", "name"), settings.LANGUAGES)
def test_a_language_is_called_as_it_calls_itself(code: str, name: str) -> None:
    """So that everybody finds it, and nobody has to translate its name."""
    assert name.casefold() == get_language_info(code)["name_local"].casefold()
