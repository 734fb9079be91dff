from typing import Any, override

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.privacy.addresses import comparable_address
from users.forms.current_password import is_current_password
from users.forms.fields import AddressField, LimitedPasswords
from users.models import User


class AccountForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Email language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("name", "language")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class PasswordAskedForm(LimitedPasswords, forms.Form):
    """Something that only the owner of the account may do."""

    error_messages = {"password_incorrect": _("This is not your password.")}

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not is_current_password(password, self.user, self.request):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password


class AddressChangeForm(PasswordAskedForm):
    email = AddressField(label=_("New email address"))
    field_order = ["email", "password"]

    @override
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if comparable_address(self.cleaned_data.get("email", "")) == comparable_address(self.user.email):
            self.add_error("email", ValidationError(_("This is already your address."), code="unchanged"))
        return cleaned
