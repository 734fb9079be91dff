"""Refuses passwords that are guessed early: common ones, rows of keys, repetitions, names, in English and Russian."""

from typing import Any, override

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn_rs_py import zxcvbn

MIN_GUESSES_LOG10 = 8  # zxcvbn's score 3; with the limits of sign-in, more than a century
MAX_LOOKED_AT = 72  # characters; the time it takes grows with the square of them

_KEYS = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.`",
)
_LETTERS = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
    | {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": ""}
)

# Words that many Russian passwords begin with and that the lists of zxcvbn lack in every spelling.
_RUSSIAN = (
    *("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь"),
    *("декабрь", "зима", "весна", "лето", "осень", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"),
    *("воскресенье", "любовь", "люблю", "маму", "мама", "папа", "катюша", "сезам", "добрый", "кино", "кинотеатр"),
    *("фильм", "хочу", "можно", "нельзя", "россия", "москва", "питер", "спартак", "зенит", "динамо"),
)


class EasyPasswordValidator(CommonPasswordValidator):
    """Django's list and zxcvbn's estimate, of the password and of what it is on the other keyboard or in Latin letters.

    Most Russian passwords stand in both as they look in Latin: gfhjkm and parol for пароль.
    """

    @override
    def validate(self, password: str, user: Any = None) -> None:
        looked_at, known = password[:MAX_LOOKED_AT], _known_words(user)
        for variant in {looked_at, looked_at.translate(_KEYS), looked_at.lower().translate(_LETTERS)}:
            is_common = variant.lower().strip() in self.passwords
            if is_common or zxcvbn(variant, known).guesses_log10 < MIN_GUESSES_LOG10:
                raise ValidationError(self.get_error_message(), code="password_too_easy")

    @override
    def get_error_message(self) -> str:
        return _("This password is too easy to guess. A few words that don't belong together make a better one.")

    @override
    def get_help_text(self) -> str:
        return _("Avoid common passwords, keyboard rows, repetition, years and names: those are guessed first.")


def _known_words(user: Any) -> list[str]:
    """Return what somebody who guesses tries before other words."""
    own = [str(getattr(user, name, "") or "") for name in ("email", "name")]
    words = [*settings.SITE_DOMAIN.split("."), *_parts(settings.SITE_NAME), *settings.PASSWORD_SITE_WORDS, *_RUSSIAN]
    words += [part for text in own for part in text.replace("@", " ").replace(".", " ").split()]
    return [variant for word in words for variant in (word, word.translate(_KEYS), word.lower().translate(_LETTERS))]


def _parts(name: str) -> list[str]:
    """Return a name of several words as it may be typed, and each word."""
    return [name, "".join(name.split()), *name.split()]
