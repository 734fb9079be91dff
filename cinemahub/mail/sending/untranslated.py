"""Which texts were asked for that the active language does not have."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from typing import override

from django.conf import settings
from django.utils.translation import trans_real

_missing: ContextVar[list[str] | None] = ContextVar("missing", default=None)


@contextmanager
def untranslated() -> Iterator[list[str]]:
    """Collect such texts; in LANGUAGE_CODE, the language that they are written in, it is all of them."""
    _listen_behind(trans_real.translation(settings.LANGUAGE_CODE))
    missing: list[str] = []
    token = _missing.set(missing)
    try:
        yield missing
    finally:
        _missing.reset(token)


@cache
def _listen_behind(source: NullTranslations) -> None:
    """A catalogue asks its fallback for what it lacks, and the last that Django asks is LANGUAGE_CODE's."""
    source.add_fallback(_Listener())


class _Listener(NullTranslations):
    @override
    def gettext(self, message: str) -> str:
        self._note(message)
        return super().gettext(message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._note(msgid1)
        return super().ngettext(msgid1, msgid2, n)

    def _note(self, message: str) -> None:
        missing = _missing.get()
        if missing is not None:
            missing.append(message)
