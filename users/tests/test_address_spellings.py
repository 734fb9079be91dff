"""One mailbox has one spelling, however its address is typed and whichever way it comes in."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.privacy.addresses import canonical_address, comparable_address, visible_address
from cinemahub.mail.privacy.hashing import address_hash
from tests.site.processes import manage
from users.models import User
from users.tests.reset import PASSWORD, make_account

KINO = "anna@\u043a\u0438\u043d\u043e.\u0440\u0444"
STORED = "anna@xn--h1adke.xn--p1ai"
SPELLINGS = [
    KINO,
    STORED,
    "anna@\u041a\u0418\u041d\u041e.\u0440\u0444",
    "ANNA@XN--H1ADKE.XN--P1AI",
    "anna@\u043a\u0438\u043d\u043e\u3002\u0440\u0444",  # the full stop of a Japanese keyboard
    f" {KINO}\u00a0",
]
UNSEEN = ["\u200b", "\u00ad", "\ufeff", "\u2060", "\u200e", "\u3164", "\ufe0f", "\u115f", "\x7f", "\u2028"]
IMPOSSIBLE = ["anna@\u2603.example", "anna@xn--a.example", f"anna@{'\u043a' * 60}.example", "anna@-\u043a.example"]
NO_ADDRESSES = [
    "", "anna", "anna@", "@example.com", '"anna"@example.com', "anna@[127.0.0.1]", "a@b@example.com",
    "anna@exam ple.com", "mi\u212ae@example.com", "m\u0131ke@example.com", "anna@example.com\x00",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_one_address_are_one(spelling: str) -> None:
    assert canonical_address(spelling).lower() == STORED
    assert comparable_address(spelling) == STORED
    assert address_hash(spelling) == address_hash(STORED)


def test_an_address_is_shown_as_people_write_it() -> None:
    assert visible_address(STORED) == KINO
    assert visible_address("anna@xn--.example") == "anna@xn--.example"
    assert visible_address("anna@example.com") == "anna@example.com"


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("place", ["an{}na@example.com", "anna@exam{}ple.com", "anna@example.com{}x"])
def test_what_nobody_sees_is_refused_with_words(unseen: str, place: str) -> None:
    with pytest.raises(ValidationError, match="cannot be seen"):
        canonical_address(place.format(unseen))


@pytest.mark.parametrize("address", IMPOSSIBLE)
def test_a_domain_that_cannot_be_is_refused_with_words(address: str) -> None:
    with pytest.raises(ValidationError, match="no domain of this name"):
        canonical_address(address)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_has_no_spelling(address: str) -> None:
    with pytest.raises(ValidationError):
        canonical_address(address)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_account_is_found_by_every_spelling(client: Client, typed: str) -> None:
    make_account(KINO)
    assert User.objects.with_address(typed) == User.objects.get()
    client.post("/users/password-reset/", {"email": typed})
    assert OutboxLetter.objects.get().address.lower() == STORED
    assert client.post("/users/login/", {"username": typed, "password": PASSWORD}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"anna@example.com{UNSEEN[0]}x", *IMPOSSIBLE, *NO_ADDRESSES])
@pytest.mark.parametrize("path", ["/users/signup/", "/users/password-reset/"])
def test_forms_refuse_what_no_mail_can_reach(client: Client, path: str, address: str) -> None:
    form = {"email": address, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(path, form).context["form"].has_error("email")
    assert not OutboxLetter.objects.exists()


@pytest.mark.django_db
def test_every_way_of_writing_a_row_keeps_the_one_spelling() -> None:
    one = User.objects.create(email=KINO)
    User.objects.bulk_create([User(email=f"x{KINO}")])
    User.objects.filter(pk=one.pk).update(pending_email=f"y{KINO}")
    one.refresh_from_db()
    assert one.pending_email == f"y{STORED}"
    assert set(User.objects.values_list("email", flat=True)) == {STORED, f"x{STORED}"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["anna@example.com\u200b", "anna\u200b@example.com", "anna", IMPOSSIBLE[0]])
def test_no_way_of_writing_a_row_stores_what_no_mail_can_reach(address: str) -> None:
    user = User.objects.create(email="boris@example.com")
    ways = (
        lambda: User.objects.create(email=address),
        lambda: User.objects.bulk_create([User(email=address)]),
        lambda: User.objects.filter(pk=user.pk).update(email=address),
    )
    for write in ways:
        with pytest.raises(ValidationError), transaction.atomic():
            write()
    assert User.objects.get().email == "boris@example.com"


def test_loaddata_keeps_the_one_spelling(database_url: str, tmp_path: Path) -> None:
    rows = [{"model": "users.user", "pk": 1, "fields": {"email": f" {KINO} ", "password": "!"}}]
    (file := tmp_path / "users.json").write_text(json.dumps(rows))
    show = "from users.models import User; print(User.objects.with_address('anna@xn--h1adke.xn--p1ai').email)"
    for command in (["migrate", "--verbosity", "0"], ["loaddata", str(file)]):
        assert manage(*command, settings="settings.dev", DATABASE_URL=database_url).returncode == 0
    shown = manage("shell", "--verbosity", "0", "-c", show, settings="settings.dev", DATABASE_URL=database_url)
    assert shown.stdout == f"{STORED}\n"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["@\u043a\u0438\u043d\u043e", KINO, STORED, "ANNA"])
def test_staff_find_an_account_by_what_they_see(typed: str) -> None:
    make_account(KINO)
    staff = Client()
    staff.force_login(User.objects.create_superuser("staff@example.com"))
    assert [user.email for user in staff.get("/admin/users/user/", {"q": typed}).context["cl"].result_list] == [STORED]


@pytest.mark.django_db
def test_a_superuser_is_created_with_the_one_spelling() -> None:
    call_command("createsuperuser", email=KINO.upper(), interactive=False, verbosity=0)
    assert User.objects.get().email == STORED.replace("anna", "ANNA")
