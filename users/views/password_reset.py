"""The reset in four pages: Django's views, with one winner for a link and no token in the database."""

from typing import Any, override

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from users.forms.password import PasswordResetForm, SetPasswordForm
from users.models import EventKind, SecurityEvent, SignUp, User
from users.reset_link import forget_token, remember_token, remembered_token
from users.sign_in_try import forget_failures
from users.views.account import note_new_password


class PasswordResetView(auth_views.PasswordResetView):
    form_class = PasswordResetForm

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        SecurityEvent.record(EventKind.RESET_ASKED, self.request, address=form.cleaned_data["email"])
        return super().form_valid(form)


class PasswordResetDoneView(auth_views.PasswordResetDoneView):
    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sender=settings.DEFAULT_FROM_EMAIL, minutes=settings.PASSWORD_RESET_TIMEOUT // 60, **kwargs
        )


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")  # Django's are on what this overrides
class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    form_class = SetPasswordForm
    user: User | None

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user, self.validlink = self.get_user(kwargs["uidb64"]), False
        if kwargs["token"] != self.reset_url_token:
            return self._take_token(kwargs["uidb64"], kwargs["token"])
        self.validlink = self._opens(self.user)
        return FormView.dispatch(self, request, *args, **kwargs) if self.validlink else self._not_valid()

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(minutes=settings.PASSWORD_RESET_TIMEOUT // 60, **kwargs)

    @override
    def get_user(self, uidb64: str) -> User | None:
        """Return the account of a link unless it is gone or was deactivated since."""
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active else None

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            # Of several that come at once with one link the first changes the password and so ends the link.
            form.user = User.objects.select_for_update().get(pk=form.user.pk)
            if not self._opens(form.user):
                return self._not_valid()
            user = form.save()
            user.confirm_address()
            forget_failures(user.email)  # else the new password would have to wait for the old one's failures
            SignUp.forget(user.email)
            note_new_password(self.request, user, EventKind.RESET_USED)
        response = HttpResponseRedirect(self.get_success_url())
        forget_token(response)
        return response

    def _take_token(self, uidb64: str, token: str) -> HttpResponse:
        """Move the token from the address, which browsers pass on and keep, into a cookie."""
        if not self.token_generator.check_token(self.user, token):
            return self._not_valid()
        response = HttpResponseRedirect(reverse("password_reset_confirm", args=[uidb64, self.reset_url_token]))
        remember_token(response, token)
        return response

    def _opens(self, user: User | None) -> bool:
        return (
            user is not None
            and user.is_active
            and self.token_generator.check_token(user, remembered_token(self.request))
        )

    def _not_valid(self) -> HttpResponse:
        self.validlink = False
        return self.render_to_response(self.get_context_data())
