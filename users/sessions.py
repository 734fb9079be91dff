"""The session engine (SESSION_ENGINE): Django's own over `models.Session`, which holds digests of the keys.

The key is in the visitor's cookie alone, so a copy of the database opens no session.
"""

from typing import Any, override

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.dateparse import parse_datetime

from users.digest import digest

BROWSER_KEY = "browser"
SIGNED_IN_AT_KEY = "signed_in_at"


def stored_key(request: HttpRequest) -> str:
    """Return the key of a request's session as the database has it."""
    return digest(request.session.session_key or "")


class SessionStore(DatabaseSessionStore):
    @classmethod
    @override
    def get_model_class(cls) -> Any:
        from users.models import Session

        return Session

    @override
    def load(self) -> dict[str, Any]:
        return self._decoded(self._alive().first())

    @override
    async def aload(self) -> dict[str, Any]:
        return self._decoded(await self._alive().afirst())

    def _get_new_session_key(self) -> str:
        """Ask nobody whether it is new: of 165 random bits it is, and if it were not, the INSERT would fail."""
        return get_random_string(32, VALID_KEY_CHARS)

    @override
    def exists(self, session_key: str) -> bool:
        return super().exists(digest(session_key))

    @override
    async def aexists(self, session_key: str) -> bool:
        return await super().aexists(digest(session_key))

    @override
    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(digest(key))

    @override
    async def adelete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            await super().adelete(digest(key))

    @override
    def save(self, must_create: bool = False) -> None:
        """Let a session that another request has ended stay ended, without an error for this one."""
        try:
            super().save(must_create)
        except UpdateError:
            self._keep_messages()
            super().save()

    @override
    async def asave(self, must_create: bool = False) -> None:
        try:
            await super().asave(must_create)
        except UpdateError:
            self._keep_messages()
            await super().asave()

    def _keep_messages(self) -> None:
        """Go on as a new session, in which nobody is signed in."""
        messages = self.get(SessionStorage.session_key, [])
        self._session_key, self._session_cache = None, {SessionStorage.session_key: messages}

    @override
    def create_model_instance(self, data: dict[str, Any]) -> Any:
        return self._described(super().create_model_instance(data), data)

    @override
    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        return self._described(await super().acreate_model_instance(data), data)

    def _alive(self) -> Any:
        return self.model.objects.filter(session_key=digest(self.session_key or ""), expire_date__gt=timezone.now())

    def _decoded(self, session: Any) -> dict[str, Any]:
        if session is None:
            self._session_key = None  # as Django does: a key that the site has not given is not taken over
            return {}
        data: dict[str, Any] = self.decode(session.session_data)
        return data

    def _described(self, session: Any, data: dict[str, Any]) -> Any:
        """Note in columns whose session it is, where it was begun, and what ends it."""
        session.session_key = digest(session.session_key)
        session.user_id = data.get(SESSION_KEY)
        session.access_digest = digest(data[HASH_SESSION_KEY]) if HASH_SESSION_KEY in data else ""
        session.browser = data.get(BROWSER_KEY, "")
        session.signed_in_at = parse_datetime(data.get(SIGNED_IN_AT_KEY, ""))
        return session
