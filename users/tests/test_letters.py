"""The letters of accounts as people get them: composed for a real account, with real links and awkward names."""

import re

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries, Settings

from cinemahub.mail.letters import Letter, NotSentError
from cinemahub.mail.models import OutboxLetter, Reason
from cinemahub.mail.sending.compose import compose, prefetch
from cinemahub.mail.tests.letter_parts import ADDRESS, parts_of, words
from users import letters
from users.models import User
from users.tests.real_letters import BROWSER, EVERY_LETTER, MOMENT, OWNER, composed, row_of

PASSWORD = "unguessable canary phrase"
GREETING = re.compile("Здравствуйте, [^!]+!")  # as every Russian email begins

LANGUAGES = [code for code, _ in settings.LANGUAGES]
every_letter = pytest.mark.parametrize("letter", EVERY_LETTER, ids=lambda letter: letter.name)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user(OWNER, PASSWORD, language="")


@every_letter
@in_every_language
def test_it_holds_no_password_and_no_hash(letter: Letter, language: str, user: User) -> None:
    secrets = [PASSWORD, user.password, *user.password.split("$")[-2:]]  # the salt and the hash alone as well
    parts = composed(letter, user, language)
    for text in (*parts.said, parts.html):
        assert [secret for secret in secrets if secret in text] == []


@every_letter
@in_every_language
def test_text_and_html_say_the_same_and_hold_the_same_link(letter: Letter, language: str, user: User) -> None:
    parts = composed(letter, user, language)
    said = [each for each in parts.text.split("\n\n") if not ADDRESS.fullmatch(each)]
    assert [paragraph for paragraph in said if words(paragraph) not in words(parts.visible)] == []
    assert parts.page.links == parts.text_links


@every_letter
@in_every_language
def test_a_line_of_the_text_fits_unless_it_is_a_link(letter: Letter, language: str, user: User) -> None:
    lines = composed(letter, user, language).text.splitlines()
    assert [line for line in lines if len(line) > 72 and not ADDRESS.fullmatch(line)] == []


@every_letter
@in_every_language
def test_names_are_written_as_they_are(letter: Letter, language: str, user: User) -> None:
    row = row_of(letter, user, language)
    parts = parts_of(compose(row))
    assert row.address in parts.text
    assert row.address in parts.visible
    assert not parts.page.tagged("u")


@every_letter
@in_every_language
def test_a_sample_holds_what_the_letter_gets(letter: Letter, language: str, user: User) -> None:
    assert letter.sample
    real = letter.content(row_of(letter, user, language)).context
    assert set(letter.sample(OWNER).context) == set(real) - {"user"}


@pytest.mark.parametrize(("language", "day"), [("en", "31 May 2026"), ("ru", "31 мая 2026")])
@pytest.mark.parametrize(
    "letter",
    [
        letters.email_change_asked,
        letters.email_changed,
        letters.password_changed,
        letters.new_sign_in,
        letters.account_deleted,
    ],
    ids=lambda letter: letter.name,
)
def test_a_notice_says_when_it_happened_and_in_which_zone(letter: Letter, language: str, day: str, user: User) -> None:
    said = " ".join(composed(letter, user, language).text.split())
    assert [part for part in (day, "21:05", "UTC") if part not in said] == []


@in_every_language
@pytest.mark.parametrize("letter", [letters.password_changed, letters.new_sign_in], ids=lambda letter: letter.name)
def test_a_notice_says_in_which_browser_it_happened(letter: Letter, language: str, user: User) -> None:
    parts = composed(letter, user, language)
    assert BROWSER in " ".join(parts.text.split())
    assert BROWSER in parts.visible


@in_every_language
def test_a_notice_about_an_unknown_browser_has_no_gap(language: str, user: User) -> None:
    for letter in (letters.password_changed, letters.new_sign_in):
        row = row_of(letter, user, language)
        row.parameters["browser"] = ""
        parts = parts_of(compose(row))
        for text in (parts.text, parts.visible):
            assert not [gap for gap in (" .", ": .", ":.", " ,", "()", "  ") if gap in text.partition("http")[0]]


