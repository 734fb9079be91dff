import random
import string

import pytest
from django.core import signing

from cinemahub.mail.privacy.tokens import mask_tokens

LETTERS = string.ascii_letters
_random = random.Random(7)  # noqa: S311


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /users/password-reset/",
        "users.security: sign_in_failed account=None address=a***@example.com client=192.0.2.1",
        "test_a_new_password_after_a_link_is_not_told and SynchronousOnlyOperationOfSomebody",
        '  File "/srv/cinemahub/current/cinemahub/mail/sending/rate_limits_of_a_transport.py", line 3, in <module>',
        "https://id.yandex.ru/security/app-passwords",
    ],
)
def test_words_stay(text: str) -> None:
    assert mask_tokens(text) == text


def test_no_link_stays() -> None:
    for number in range(3000):
        token = signing.dumps({"user": number, "email": f"{number}@example.com", "change": number}, salt="x")
        assert (
            mask_tokens(f"Not Found: /users/email-change/undo/{token}/") == "Not Found: /users/email-change/undo/***/"
        )


def test_no_short_link_stays() -> None:
    for number in range(3000):
        token = signing.TimestampSigner(salt="x").sign(f"{number}.a-_9Z{number % 10}")[:-21]
        assert mask_tokens(f"token='{token}'") == "token='***'"
        assert mask_tokens(f"/users/email-change/undo/{token}/") == "/users/email-change/undo/***/"


def test_no_signature_without_a_digit_stays() -> None:
    for _ in range(3000):
        assert mask_tokens(f"token {''.join(_random.choices(LETTERS, k=43))}") == "token ***"
