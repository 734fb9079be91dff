from typing import Any, override

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, UpdateView

from cinemahub.mail import outbox
from users.browser import describe_browser
from users.deletion import delete_account
from users.forms.account import AccountForm, PasswordAskedForm
from users.forms.password import PasswordChangeForm
from users.letters import password_changed
from users.models import EventKind, SecurityEvent, Session, User

MAX_EVENTS = 20


@method_decorator(never_cache, name="dispatch")
class AccountView(LoginRequiredMixin, UpdateView):
    form_class = AccountForm
    template_name = "users/account.html"
    success_url = reverse_lazy("account")

    @override
    def get_object(self, queryset: Any = None) -> User:
        return get_object_or_404(User, pk=self.request.user.pk)

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.object.language or translation.get_language()}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = Session.objects.of(self.object).order_by("-signed_in_at")
        return super().get_context_data(
            sessions=sessions,
            events=self.object.security_events.order_by("-at", "-pk")[:MAX_EVENTS],
            session_key=self.request.session.session_key,
            **kwargs,
        )

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class PasswordChangeView(auth_views.PasswordChangeView):
    form_class = PasswordChangeForm
    success_url = reverse_lazy("account")

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            user = form.save()
            note_new_password(self.request, user, EventKind.PASSWORD_CHANGED)
        update_session_auth_hash(self.request, user)
        Session.objects.of(user).exclude(session_key=self.request.session.session_key).delete()
        messages.success(self.request, _("Your password was changed."))
        return HttpResponseRedirect(self.get_success_url())


class EndSessionsView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user = get_object_or_404(User, pk=request.user.pk)
        Session.objects.of(user).exclude(session_key=request.session.session_key).delete()
        SecurityEvent.record(EventKind.SESSIONS_ENDED, request, user=user)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("account")


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class DeleteAccountView(LoginRequiredMixin, FormView):
    form_class = PasswordAskedForm
    template_name = "users/delete_account.html"
    success_url = reverse_lazy("home")

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        delete_account(form.user, self.request)
        logout(self.request)
        messages.success(self.request, _("Your account is deleted."))
        return super().form_valid(form)


def note_new_password(request: HttpRequest, user: User, kind: EventKind) -> None:
    """Tell the owner, and the account's history, that the password is a new one."""
    outbox.enqueue(
        password_changed,
        to=user.email,
        language=user.language,
        request=request,
        parameters={"browser": describe_browser(request)},
    )
    SecurityEvent.record(kind, request, user=user)
