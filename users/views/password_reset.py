"""The reset in four pages: Django's views, with one winner for a link and no token in the database."""

from typing import Any, override

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from users.address_cookie import email_asked, remember, remember_address, typed_address
from users.browser import remember_browser
from users.dead_link import DeadLink, log_dead
from users.forms.fields import MAX_PASSWORD
from users.forms.password import PasswordResetForm, SetPasswordForm
from users.models import EventKind, SecurityEvent, User
from users.new_password import note_new_password
from users.reset_link import mend, remember_token, remembered_token, reset_path, token_generator


@method_decorator(never_cache, name="dispatch")  # it shows an address
class PasswordResetView(auth_views.PasswordResetView):
    form_class = PasswordResetForm

    @override
    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"email": typed_address(self.request).address}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        asked = email_asked(self.request, form.cleaned_data["email"])
        form.browser_digest = asked.browser_digest
        response = super().form_valid(form)
        remember(response, asked)
        return response


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")  # Django's are on what this overrides
class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    form_class = SetPasswordForm
    token_generator = token_generator
    user: User | None
    token = ""

    @override
    def dispatch(self, request: HttpRequest, *args: Any, uidb64: str = "", token: str = "", **kwargs: Any) -> Any:
        self.user, self.validlink = self.get_user(uidb64), False
        if token != self.reset_url_token:
            return self._take_token(uidb64, token)
        self.token = remembered_token(request, uidb64)
        if not self.token:
            return self._dead(DeadLink.NO_COOKIE)
        self.validlink = self._opens(self.user)
        if self.validlink:
            return FormView.dispatch(self, request, *args, uidb64=uidb64, token=token, **kwargs)
        return self._repeated(self.token)

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
        response = HttpResponseRedirect(self.get_success_url())
        with transaction.atomic():
            # Of several that come at once with one link the first changes the password and so ends the link.
            self.user = form.user = User.objects.select_for_update().get(pk=form.user.pk)
            if not self._opens(form.user):
                return self._repeated(self.token)
            user = form.save()
            note_new_password(self.request, user, EventKind.RESET_USED, link=self.token)
        remember_browser(self.request, response, user)
        remember_address(self.request, response, user.email)
        return response

    def _take_token(self, uidb64: str, token: str) -> HttpResponse:
        """Move the token from the address, which browsers pass on and keep, into a cookie."""
        if self.token_generator.check_token(self.user, token):
            response = HttpResponseRedirect(reset_path(uidb64, self.reset_url_token))
            remember_token(self.request, response, uidb64, token)
            return response
        whole = mend(f"{uidb64}/{token}")
        return HttpResponseRedirect(whole) if whole not in {None, self.request.path} else self._dead_token(token)

    def _opens(self, user: User | None) -> bool:
        return user is not None and user.is_active and self.token_generator.check_token(user, self.token)

    def _repeated(self, token: str) -> HttpResponse:
        """Show the result of a moment ago to whoever sends the same form again or comes back to it."""
        password = self.request.POST.get("new_password1", "")
        is_same = self.request.method != "POST" or (
            self.user is not None and len(password) <= MAX_PASSWORD and self.user.check_password(password)
        )
        if self._uses(token).recent().exists() and is_same:
            return HttpResponseRedirect(self.get_success_url())
        return self._dead_token(token)

    def _dead_token(self, token: str) -> HttpResponse:
        return self._dead(DeadLink.USED if self._uses(token).exists() else token_generator.why_dead(token))

    def _uses(self, token: str) -> Any:
        return SecurityEvent.objects.filter(user=self.user, kind=EventKind.RESET_USED).through(token)

    def _dead(self, reason: DeadLink) -> HttpResponse:
        self.validlink = False
        log_dead(reason, self.request)
        return self.render_to_response(self.get_context_data(dead=reason))


class DamagedResetLinkView(PasswordResetConfirmView):
    """For what is below the address of reset links and is not one: with something stuck to its end, or cut short."""

    @override
    def dispatch(self, request: HttpRequest, *args: Any, rest: str = "", **kwargs: Any) -> Any:
        self.user = None
        whole = mend(rest)
        return HttpResponseRedirect(whole) if whole else self._dead(DeadLink.CUT)
