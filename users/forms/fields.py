"""What every form with an address or a password shares."""

from typing import Any, override

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.validators import MaxLengthValidator

from cinemahub.mail.privacy.addresses import canonical_address, visible_address

REPEATED = "password2"  # the name Django gives to the second field of a new password
MAX_PASSWORD = 1000  # characters; more is refused before it is hashed


class AddressField(forms.EmailField):
    def __init__(self, *, autofocus: bool = False, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "autofocus": autofocus})
        super().__init__(max_length=254, widget=widget, **kwargs)

    @override
    def to_python(self, value: Any) -> str:
        """Return the one spelling of an address, before its length is measured."""
        typed = super().to_python(value)
        return canonical_address(typed) if typed else ""

    @override
    def prepare_value(self, value: Any) -> Any:
        return visible_address(value) if isinstance(value, str) else value


class CursorAtMistake(forms.BaseForm):
    """Puts the cursor where something is to be corrected."""

    @override
    def full_clean(self) -> None:
        super().full_clean()
        wrong = [name for name in self.fields if name in self.errors]
        if wrong:
            for name, field in self.fields.items():
                field.widget.attrs["autofocus"] = name == wrong[0]


class LimitedPasswords(CursorAtMistake):
    """Refuses a password of a megabyte before anybody hashes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.PasswordInput):
                field.validators = [*field.validators, MaxLengthValidator(MAX_PASSWORD)]


class NewPassword(SetPasswordMixin, LimitedPasswords):
    """Says what is wrong with a new password beside the first of its two fields, where the rules stand."""

    @override
    def validate_password_for_user(self, user: Any, password_field_name: str = REPEATED) -> None:
        super().validate_password_for_user(user, password_field_name.replace("2", "1"))
