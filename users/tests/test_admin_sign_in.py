import pytest
from django.test import Client

from users.models import User

pytestmark = pytest.mark.django_db


def test_staff_sign_in_on_the_sites_own_page(client: Client) -> None:
    User.objects.create_superuser("staff@example.com", "correct horse battery")
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/users/login/?next=/admin/"
    form = {"username": "staff@example.com", "password": "correct horse battery", "next": "/admin/"}
    assert client.post("/users/login/", form).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_who_is_signed_in_and_no_staff_is_refused_without_a_loop(client: Client) -> None:
    client.force_login(User.objects.create_user("anna@example.com", "correct horse battery"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_sends_nobody_to_another_site(client: Client) -> None:
    page = client.get("/admin/login/?next=https://evil.example/", follow=True)
    assert 'value="https://evil.example/"' not in page.content.decode()
