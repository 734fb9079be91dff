from datetime import timedelta
from typing import Any, override

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from users.forms.fields import LimitedPasswords
from users.models import EventKind, SecurityEvent, SignInFailure, User


class UnconfirmedError(ValidationError):
    """The password is right, but nobody has confirmed the address yet."""

    def __init__(self, user: User) -> None:
        super().__init__(_("This address is not confirmed yet."), code="unconfirmed")
        self.user = user


class SignInForm(LimitedPasswords, auth_forms.AuthenticationForm):
    """Signs in by address. `wait` says for how long nobody may try, `unconfirmed` who must confirm first."""

    username = auth_forms.UsernameField(
        max_length=254, widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    error_messages = {
        **auth_forms.AuthenticationForm.error_messages,
        "invalid_login": _("There is no account with this address and this password."),
    }
    request: HttpRequest
    wait = timedelta(0)
    unconfirmed: User | None = None

    @override
    def clean(self) -> dict[str, Any]:
        address = self.cleaned_data.get("username", "")
        self.wait = SignInFailure.wait(address, self.request)
        if self.wait > timedelta(0):
            SecurityEvent.record(EventKind.SIGN_IN_LIMITED, self.request, address=address)
            raise ValidationError(_("Too many failed attempts."), code="limited")
        try:
            return super().clean()
        except UnconfirmedError as error:
            self.unconfirmed = error.user
            raise
        except ValidationError:
            SignInFailure.count(address, self.request)
            user = User.objects.with_address(address)
            SecurityEvent.record(EventKind.SIGN_IN_FAILED, self.request, user=user, address=address)
            raise

    @override
    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not user.is_confirmed:
            raise UnconfirmedError(user)
