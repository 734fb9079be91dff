"""Signing up, and signing in with what was chosen, as a visitor does."""

import re

from django.test import Client

from users.tests.mailbox import fetch_one, path_in

PASSWORD = "correct horse battery"


def sign_up(client: Client, address: str = "anna@example.com", password: str = PASSWORD, **more: str) -> None:
    form = {"email": address, "password1": password, "password2": password} | more
    response = client.post("/users/signup/", form)
    assert (response.status_code, response.headers.get("Location")) == (302, "/users/signup/done/"), response.context


def sign_in(client: Client, address: str = "anna@example.com", password: str = PASSWORD) -> str:
    response = client.post("/users/login/", {"username": address, "password": password})
    return str(response.headers.get("Location", response.status_code))


def confirmation_path(address: str = "anna@example.com") -> str:
    return path_in(fetch_one(address), "/users/confirm-email/")


def same_browser(client: Client) -> Client:
    """Return a client with the cookies that another has now, as the second of two requests sent at once."""
    twin = Client()
    for name, cookie in client.cookies.items():
        twin.cookies[name] = cookie.value
    return twin


def without_secrets(page: str) -> str:
    """Return what two pages have alike that were asked for at another moment: some count down."""
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return re.sub(r"\d+", "-", "\n".join(lines))
