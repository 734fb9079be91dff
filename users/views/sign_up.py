"""Sign-up in three pages; none of them tells whether an address has an account already."""

from datetime import timedelta
from typing import Any, override

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from cinemahub.mail import outbox
from users.forms.sign_up import SignUpForm
from users.letters import already_registered, confirm_email
from users.models import EventKind, SecurityEvent, SignUp, User
from users.signed_link import CONFIRM_EMAIL
from users.signing_in import sign_in

PAUSE_BETWEEN_LETTERS = timedelta(minutes=3)
SIGNED_UP_KEY = "signed_up"  # in the session: who signed up in this browser (None if the address was taken)
ADDRESS_KEY = "signed_up_address"
UNCONFIRMED_KEY = "unconfirmed"  # in the session: the address for which the password of a sign-up was given


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SignUpView(FormView):
    form_class = SignUpForm
    template_name = "registration/signup.html"
    success_url = reverse_lazy("signup_done")

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        user = self._create(form)
        self.request.session[SIGNED_UP_KEY] = user and user.pk
        self.request.session[ADDRESS_KEY] = form.cleaned_data["email"]
        return super().form_valid(form)

    @transaction.atomic
    def _create(self, form: SignUpForm) -> User | None:
        """Create the account or, with the same work, find that the address is taken."""
        address = form.cleaned_data["email"]
        try:
            with transaction.atomic():
                user: User = form.save()
        except IntegrityError:
            SignUp.keep(address, form.instance.password)
            outbox.enqueue(already_registered, to=address, request=self.request)
            return None
        SignUp.keep(address, user.password)
        outbox.enqueue(confirm_email, to=user.email, request=self.request, parameters={"user": user.pk})
        SecurityEvent.record(EventKind.SIGNED_UP, self.request, user=user)
        return user


@method_decorator(never_cache, name="dispatch")
class SignUpDoneView(TemplateView):
    template_name = "registration/signup_done.html"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            address=self.request.session.get(ADDRESS_KEY, ""),
            sender=settings.DEFAULT_FROM_EMAIL,
            minutes=CONFIRM_EMAIL.lives // timedelta(minutes=1),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class ConfirmEmailView(TemplateView):
    """A button to press: mail programs open links by themselves, so a GET confirms nothing."""

    template_name = "registration/confirm_email.html"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account=_account_of(kwargs["token"]), **kwargs)

    def post(self, request: HttpRequest, *, token: str) -> HttpResponse:
        user = _account_of(token)
        if user is None:
            return self.get(request, token=token)
        if not user.is_confirmed:
            user.confirm_address()
            SignUp.forget(user.email)
            SecurityEvent.record(EventKind.ADDRESS_CONFIRMED, request, user=user)
        messages.success(request, _("The address is confirmed."))
        if request.session.pop(SIGNED_UP_KEY, None) != user.pk:
            return redirect("login")
        response = HttpResponseRedirect(str(reverse_lazy("account")))
        sign_in(request, response, user)
        return response


def _account_of(token: str) -> User | None:
    """Return the account that a confirmation link is for, while it has that address."""
    content = CONFIRM_EMAIL.read(token)
    return User.objects.filter(pk=content["user"], email=content["email"], is_active=True).first() if content else None


@method_decorator(never_cache, name="dispatch")
class ConfirmEmailAgainView(TemplateView):
    """For whoever has the password of a sign-up: its letter once more, not too often, whichever letter it was."""

    template_name = "registration/confirm_email_again.html"

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = self._address()
        if not address:
            return redirect("login")
        seconds = _seconds_to_wait(address)
        response = self.render_to_response({"address": address, "seconds": seconds})
        if seconds:
            response.headers["Refresh"] = str(seconds + 1)  # when the wait is over, without JavaScript
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        address = self._address()
        if address and not _seconds_to_wait(address):
            self._post_letter(address)
            messages.success(request, _("The letter is on its way again."))
        return redirect("confirm_email_again")

    def _address(self) -> str:
        """Return the address for as long as its sign-up counts; "" once it was confirmed, here or elsewhere."""
        address: str = self.request.session.get(UNCONFIRMED_KEY, "")
        user = User.objects.with_address(address)
        return address if SignUp.is_kept(address) or (user and not user.is_confirmed) else ""

    def _post_letter(self, address: str) -> None:
        user = User.objects.with_address(address)
        if user is None or user.is_confirmed:
            outbox.enqueue(already_registered, to=address, request=self.request)
        else:
            outbox.enqueue(confirm_email, to=user.email, request=self.request, parameters={"user": user.pk})


def _seconds_to_wait(address: str) -> int:
    last = outbox.last_enqueued(confirm_email, already_registered, to=address)
    left = last + PAUSE_BETWEEN_LETTERS - timezone.now() if last else timedelta(0)
    return max(0, int(left.total_seconds()))
