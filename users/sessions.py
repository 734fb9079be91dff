"""The session engine (SESSION_ENGINE): Django's own over `models.Session`."""

from typing import Any, override

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils.dateparse import parse_datetime

BROWSER_KEY = "browser"
SIGNED_IN_AT_KEY = "signed_in_at"


class SessionStore(DatabaseSessionStore):
    @classmethod
    @override
    def get_model_class(cls) -> Any:
        from users.models import Session

        return Session

    @override
    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        session.browser = data.get(BROWSER_KEY, "")
        session.signed_in_at = parse_datetime(data.get(SIGNED_IN_AT_KEY, ""))
        return session
