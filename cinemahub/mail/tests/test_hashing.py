import pytest
from django.test import RequestFactory
from pytest_django import Settings

from cinemahub.mail.models import Suppression
from cinemahub.mail.privacy.hashing import LENGTH, address_hash, client_hash


def key(ip: str) -> str:
    return client_hash(RequestFactory().get("/", REMOTE_ADDR=ip))


def test_an_address_has_one_key_in_any_case() -> None:
    assert address_hash(" Anna@Example.COM ") == address_hash("anna@example.com") != address_hash("boris@example.com")
    assert len(address_hash("anna@example.com")) == LENGTH


def test_a_key_cannot_be_made_without_the_secret(settings: Settings) -> None:
    ours = address_hash("anna@example.com")
    settings.SECRET_KEY = "another" * 10
    assert address_hash("anna@example.com") != ours


def test_an_address_and_a_client_of_the_same_name_have_nothing_in_common() -> None:
    assert address_hash("192.0.2.7/32") != key("192.0.2.7")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "::ffff:192.0.2.7"),
        ("192.0.2.7", "192.0.2.7:80"),
        ("2001:db8::1", "[2001:db8::1]:443"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("fe80::1%eth0", "fe80::2%eth0"),
    ],
)
def test_spellings_of_one_client_share_a_hash(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.8"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8"),
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
    ],
)
def test_different_clients_have_different_hashes(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_nobody_has_no_key() -> None:
    assert client_hash(None) == ""


@pytest.mark.django_db
def test_a_suppression_outlives_a_change_of_key(settings: Settings) -> None:
    Suppression.add("anna@example.com", "no_such_mailbox", "550")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    assert Suppression.covers("anna@example.com")
    assert not Suppression.covers("bert@example.com")
