"""Sign-up and the page after it; neither tells whether an address has an account already."""

from datetime import timedelta
from typing import Any, override

from django.conf import settings
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
from django.views.generic import FormView, TemplateView

from cinemahub.mail import outbox
from users.forms.sign_up import SignUpForm
from users.letters import sign_up
from users.models import EventKind, SecurityEvent, SignUp
from users.sign_up_cookie import browser_secret, new_secret, remember_secret
from users.signed_link import CONFIRM_EMAIL


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SignUpView(FormView):
    form_class = SignUpForm
    template_name = "registration/signup.html"
    success_url = reverse_lazy("signup_done")
    secret: str

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give the browser its secret with the form already, so that a form sent twice is known for one."""
        self.secret = browser_secret(request) or new_secret()
        response = super().dispatch(request, *args, **kwargs)
        remember_secret(response, self.secret)
        return response

    @override
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        address, language = form.cleaned_data["email"], get_language() or ""
        begun = SignUp.begin(address, password=form.password_hash, language=language, browser=self.secret)
        _send(begun, self.request)
        SecurityEvent.record(EventKind.SIGN_UP_ASKED, self.request, address=address)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class SignUpDoneView(TemplateView):
    """Tells where to look for the email, and sends it again at the press of a button, not too often."""

    template_name = "registration/signup_done.html"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sign_up=SignUp.objects.of_browser(browser_secret(self.request)),
            sender=settings.DEFAULT_FROM_EMAIL,
            minutes=CONFIRM_EMAIL.lives // timedelta(minutes=1),
            **kwargs,
        )

    @transaction.atomic
    def post(self, request: HttpRequest) -> HttpResponse:
        begun = SignUp.objects.select_for_update().of_browser(browser_secret(request))
        if begun is not None and begun.user_id is None:
            _send(begun, request)
            messages.success(request, _("We've sent the email again."))
        return redirect("signup_done")


def _send(begun: SignUp, request: HttpRequest) -> None:
    """Email the link, unless that was done a moment ago."""
    if not begun.seconds_to_resend:
        outbox.enqueue(sign_up, to=begun.address, request=request, parameters={"sign_up": str(begun.key)})
        begun.emailed()
