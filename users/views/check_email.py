"""The page that says "Check your email": it accepts the email's code, and has the email sent again."""

import math
from typing import Any, override

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from cinemahub.mail.services.addresses import mailbox_of
from users.email_code import log_wrong, take_try
from users.forms.code import CodeForm
from users.limits import TooOftenError, give_back
from users.suggestion import suggest


@method_decorator(never_cache, name="dispatch")
class CheckEmailView(TemplateView):
    """Alike whether the address has an account or not: the field of the code, and what a wrong one costs."""

    address = ""  # as it was typed in this browser
    browser_digest = ""  # of the secret by which the browser that asked is known

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "form": CodeForm(),
            "sender": settings.DEFAULT_FROM_EMAIL,
            "suggestion": suggest(self.address),
            "webmail": mailbox_of(self.address),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "use" in request.POST and (suggestion := suggest(self.address)):
            return self.use(suggestion)
        if "code" not in request.POST:
            return self.resend()
        form, status = CodeForm(request.POST), 200
        try:
            if form.is_valid() and (response := self._try(form)):
                return response
        except TooOftenError as error:
            form.add_error("code", _too_many(error))
            status = 429
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def enter(self, code: str) -> HttpResponse | None:
        """Go where the email's link leads; None if the code is wrong."""
        raise NotImplementedError

    def resend(self) -> HttpResponse:
        """Send the email again; pressed too early, say when."""
        raise NotImplementedError

    def use(self, suggestion: str) -> HttpResponse:
        """Ask for the email at the address that was meant instead."""
        raise NotImplementedError

    def _try(self, form: CodeForm) -> HttpResponse | None:
        if self.browser_digest:  # else nothing was asked for here
            tried = take_try(self.request, self.browser_digest)
            response = self.enter(form.cleaned_data["code"])
            if response is not None:
                give_back(tried)
                return response
        log_wrong(self.request)
        form.add_error("code", _("This code is wrong, has expired, or belongs to another browser."))
        return None


def _too_many(error: TooOftenError) -> str:
    minutes = max(1, math.ceil(error.wait.total_seconds() / 60))
    text = ngettext(
        "Too many wrong codes. Open the link in the email, or try again in a minute.",
        "Too many wrong codes. Open the link in the email, or try again in %(count)d minutes.",
        minutes,
    )
    return text % {"count": minutes}


def say_too_early(request: HttpRequest) -> None:
    """Leave it to the page to say when."""
    messages.info(request, _("It's too early to resend the email."))
