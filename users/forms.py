from typing import Any, override

from django import forms
from django.contrib.auth import forms as auth_forms
from django.http import HttpRequest
from django.utils.translation import get_language

from cinemahub.mail import outbox
from users.fields import deliverable, limit_passwords
from users.letters import password_reset
from users.models import User


class LimitedPasswords(forms.BaseForm):
    """Refuses a password of a megabyte before anybody hashes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_passwords(self.fields)


class SignUpForm(LimitedPasswords, auth_forms.BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(deliverable)
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "autofocus": True}

    @override
    def save(self, commit: bool = True) -> Any:
        self.instance.language = get_language() or ""
        return super().save(commit)


class SignInForm(LimitedPasswords, auth_forms.AuthenticationForm):
    """The login is an address: browsers and phones are told so."""

    username = auth_forms.UsernameField(
        max_length=254, widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class PasswordResetForm(auth_forms.PasswordResetForm):
    """Asks for the letter; whether anybody gets it is found out where nobody can time it."""

    @override
    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        outbox.post(password_reset, to=self.cleaned_data["email"], request=request)


class SetPasswordForm(LimitedPasswords, auth_forms.SetPasswordForm):
    """New password after a reset."""


class PasswordChangeForm(LimitedPasswords, auth_forms.PasswordChangeForm):
    """New password of somebody who knows the old one."""


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
