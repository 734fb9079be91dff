from typing import Any, override

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from cinemahub.mail import outbox
from users.address_cookie import TypedAddress, email_asked, remember, typed_address
from users.email_code import LIVES, find_email
from users.letters import password_reset
from users.models import User
from users.new_password import ask_for_reset
from users.pause import seconds_to_wait
from users.reset_link import remember_token, reset_path, token_generator
from users.views.check_email import CheckEmailView, say_too_early


class PasswordResetDoneView(CheckEmailView, auth_views.PasswordResetDoneView):
    """Django's page; the code leads to the form of the new password, as the link does."""

    asked: TypedAddress

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = typed_address(request)
        if self.asked.secret:  # else the address was typed to sign in
            self.address, self.browser_digest = self.asked.address, self.asked.browser_digest

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            minutes=settings.PASSWORD_RESET_TIMEOUT // 60,
            seconds_to_resend=seconds_to_wait(self.asked.asked_at_time),
            can_resend=bool(self.address),
            **kwargs,
        )

    @override
    def enter(self, code: str) -> HttpResponse | None:
        user = User.objects.with_address(self.address)
        access = token_generator.access_of(user) if user else ""
        rows = outbox.sent_lately(password_reset, to=self.address, within=LIVES, browser_digest=self.browser_digest)
        found = find_email(code, rows, self.browser_digest, access)
        if found is None or user is None or not user.is_active:
            return None
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        response = HttpResponseRedirect(reset_path(uid, "set-password"))
        remember_token(self.request, response, uid, token_generator.make_token(user))
        return response

    @override
    def resend(self) -> HttpResponse:
        if not self.address:
            return redirect("password_reset")
        if seconds_to_wait(self.asked.asked_at_time):
            say_too_early(self.request)
            return redirect("password_reset_done")
        messages.success(self.request, _("If this address has an account, we've emailed it again."))
        return self._ask(self.address)

    @override
    def use(self, suggestion: str) -> HttpResponse:
        return self._ask(suggestion)

    def _ask(self, address: str) -> HttpResponse:
        asked, response = email_asked(self.request, address), redirect("password_reset_done")
        ask_for_reset(address, asked.browser_digest, self.request)
        remember(response, asked)
        return response