@pytest.mark.parametrize(
    ("letter", "lifetime"),
    [
        (letters.password_reset, "one hour"),
        (letters.sign_up, "3 days"),
        (letters.account_secured, "one hour"),
        (letters.confirm_new_email, "3 days"),
        (letters.email_changed, "7 days"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_letter_says_how_long_its_link_works(letter: Letter, lifetime: str, user: User) -> None:
    assert lifetime in " ".join(composed(letter, user, "en").text.split())


def test_the_account_s_language_goes_before_that_of_the_request(user: User) -> None:
    user.language = "ru"
    subject = composed(letters.password_reset, user, "en").subject
    user.language = ""
    assert composed(letters.password_reset, user, "ru").subject == subject
    assert composed(letters.password_reset, user, "en").subject != subject


@pytest.mark.parametrize("letter", [letters.email_change_asked, letters.email_changed], ids=lambda each: each.name)
def test_the_old_address_is_not_told_the_new_one_whole(letter: Letter, user: User) -> None:
    parts = composed(letter, user, "en")
    assert not [text for text in (*parts.said, parts.html) if "better" in text]


@pytest.mark.parametrize("letter", [letters.password_reset, letters.already_registered], ids=lambda letter: letter.name)
def test_the_accounts_of_many_letters_are_found_by_one_query(
    letter: Letter, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    User.objects.create_user("asleep@mail.example", is_active=False)
    known, unknown, inactive = (
        OutboxLetter(kind=letter.name, address=address, language="en", created_at=MOMENT)
        for address in (OWNER.upper(), "nobody@mail.example", "asleep@mail.example")
    )
    with django_assert_num_queries(1):
        prefetch([known, unknown, inactive])
    with django_assert_num_queries(0):
        assert compose(known).to == [OWNER]
        for row, reason in ((unknown, Reason.NO_ACCOUNT), (inactive, Reason.INACTIVE)):
            with pytest.raises(NotSentError) as error:
                compose(row)
            assert error.value.reason == reason


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Anna", "Hello Anna,"),
        ("  Anne-Marie  O'Neil Jr. ", "Hello Anne-Marie O'Neil Jr.,"),
        ("Анна Каренина", "Hello Анна Каренина,"),
        ("", ""),
        ("Win at casino.example", ""),
        ("https://evil.example", ""),
        ("call 2255", ""),
        ("a@evil.example", ""),
        ("A" * 41, ""),
    ],
)
def test_an_owner_is_greeted_by_a_name_that_is_one(name: str, greeting: str, user: User) -> None:
    user.name = name
    parts = composed(letters.password_reset, user, "en")
    assert parts.text.splitlines()[0].startswith(greeting or "Someone")
    assert greeting in parts.visible
    assert "evil" not in parts.text + parts.html


@pytest.mark.parametrize("letter", [letters.confirm_new_email, letters.sign_up], ids=lambda each: each.name)
def test_an_address_that_has_not_said_yes_is_not_greeted_by_a_name_that_a_stranger_chose(
    letter: Letter, user: User
) -> None:
    user.name = "Anna"
    assert "Anna" not in composed(letter, user, "en").text


@every_letter
@in_every_language
def test_from_a_free_mailbox_it_does_not_name_an_address(
    letter: Letter, language: str, user: User, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Cinemahub <cinemahub@yandex.ru>"
    row = row_of(letter, user, language)
    parts = parts_of(compose(row))
    assert row.address not in parts.text
    assert row.address not in parts.visible
    assert not re.findall(r"\{|\}|\bNone\b", parts.text)


@pytest.mark.parametrize("letter", [letters.password_reset, letters.sign_up], ids=lambda letter: letter.name)
def test_an_email_that_was_asked_for_says_when_and_in_which_browser(letter: Letter, user: User) -> None:
    said = " ".join(composed(letter, user, "en").text.split())
    assert [part for part in ("31 May 2026, 21:05 UTC", BROWSER) if part not in said] == []


@every_letter
def test_nobody_reads_replies_unless_there_is_an_address_for_them(
    letter: Letter, user: User, settings: Settings
) -> None:
    assert "Replies to this email aren't read." in composed(letter, user, "en").text
    settings.MAIL_REPLY_TO = "help@cinemahub.example"
    user = User.objects.get(pk=user.pk)
    assert "Replies" not in parts_of(compose(row_of(letter, user, "en"))).text


@every_letter
@in_every_language
def test_the_tone_is_calm(letter: Letter, language: str, user: User) -> None:
    user.name = "Anna"
    for text in composed(letter, user, language).said:
        said = GREETING.sub("", text)
        assert not re.findall(r"!|\bDear\b|Уважаем", said, re.IGNORECASE)
