"""What the tests of a reset share: ask, take the link out of the letter, fill in the form."""

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client

from users.models import User
from users.tests.mailbox import fetch_one, path_in

EMAIL = "mike@cinemahub.example"
PASSWORD = "popcorn before midnight"
NEW_PASSWORD = "front row, left side"


def make_account(email: str = EMAIL, password: str | None = PASSWORD, **fields: object) -> User:
    return User.objects.create_user(email, password, **fields)


def ask(client: Client, email: str = EMAIL) -> None:
    response = client.post("/users/password-reset/", {"email": email})
    assert (response.status_code, response["Location"]) == (302, "/users/password-reset/done/")


def ask_for_link(client: Client, email: str = EMAIL) -> str:
    """Ask for a reset and return the path of the link in the letter that came."""
    ask(client, email)
    return link_in(fetch_one(email))


def link_in(letter: EmailMessage) -> str:
    return path_in(letter, "/users/password-reset/")


def html_of(letter: EmailMessage) -> str:
    assert isinstance(letter, EmailMultiAlternatives)
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    return str(html)


def opens(client: Client, link: str) -> bool:
    """Tell whether a link leads to the form of a new password."""
    response = client.get(link, follow=True)
    assert response.status_code == 200
    has_form = "new_password1" in response.content.decode()
    assert has_form == (response.request["PATH_INFO"] != link)
    return has_form


def set_password(client: Client, link: str, password: str = NEW_PASSWORD) -> bool:
    """Follow a link, fill in its form; False if the form was not there or came back."""
    form = client.get(link, follow=True).request["PATH_INFO"]
    response = client.post(form, {"new_password1": password, "new_password2": password})
    return response.status_code == 302 and response["Location"] == "/users/password-reset/complete/"
