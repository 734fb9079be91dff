from typing import Any, override

from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from users.forms.current_password import is_current_password
from users.forms.fields import AddressField, CursorAtMistake, NewPassword
from users.new_password import ask_for_reset


class PasswordResetForm(CursorAtMistake, auth_forms.PasswordResetForm):
    """Asks for the letter; whether anybody gets it is found out where nobody can time it."""

    email = AddressField(label=_("Email address"), autofocus=True)
    browser_digest = ""  # of the browser that asks, in which the email's code will be good

    @override
    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        ask_for_reset(self.cleaned_data["email"], self.browser_digest, request)


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
