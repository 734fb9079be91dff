"""Nobody is there before somebody creates them, and staff never set or see a password."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.http.strict import strictly
from users.models import User
from users.tests.mailbox import fetch, path_in

PASSWORD, NEW_PASSWORD = "popcorn before midnight", "front row, left side"
COUNT = "from users.models import User; print(User.objects.count())"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("staff@cinemahub.example", PASSWORD))
    return client


@pytest.fixture
def mike() -> User:
    return User.objects.create_user("mike@cinemahub.example", PASSWORD)


def test_no_account_exists_after_migrate(database_url: str) -> None:
    strictly("migrate", "--verbosity", "0", DATABASE_URL=database_url)
    assert strictly("shell", "--verbosity", "0", "--command", COUNT, DATABASE_URL=database_url) == "0\n"


@pytest.mark.django_db
def test_staff_send_a_reset_letter(staff: Client, mike: User) -> None:
    answer = staff.post("/admin/users/user/", {"action": "send_reset_letter", "_selected_action": [mike.pk]})
    assert answer.status_code == 302
    (letter,) = fetch()
    assert letter.to == [mike.email]
    visitor = Client()
    form = visitor.get(path_in(letter, "/users/password-reset/"))["Location"]
    visitor.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    mike.refresh_from_db()
    assert mike.check_password(NEW_PASSWORD)


@pytest.mark.django_db
def test_staff_do_not_see_a_link(staff: Client, mike: User) -> None:
    staff.post("/admin/users/user/", {"action": "send_reset_letter", "_selected_action": [mike.pk]})
    (letter,) = fetch()
    token = path_in(letter, "/users/password-reset/").split("/")[-2]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        page = staff.get(reverse(f"{name}_changelist"))
        assert page.status_code == 200
        assert token not in page.content.decode()
        for row in model._default_manager.all()[:20]:
            assert token not in staff.get(reverse(f"{name}_change", args=[row.pk])).content.decode()


@pytest.mark.django_db
def test_staff_neither_see_nor_set_a_password(staff: Client, mike: User) -> None:
    path = f"/admin/users/user/{mike.pk}/change/"
    page = staff.get(path).content.decode()
    assert mike.password not in page
    fields = dict(re.findall(r'<input type="(?:email|text|checkbox)" name="(\w+)"(?:[^>]*value="([^"]*)")?', page))
    assert "password" not in fields
    posted = {"email": mike.email, "name": "Mike", "language": "", "is_active": "on", "password": NEW_PASSWORD,
              "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}  # fmt: skip
    assert staff.post(path, posted).status_code == 302
    mike.refresh_from_db()
    assert mike.name == "Mike"
    assert mike.check_password(PASSWORD)
    for number in ("", f"{mike.pk}/"):
        assert staff.get(f"/admin/users/user/{number}password/").status_code in {302, 404}
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_password_change", args=[mike.pk])


@pytest.mark.django_db
def test_an_account_made_by_staff_has_no_password_until_its_owner_sets_one(staff: Client) -> None:
    posted = {"email": "new@cinemahub.example", "is_active": "on", "password": NEW_PASSWORD}
    assert staff.post("/admin/users/user/add/", posted).status_code == 302
    user = User.objects.get(email="new@cinemahub.example")
    assert not user.has_usable_password()


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["MIKE@cinemahub.example", "Mike@CINEMAHUB.example"])
def test_staff_cannot_take_an_address_twice(email: str, staff: Client, mike: User) -> None:
    answer = staff.post("/admin/users/user/add/", {"email": email, "is_active": "on"})
    assert answer.status_code == 200
    assert User.objects.filter(email__iexact=email).count() == 1


@pytest.mark.django_db
def test_staff_change_their_own_password_where_everybody_does(staff: Client) -> None:
    """On the admin's own page no letter would tell of it."""
    answer = staff.get("/admin/password_change/")
    assert (answer.status_code, answer["Location"]) == (302, "/users/password-change/")
    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    staff.post("/admin/password_change/", fields)
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db
def test_staff_without_permission_send_no_letter(mike: User) -> None:
    client = Client()
    client.force_login(User.objects.create_user("guest@cinemahub.example", PASSWORD, is_staff=True))
    answer = client.post("/admin/users/user/", {"action": "send_reset_letter", "_selected_action": [mike.pk]})
    assert answer.status_code == 403
    assert not fetch()
