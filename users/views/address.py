"""A new address is in use when its owner confirms it; until then it can be emailed again, or withdrawn."""

from typing import Any, override

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from cinemahub.mail.privacy.addresses import visible_address
from users import address_change
from users.forms.account import AddressChangeForm
from users.models import User
from users.suggestion import suggest
from users.views.check_email import say_too_early


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class AddressChangeView(LoginRequiredMixin, FormView):
    form_class = AddressChangeForm
    template_name = "users/email_change.html"
    success_url = reverse_lazy("account")

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "request": self.request}

    @override
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user, address = _locked_account(self.request), form.cleaned_data["email"]
        if not user.recognises(form.user.access_digest):  # a new password since the old one was checked
            form.add_error("password", form.error_messages["password_incorrect"])
            return self.form_invalid(form)
        address_change.ask(user, address, self.request)  # the account's page says what comes next
        return super().form_valid(form)


class PendingAddressView(LoginRequiredMixin, View):
    """Buttons for an address that waits to be confirmed; pressed twice, or too late, they change nothing."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest) -> HttpResponse:
        user = _locked_account(request)
        if user.pending_address:
            self.act(user)
        return redirect("account")

    def act(self, user: User) -> None:
        raise NotImplementedError


class ResendNewAddressView(PendingAddressView):
    @override
    def act(self, user: User) -> None:
        if address_change.seconds_to_resend(user):
            say_too_early(self.request)
            return
        address_change.send_again(user, self.request)
        address = visible_address(user.pending_address)
        messages.success(self.request, _("We've emailed %(address)s again.") % {"address": address})


class UseSuggestionView(PendingAddressView):
    """Takes the address that was probably meant instead of one with a typing mistake."""

    @override
    def act(self, user: User) -> None:
        if suggestion := suggest(user.pending_address):
            address_change.ask(user, suggestion, self.request)


class WithdrawNewAddressView(PendingAddressView):
    @override
    def act(self, user: User) -> None:
        address_change.withdraw(user, self.request)
        messages.success(self.request, _("Your email address stays as it is."))


def _locked_account(request: HttpRequest) -> User:
    return get_object_or_404(User.objects.select_for_update(), pk=request.user.pk)
