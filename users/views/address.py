"""A new address counts when its owner confirms it; the old one is told and can undo it."""

from typing import Any, override

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from users import address_change
from users.forms.account import AddressChangeForm
from users.models import EventKind, SecurityEvent, User
from users.signed_link import CONFIRM_NEW_EMAIL, UNDO_EMAIL_CHANGE, SignedLink


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class AddressChangeView(LoginRequiredMixin, FormView):
    form_class = AddressChangeForm
    template_name = "users/email_change.html"
    success_url = reverse_lazy("account")

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        address_change.ask(form.user, form.cleaned_data["email"], self.request)
        text = _("We have written to %(address)s. The new address counts once you have confirmed it there.")
        messages.success(self.request, text % {"address": form.cleaned_data["email"]})
        return super().form_valid(form)


class AddressLinkView(TemplateView):
    """A page with a button, as mail programs open links by themselves."""

    link: SignedLink

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = self.content(kwargs["token"])
        return super().get_context_data(content=content, **kwargs)

    def content(self, token: str) -> dict[str, Any] | None:
        """Return the account's pk and the address that the link is for; None if it does not work any more."""
        content = self.link.read(token)
        is_active = content and User.objects.filter(pk=content["user"], is_active=True).exists()
        return content if is_active else None

    def post(self, request: HttpRequest, *, token: str) -> HttpResponse:
        content = self.content(token)
        try:
            with transaction.atomic():
                return self.act(request, **content) if content else self.not_valid()
        except IntegrityError:  # somebody else has the address by now
            return self.not_valid()

    def act(self, request: HttpRequest, user: int, email: str, **more: Any) -> HttpResponse:
        raise NotImplementedError

    def not_valid(self) -> HttpResponse:
        return self.render_to_response({"content": None})


@method_decorator(never_cache, name="dispatch")
class ConfirmNewEmailView(AddressLinkView):
    template_name = "users/confirm_new_email.html"
    link = CONFIRM_NEW_EMAIL

    @override
    def content(self, token: str) -> dict[str, Any] | None:
        content = super().content(token)
        wanted = content and User.objects.filter(pk=content["user"], pending_email=content["email"]).exists()
        return content if wanted else None

    @override
    def act(self, request: HttpRequest, user: int, email: str, **more: Any) -> HttpResponse:
        address_change.confirm(User.objects.select_for_update().get(pk=user), email, request)
        messages.success(request, _("Your new address counts from now on."))
        return redirect("account")


@method_decorator(never_cache, name="dispatch")
class UndoEmailChangeView(AddressLinkView):
    template_name = "users/undo_email_change.html"
    link = UNDO_EMAIL_CHANGE

    @override
    def content(self, token: str) -> dict[str, Any] | None:
        content = super().content(token)
        changes = SecurityEvent.objects.filter(kind=EventKind.ADDRESS_CHANGED)
        stands = content and changes.filter(user=content["user"], pk=content.get("change", 0)).exists()
        return content if stands else None

    @override
    def act(self, request: HttpRequest, user: int, email: str, **more: Any) -> HttpResponse:
        address_change.undo(User.objects.select_for_update().get(pk=user), email, more["change"], request)
        return redirect("password_reset_done")
