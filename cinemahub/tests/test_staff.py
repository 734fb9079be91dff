"""Who sees the mail on the admin's first page."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client

from users.models import User

pytestmark = pytest.mark.django_db


def staff_with(*permissions: str) -> Client:
    user = User.objects.create_user("staff@cinemahub.example", "a long and private password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_staff_who_may_see_the_outbox_see_the_mail() -> None:
    assert "no worker is running" in staff_with("view_outboxletter").get("/admin/").text


def test_other_staff_do_not() -> None:
    page = staff_with("view_user").get("/admin/").text
    assert "worker" not in page
    assert settings.SITE_NAME in page
