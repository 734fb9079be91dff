"""Aliases of MAILERS that carry emails, and those that put them into the outbox."""

from pytest_django import Settings

from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.steps.settings import read_settings
from cinemahub.mail.tests.other_emails import MAILERS, OUTBOX, SMTP
from cinemahub.mail.tests.samples import Greeting
from cinemahub.mail.transport.aliases import entries, oauth_of, outbox_aliases, route_of, routes
from cinemahub.mail.transport.configured import configured_transports

BY_OUTBOX = {"default": OUTBOX | {"OPTIONS": {"using": "smtp"}}, "fallback": SMTP, "smtp": SMTP, "bulk": SMTP}
TOKENS = {"service": "google"}


def test_an_alias_of_the_outbox_carries_nothing(settings: Settings) -> None:
    settings.MAILERS = MAILERS
    assert list(entries()) == ["default", "bulk"]
    assert outbox_aliases() == {"outbox": "default"}


def test_where_the_outbox_is_the_default_its_transport_comes_first(settings: Settings) -> None:
    settings.MAILERS = BY_OUTBOX
    assert routes() == ["smtp", "bulk"]
    assert (route_of("default"), route_of("bulk")) == ("smtp", "bulk")


def test_letters_of_the_default_go_by_what_carries_it(greeting: Greeting, settings: Settings) -> None:
    settings.MAILERS = BY_OUTBOX
    assert greeting.post().route == "smtp"


def test_tokens_of_the_default_are_those_of_what_carries_it(settings: Settings) -> None:
    settings.MAILERS, settings.MAIL_OAUTH = BY_OUTBOX, {"default": TOKENS}
    assert (oauth_of("smtp"), oauth_of("bulk")) == (TOKENS, {})


def test_the_doctor_says_how_to_check_the_others(greeting: Greeting, settings: Settings) -> None:
    settings.MAILERS = MAILERS
    settings.SITE_URL = "https://cinemahub.example"
    default = next(each for each in configured_transports() if each.alias == "default")
    assert [note.text for note in read_settings(Case(default)) if "--transport" in note.text] == [
        "some emails go by bulk: --transport bulk"
    ]
