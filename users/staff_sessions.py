"""Sessions of staff end sooner than others: at the end of a working day, and when nobody is at the desk."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

BEGAN_KEY, SEEN_KEY = "staff_began", "staff_seen"  # in the session: seconds since the epoch
NOTE_EVERY_SECONDS = 60


class StaffSessionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        session, now = request.session, time.time()
        began, seen = session.setdefault(BEGAN_KEY, now), session.get(SEEN_KEY, now)
        if now - began > settings.STAFF_SESSION_SECONDS or now - seen > settings.STAFF_IDLE_SECONDS:
            logout(request)
        elif SEEN_KEY not in session or now - seen > NOTE_EVERY_SECONDS:
            session[SEEN_KEY] = now
