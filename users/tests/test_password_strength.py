"""What is guessed early is refused, in both languages; what is not is taken."""

import pytest
from django.conf import settings as site
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from users.models import User

NAME = site.SITE_NAME
EASY = [
    f"{NAME.lower()}1", f"{NAME}2026", f"{NAME.lower()}.test", f"{NAME.swapcase()}!2026", "          ",
    *(f"{word}2026" for word in site.PASSWORD_SITE_WORDS),
    "qwertyuiop", "йцукенгшщз", "ЙЦУКЕНгшщз", "фывапролджэ", "1q2w3e4r5t", "йфяцычувс123", "qazwsxedcrfv",
    "йцукен12345",
    "password2026", "Password123!", "P@ssw0rd123", "letmein2025", "december2025", "iloveyou2026!", "megaparol12345",
    "пароль12345", "мойпароль1", "привет2026!", "наташа1990", "любовьмоя1", "Екатерина1", "Москва2024", "сентябрь2025",
    "gfhjkm12345", "privet2026", "спартак1922", "солнышко123",
    "aaaaaaaaaaaa", "ааааааааааб", "abcabcabcabc", "1234567890", "абвгдежзий", "qwertyйцукен", "a" * 200,
]  # fmt: skip
GOOD = [
    "popcorn before midnight", "front row, left side", "correct horse battery", "кинозал у реки в полночь",
    "кот пьёт молоко вечером", "x7kQ-93ndPz", "Ж7ы-щ93юПэ", "фонарь, сыр и горы",
    "\U0001f37f popcorn \U0001f3ac screen six",
    "three frogs and a very long train to the sea, sung by everybody who had a ticket for it", "x7kQ-93ndPz" * 20,
]  # fmt: skip


@pytest.mark.parametrize("password", EASY)
def test_what_is_guessed_early_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as error:
        validate_password(password)
    assert "password_too_easy" in {each.code for each in error.value.error_list}


@pytest.mark.parametrize("password", ["blue door1", "BlueDoor2026", "Door!2026"])
def test_the_sites_name_is_refused_whole_and_in_parts(settings: Settings, password: str) -> None:
    settings.SITE_NAME = "Blue Door"
    test_what_is_guessed_early_is_refused(password)


@pytest.mark.parametrize("password", GOOD)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    validate_password(password, User(email="anna@example.com", name="Anna"))


@pytest.mark.parametrize("password", ["anna.karenina", "karenina2026", "Каренина2026", "arbat-club1", "fhifhf2026"])
def test_ones_own_name_and_address_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="anna.karenina@arbat-club.example", name="Анна Каренина аршара"))


@pytest.mark.parametrize("password", ["x7kQ-93nd", "кот-9Жыщ"])
def test_less_than_ten_characters_are_too_short(password: str) -> None:
    with pytest.raises(ValidationError, match="at least 10"):
        validate_password(password)
