from typing import Any, override

from django.contrib.auth import forms as auth_forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from users.forms.fields import AddressField, AddressSuggestion, NewPassword
from users.models import User


class SignUpForm(NewPassword, AddressSuggestion, auth_forms.BaseUserCreationForm):
    """Makes an account that its owner has yet to confirm; it does not tell whether the address is taken."""

    email = AddressField(label=_("Email"))
    field_order = ["email", "password1", "password2", "meant"]

    class Meta:
        model = User
        fields = ("email",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autofocus"] = True

    @override
    def save(self, commit: bool = True) -> Any:
        self.instance.language = get_language() or ""
        return super().save(commit)

    @override
    def validate_unique(self) -> None:
        """Leave it to the database, in the view: an error here would tell who has an account."""

    @override
    def validate_constraints(self) -> None:
        """As in `validate_unique`."""
