from typing import Any, override

from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail import outbox
from users.forms.current_password import is_current_password
from users.forms.fields import AddressField, AddressSuggestion, NewPassword
from users.letters import password_reset


class PasswordResetForm(AddressSuggestion, auth_forms.PasswordResetForm):
    """Asks for the letter; whether anybody gets it is found out where nobody can time it."""

    email = AddressField(label=_("Email"))

    @override
    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        outbox.enqueue(password_reset, to=self.cleaned_data["email"], request=request)


class SetPasswordForm(NewPassword, auth_forms.SetPasswordForm):
    """New password after a reset."""


class PasswordChangeForm(NewPassword, auth_forms.PasswordChangeForm):
    """New password of somebody who knows the old one."""

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    @override
    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not is_current_password(password, self.user, self.request):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password
