from typing import Any, override

from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from users.forms.fields import AddressField, NewPassword
from users.models import User


class ChosenPasswordForm(NewPassword, forms.Form):
    """A password for an account that is yet to be made, with `address`."""

    password1, password2 = NewPassword.create_password_fields()
    address = ""

    @override
    def clean(self) -> dict[str, Any] | None:
        self.validate_passwords()
        cleaned = super().clean()
        self.validate_password_for_user(User(email=self.address))
        return cleaned

    @property
    def password_hash(self) -> str:
        return make_password(self.cleaned_data["password1"])


class SignUpForm(ChosenPasswordForm):
    """Asks for an account; it does not tell whether the address has one."""

    email = AddressField(label=_("Email address"), autofocus=True)
    field_order = ["email", "password1", "password2"]

    @override
    def clean(self) -> dict[str, Any] | None:
        self.address = self.cleaned_data.get("email", "")
        return super().clean()
