"""Sign-up and the page after it; neither tells whether an address has an account already."""

from datetime import timedelta
from typing import Any, override

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from cinemahub.mail import outbox
from users.address_cookie import remember_address, typed_address
from users.browser import describe_browser
from users.dead_link import DeadLinkError
from users.email_code import LIVES, find_email
from users.forms.sign_up import SignUpForm
from users.letters import sign_up
from users.models import EventKind, SecurityEvent, SignUp, User
from users.opening import open_account, was_just_opened, welcome
from users.sign_up_cookie import browser_secret, new_secret, remember_secret
from users.signed_link import CONFIRM_EMAIL
from users.suggestion import suggest
from users.views.check_email import CheckEmailView, say_too_early


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SignUpView(FormView):
    form_class = SignUpForm
    template_name = "registration/signup.html"
    success_url = reverse_lazy("signup_done")
    secret: str

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give the browser its secret with the form already, so that a form sent twice is known for one."""
        if request.user.is_authenticated:
            return redirect("account")
        self.secret = browser_secret(request) or new_secret()
        response = super().dispatch(request, *args, **kwargs)
        remember_secret(response, self.secret)
        return response

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"email": typed_address(self.request).address}

    @override
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        address, language = form.cleaned_data["email"], get_language() or ""
        begun = SignUp.begin(address, password=form.password_hash, language=language, browser=self.secret)
        _send(begun, self.request)
        SecurityEvent.record(EventKind.SIGN_UP_ASKED, self.request, address=address)
        response = super().form_valid(form)
        remember_address(self.request, response, address)
        return response


class SignUpDoneView(CheckEmailView):
    """Makes the account when the code is entered here: this is the browser that signed up."""

    template_name = "registration/signup_done.html"
    begun: SignUp | None

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.begun = SignUp.objects.of_browser(browser_secret(request))
        if self.begun is not None:
            self.address, self.browser_digest = self.begun.address, self.begun.browser_digest

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sign_up=self.begun,
            minutes=CONFIRM_EMAIL.lives // timedelta(minutes=1),
            **kwargs,
        )

    @override
    @transaction.atomic
    def enter(self, code: str) -> HttpResponse | None:
        begun = SignUp.objects.select_for_update().of_browser(browser_secret(self.request))
        address, key = (begun.address, str(begun.key)) if begun else ("", "")
        rows = outbox.sent_lately(sign_up, to=address, within=LIVES, sign_up=key)
        found = find_email(code, rows, self.browser_digest, key)
        user = User.objects.with_address(address)
        if begun is None or found is None or (user is not None and user.pk != begun.user_id):
            return None
        token = f"code of {found.key}"
        if user is not None:
            return welcome(user, self.request) if was_just_opened(user, token) else None
        try:
            return welcome(open_account(begun, begun.password, self.request, token), self.request)
        except DeadLinkError:  # the address has got an account this very moment
            return None

    @override
    @transaction.atomic
    def resend(self) -> HttpResponse:
        begun = SignUp.objects.select_for_update().of_browser(browser_secret(self.request))
        if begun is not None and begun.user_id is None:
            if begun.seconds_to_resend:
                say_too_early(self.request)
            else:
                _send(begun, self.request)
                messages.success(self.request, _("We've sent the email again."))
        return redirect("signup_done")

    @override
    @transaction.atomic
    def use(self, suggestion: str) -> HttpResponse:
        begun = SignUp.objects.select_for_update().of_browser(browser_secret(self.request))
        if begun is not None and begun.user_id is None and suggest(begun.address) == suggestion:  # not pressed twice
            meant = begun.begin_as(suggestion, browser=browser_secret(self.request))
            _send(meant, self.request)
        return redirect("signup_done")


def _send(begun: SignUp, request: HttpRequest) -> None:
    """Email the link, unless that was done a moment ago."""
    if not begun.seconds_to_resend:
        parameters = {"sign_up": str(begun.key), "browser": describe_browser(request)}
        outbox.enqueue(sign_up, to=begun.address, request=request, parameters=parameters)
        begun.emailed()
