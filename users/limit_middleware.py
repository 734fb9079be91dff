"""Turns away floods before anything is hashed, and answers for limits that are reached later."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from cinemahub.mail import outbox
from cinemahub.mail.privacy.clients import client_of
from users import limits
from users.browser import is_known_to_anybody
from users.hashers import HashingBusyError
from users.limits import MINUTE, SIGN_INS, SIGN_UPS, TooOftenError
from users.refusal import busy, too_often
from users.seen_here import SeenHere

RESETS_A_MINUTE = 60  # asked for by one client; the emails have stricter limits, which show on no page
PAUSE_SECONDS = 0.5
MAX_PAUSED = 4  # threads of a process, which has 16 (gunicorn.conf.py)
RESETS_NOT_LOOKED_AT = 10  # a minute in each process


class LimitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._checks = {  # by the name of the page
            "login": _check_sign_ins,
            "signup": _take_sign_up,
            "password_reset": self._check_resets,
            "password_reset_done": self._check_resets,  # which sends the email again
        }
        self._paused = threading.BoundedSemaphore(MAX_PAUSED)
        self._resets = SeenHere(MINUTE.total_seconds())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        page = request.resolver_match.url_name if request.resolver_match else None
        if request.method != "POST" or page not in self._checks:
            return None
        try:
            self._checks[page](request)
        except TooOftenError as error:
            self._slow_down()
            return too_often(request, error.wait)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TooOftenError):
            return too_often(request, exception.wait)
        return busy(request) if isinstance(exception, HashingBusyError) else None

    def _slow_down(self) -> None:
        """Let a flood wait for its answers, so that it takes less from others; not so many that they want threads."""
        if self._paused.acquire(blocking=False):
            try:
                time.sleep(PAUSE_SECONDS)
            finally:
                self._paused.release()

    def _check_resets(self, request: HttpRequest) -> None:
        """Count the emails asked for, which are rows already, but not for the first few: a reset costs one INSERT."""
        if self._resets.again(client_of(request)) <= RESETS_NOT_LOOKED_AT:
            return
        if outbox.count_asked(request, within=MINUTE, at_most=RESETS_A_MINUTE) >= RESETS_A_MINUTE:
            raise TooOftenError(MINUTE)


def _check_sign_ins(request: HttpRequest) -> None:
    """Look only: the form counts, since it knows whose browser this is."""
    if not is_known_to_anybody(request):
        limits.check(SIGN_INS.on(client_of(request)))


def _take_sign_up(request: HttpRequest) -> None:
    limits.take(SIGN_UPS.on(client_of(request)))
