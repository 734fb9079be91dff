from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from users.email_code import read_code
from users.forms.fields import CursorAtMistake

MAX_TYPED = 100  # characters: whoever pastes a sentence with the code in it is told what is wanted


class CodeForm(CursorAtMistake, forms.Form):
    """The code of an email, however it is typed."""

    code = forms.CharField(
        label=_("Code from the email"),
        max_length=MAX_TYPED,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("The code has eight letters and digits, such as K7QM-4XRD."), code="incomplete")
        return code
