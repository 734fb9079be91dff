from typing import Any, override

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from users import sign_in_try
from users.forms.fields import LimitedPasswords
from users.hashers import HashingBusyError
from users.limits import TooOftenError, give_back
from users.models import Attempt, EventKind, SecurityEvent, User


class SignInForm(LimitedPasswords, auth_forms.AuthenticationForm):
    """Signs in by address, whatever the spelling."""

    username = auth_forms.UsernameField(
        max_length=254, widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    error_messages = {
        **auth_forms.AuthenticationForm.error_messages,
        "invalid_login": _("Incorrect email or password."),
    }
    request: HttpRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("username"):
            self.fields["username"].widget.attrs["autofocus"] = False
            self.fields["password"].widget.attrs["autofocus"] = True

    @override
    def clean(self) -> dict[str, Any]:
        address = self.cleaned_data.get("username", "")
        tried = self._begin(address)
        try:
            cleaned = super().clean()
        except HashingBusyError:
            give_back(tried)
            raise
        except ValidationError:
            user = User.objects.with_address(address)
            SecurityEvent.record(EventKind.SIGN_IN_FAILED, self.request, user=user, address=address)
            raise self.get_invalid_login_error() from None
        give_back(tried)
        return cleaned

    def _begin(self, address: str) -> list[Attempt]:
        try:
            return sign_in_try.begin(self.request, address)
        except TooOftenError:
            SecurityEvent.record(EventKind.SIGN_IN_LIMITED, self.request, address=address)
            raise
