"""smtplib's client, which forgets why a login was refused."""

import smtplib
from collections.abc import Sequence
from typing import Any, override

WRONG_PASSWORD = 535


class SmtpClient(smtplib.SMTP):
    """Reports a wrong password even if the server hangs up after saying so, or speaks of encryption next.

    smtplib goes on to the next method after a refusal and reports what comes last
    (https://github.com/python/cpython/issues/100331).
    """

    _refusals: Sequence[smtplib.SMTPAuthenticationError] = ()

    @override
    def login(self, user: str, password: str, *, initial_response_ok: bool = True) -> tuple[int, bytes]:
        self._refusals = list[smtplib.SMTPAuthenticationError]()
        try:
            return super().login(user, password, initial_response_ok=initial_response_ok)
        except (smtplib.SMTPException, OSError) as last:
            wrong = [refusal for refusal in self._refusals if refusal.smtp_code == WRONG_PASSWORD]
            if not wrong or getattr(last, "smtp_code", None) == WRONG_PASSWORD:
                raise
            raise wrong[0] from last

    @override
    def auth(
        self,
        mechanism: str,
        authobject: Any,  # one of smtplib's own auth_ methods
        *,
        initial_response_ok: bool = True,
    ) -> tuple[int, bytes]:
        try:
            return super().auth(mechanism, authobject, initial_response_ok=initial_response_ok)
        except smtplib.SMTPAuthenticationError as refusal:
            self._refusals = [*self._refusals, refusal]
            raise
