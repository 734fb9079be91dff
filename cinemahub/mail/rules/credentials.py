"""Login and password. No text here holds either of them."""

from collections.abc import Iterator

from cinemahub.mail.rules.problem import Problem
from cinemahub.mail.rules.problem import marked as _
from cinemahub.mail.services.addresses import mailbox_at


def credential_problems(host: str, username: str, password: str, *, by_token: bool = False) -> Iterator[Problem]:
    """Judge the login at an SMTP server; both may be empty where a server asks for none."""
    mailbox = mailbox_at(host)
    values = {"EMAIL_HOST_USER": username, "EMAIL_HOST_PASSWORD": password}
    for variable, value in values.items():
        if value:
            yield from _value_problems(variable, value)
        elif by_token and variable == "EMAIL_HOST_PASSWORD":
            continue
        elif mailbox is not None or any(values.values()):
            yield Problem(
                "E006",
                variable,
                _("%(variable)s is empty, so Django skips the login without a word."),
                _("Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD."),
                {"variable": variable},
            )
    if mailbox and username and "@" not in username:
        hint = _("Write the full address of the mailbox, for example name@yandex.ru.")
        yield Problem("E010", "EMAIL_HOST_USER", _("EMAIL_HOST_USER has no domain."), hint)
    if mailbox and not mailbox.password_has_spaces and " " in password.strip():
        text = _("EMAIL_HOST_PASSWORD has spaces inside; an app password has none.")
        hint = _("Write the app password without the spaces it is shown with.")
        yield Problem("W003", "EMAIL_HOST_PASSWORD", text, hint)


def _value_problems(variable: str, value: str) -> Iterator[Problem]:
    if any(not character.isprintable() for character in value) or value != value.strip():
        number, text = "E007", _("%(variable)s has a line end or a tab in it, or spaces around it.")
    elif not value.isascii():
        text = _("%(variable)s has letters that are not ASCII; was the keyboard left in another language?")
        number = "E008"
    elif len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        number, text = "E009", _("%(variable)s has quotation marks around it.")
    elif variable == "EMAIL_HOST_USER" and set(value) & set("<> "):
        number, text = "E016", _("%(variable)s must be the login alone, without angle brackets, a name and spaces.")
    else:
        return
    hint = _("Type it again, without spaces and quotation marks, with the keyboard in English.")
    yield Problem(number, variable, text, hint, {"variable": variable})
