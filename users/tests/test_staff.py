"""What staff may do, and that it is told, recorded and undone like what owners do."""

import time

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter
from users import housekeeping
from users.models import EventKind, SecurityEvent, Session, User
from users.staff_sessions import BEGAN_KEY, SEEN_KEY
from users.tests.mailbox import fetch_one, path_in
from users.tests.reset import NEW_PASSWORD, PASSWORD, make_account

pytestmark = pytest.mark.django_db

ADDRESS = "anna@example.com"


@pytest.fixture
def anna() -> User:
    return make_account(ADDRESS)


@pytest.fixture
def boss() -> Client:
    return signed_in(make_account("boss@example.com", is_staff=True, is_superuser=True))


@pytest.fixture
def helper() -> User:
    user = make_account("helper@example.com", is_staff=True)
    names = ["add_user", "change_user", "delete_user", "view_user"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit(client: Client, user: User, **fields: str) -> int:
    form = {"email": user.email, "name": user.name, "language": user.language, "is_active": "on"} | fields
    return client.post(f"/admin/users/user/{user.pk}/change/", form).status_code


def test_rights_are_for_superusers(helper: User, anna: User, boss: Client) -> None:
    rights = {"is_superuser": "on", "is_staff": "on", "user_permissions": str(Permission.objects.all()[0].pk)}
    assert edit(signed_in(helper), anna, name="Anna", **rights) == 302
    anna.refresh_from_db()
    assert (anna.name, anna.is_superuser, anna.is_staff, anna.user_permissions.count()) == ("Anna", False, False, 0)
    assert edit(boss, anna, **rights) == 302
    anna.refresh_from_db()
    assert (anna.is_superuser, anna.is_staff, anna.user_permissions.count()) == (True, True, 1)


def test_a_new_account_gets_no_rights_from_staff(helper: User) -> None:
    form = {"email": ADDRESS, "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    assert signed_in(helper).post("/admin/users/user/add/", form).status_code == 302
    assert not User.objects.get(email=ADDRESS).is_staff


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
def test_staff_and_superusers_are_for_superusers(helper: User, anna: User, rights: dict[str, bool]) -> None:
    User.objects.filter(pk=anna.pk).update(**rights)
    client = signed_in(helper)
    for user in (anna, helper):
        assert edit(client, user, email="mine@evil.example") == 403
        assert client.post(f"/admin/users/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403
        form = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        assert client.post("/admin/users/user/", form).status_code == 403
    assert set(User.objects.values_list("email", flat=True)) == {ADDRESS, helper.email}


def test_an_address_changed_by_staff_is_told_recorded_and_undone(boss: Client, anna: User) -> None:
    owner = signed_in(anna)
    anna.await_address("thief@evil.example")
    assert edit(boss, anna, email="new@example.com", name="Anna") == 302
    anna.refresh_from_db()
    assert (anna.email, anna.name, anna.pending_address) == ("new@example.com", "Anna", "")
    assert owner.get("/users/account/").status_code == 302
    assert not Session.objects.filter(user_id=anna.pk).exists()
    assert anna.security_events.get(kind=EventKind.ADDRESS_CHANGED).other_address == ADDRESS
    link = path_in(fetch_one(ADDRESS), "/users/email-change/undo/")
    assert Client().post(link).status_code == 302
    anna.refresh_from_db()
    assert anna.email == ADDRESS


def test_what_staff_change_of_rights_ends_sessions(boss: Client, anna: User) -> None:
    owner = signed_in(anna)
    assert edit(boss, anna, name="Anna") == 302
    assert owner.get("/users/account/").status_code == 200
    assert edit(boss, anna, is_staff="on") == 302
    assert owner.get("/users/account/").status_code == 302


def test_an_address_that_is_taken_stays_whose_it_is(boss: Client, anna: User) -> None:
    make_account("boris@example.com")
    assert edit(boss, anna, email="BORIS@example.com") == 200
    anna.refresh_from_db()
    assert anna.email == ADDRESS


def sign_in_and_reset(anna: User) -> None:
    Client().post("/users/login/", {"username": ADDRESS, "password": PASSWORD})
    Client().post("/users/password-reset/", {"email": ADDRESS})


@pytest.mark.parametrize("way", ["page", "action"])
def test_erasure_leaves_nothing_but_a_goodbye(helper: User, anna: User, way: str) -> None:
    client = signed_in(helper)
    sign_in_and_reset(anna)
    edit(client, anna, name="Anna Karenina")
    if way == "page":
        assert client.get(f"/admin/users/user/{anna.pk}/delete/").status_code == 200
        assert client.post(f"/admin/users/user/{anna.pk}/delete/", {"post": "yes"}).status_code == 302
    else:
        form = {"action": "delete_selected", "_selected_action": [anna.pk], "post": "yes"}
        assert client.post("/admin/users/user/", form).status_code == 302
    assert not User.objects.filter(pk=anna.pk).exists()
    assert not SecurityEvent.objects.filter(user_id=anna.pk).exists()
    assert not Session.objects.filter(user_id=anna.pk).exists()
    assert list(OutboxLetter.objects.filter(address=ADDRESS).values_list("kind", flat=True)) == ["account_deleted"]
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {f"#{anna.pk}"}


def test_ones_own_deletion_leaves_nothing_in_the_admin_log(boss: Client, anna: User) -> None:
    edit(boss, anna, name="Anna")
    signed_in(anna).post("/users/account/delete/", {"password": PASSWORD})
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {f"#{anna.pk}"}


@pytest.mark.parametrize(("key", "age"), [(BEGAN_KEY, 8 * 3600 + 1), (SEEN_KEY, 30 * 60 + 1)])
def test_a_session_of_staff_ends(helper: User, key: str, age: int) -> None:
    client = signed_in(helper)
    assert client.get("/admin/").status_code == 200
    session = client.session
    session[key] = time.time() - age
    session.save()
    assert client.get("/admin/").status_code == 302
    assert client.get("/users/account/").status_code == 302


def test_a_session_of_staff_lives_while_it_is_used(helper: User) -> None:
    client = signed_in(helper)
    for _ in range(3):
        assert client.get("/admin/").status_code == 200
        session = client.session
        session[SEEN_KEY] = time.time() - 29 * 60
        session.save()
    assert client.get("/admin/").status_code == 200
    assert client.session[SEEN_KEY] > time.time() - 60


def test_a_session_of_others_is_not_looked_at(anna: User) -> None:
    client = signed_in(anna)
    client.get("/users/account/")
    assert SEEN_KEY not in client.session


def test_security_events_are_purged(anna: User, settings: Settings) -> None:
    SecurityEvent.record(EventKind.SIGNED_IN, None, user=anna)
    housekeeping.tidy()
    assert anna.security_events.exists()
    settings.SECURITY_EVENTS_KEEP_DAYS = 0
    housekeeping.tidy()
    assert not anna.security_events.exists()


def test_a_reset_for_many_accounts_costs_a_query_a_thousand(boss: Client) -> None:
    User.objects.bulk_create(User(email=f"{number}@example.com", password="!") for number in range(1500))
    form = {"action": "send_reset_letter", "select_across": "1", "_selected_action": ["1"]}
    assert boss.post("/admin/users/user/", form).status_code == 302
    assert OutboxLetter.objects.filter(kind="password_reset").count() == 1501
    assert OutboxLetter.objects.values("message_id").distinct().count() == 1501


@pytest.mark.parametrize("typed", [ADDRESS, "ANNA@Example.com"])
def test_changepassword_tells_the_owner(anna: User, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt="": NEW_PASSWORD)
    owner = signed_in(anna)
    call_command("changepassword", typed)
    anna.refresh_from_db()
    assert anna.check_password(NEW_PASSWORD)
    assert anna.security_events.get().kind == EventKind.PASSWORD_CHANGED
    assert OutboxLetter.objects.get().kind == "password_changed"
    assert owner.get("/users/account/").status_code == 302


def test_changepassword_names_who_does_not_exist() -> None:
    with pytest.raises(CommandError, match="does not exist"):
        call_command("changepassword", "nobody@example.com")
