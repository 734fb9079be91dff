"""Form fields that every page with an address or a password shares."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LONGEST_PASSWORD = 1000  # characters; more is refused before it is hashed


def deliverable(address: str) -> None:
    """Refuse an address that SMTP without SMTPUTF8 cannot carry: one with other than ASCII before the @."""
    if not address.rpartition("@")[0].isascii():
        raise ValidationError(_("Only Latin letters, digits and signs can stand before the @."), code="not_ascii")


def limit_passwords(fields: dict[str, forms.Field]) -> None:
    """Give every password field of a form its limit."""
    for field in fields.values():
        if isinstance(field.widget, forms.PasswordInput):
            field.validators = [*field.validators, MaxLengthValidator(LONGEST_PASSWORD)]
