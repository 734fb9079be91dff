import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from users.models import EventKind, SecurityEvent, User
from users.tests.mailbox import fetch, fetch_one, path_in
from users.tests.reset import set_password

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
OLD, NEW = "anna@example.com", "anna@new.example"


@pytest.fixture
def anna() -> User:
    return User.objects.create_user(OLD, PASSWORD)


@pytest.fixture
def signed_in(anna: User, client: Client) -> Client:
    client.force_login(anna)
    return client


def ask(client: Client, address: str = NEW, password: str = PASSWORD) -> int:
    return client.post("/users/email-change/", {"email": address, "password": password}).status_code


def change(client: Client, address: str = NEW) -> str:
    """Change the address, and return the path that undoes it."""
    ask(client, address)
    client.post(path_in(fetch_one(address), "/users/email-change/confirm/"))
    return path_in(fetch_one(OLD), "/users/email-change/undo/")


def address() -> str:
    return User.objects.get().email


def test_the_new_address_counts_when_it_is_confirmed(signed_in: Client) -> None:
    assert ask(signed_in) == 302
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    assert address() == OLD
    assert NEW in signed_in.get(path).content.decode()
    assert address() == OLD
    assert signed_in.post(path).headers["Location"] == "/users/account/"
    assert address() == NEW
    assert signed_in.get("/users/account/").status_code == 200


def test_the_old_address_is_told_without_the_whole_new_one(signed_in: Client) -> None:
    ask(signed_in)
    signed_in.post(path_in(fetch_one(NEW), "/users/email-change/confirm/"))
    notice = fetch_one(OLD)
    assert "a***@new.example" in str(notice.body)
    assert NEW not in str(notice.body)


def test_a_wrong_password_asks_for_nothing(signed_in: Client) -> None:
    assert ask(signed_in, password="wrong") == 200
    assert not OutboxLetter.objects.exists()


def test_the_own_address_is_no_new_one(signed_in: Client) -> None:
    assert ask(signed_in, OLD.upper()) == 200


def test_a_link_that_a_newer_wish_replaced_does_nothing(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    ask(signed_in, "anna@newer.example")
    assert "does not work" in signed_in.post(path).content.decode()
    assert address() == OLD


def test_a_form_sent_twice_shows_the_change_and_changes_nothing(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    signed_in.post(path)
    fetch()
    assert "Your email address has been changed." in signed_in.post(path, follow=True).content.decode()
    assert "Your email address has been changed." in Client().post(path, follow=True).content.decode()
    assert fetch() == []
    assert "already been used" in signed_in.get(path).content.decode()
    SecurityEvent.objects.update(at=timezone.now() - timedelta(hours=1))
    assert "already been used" in signed_in.post(path).content.decode()


def test_a_taken_address_is_not_told_and_its_owner_is(signed_in: Client) -> None:
    User.objects.create_user("bert@example.com", PASSWORD)
    assert ask(signed_in, "bert@example.com") == 302
    assert fetch_one("bert@example.com").subject.startswith("You already have an account")


def test_an_address_taken_meanwhile_is_refused_by_the_database(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    User.objects.create_user(NEW.upper(), PASSWORD)
    assert "does not work" in signed_in.post(path).content.decode()
    assert User.objects.filter(email=OLD).exists()


def test_undoing_gives_the_account_back_ends_sessions_and_begins_a_reset(signed_in: Client) -> None:
    undo = change(signed_in)
    owner = Client()
    assert owner.get(undo).status_code == 200
    assert address() == NEW
    answer = owner.post(undo, follow=True)
    page = " ".join(answer.content.decode().split())
    assert f"The account has the address <strong>{OLD}</strong> again." in page
    assert "All devices are signed out" in page
    assert address() == OLD
    assert signed_in.get("/users/account/").status_code == 302
    assert not User.objects.get().has_usable_password()
    assert fetch_one(OLD).subject.startswith("Set a new password")
    kinds = User.objects.get().security_events.order_by("-pk").values_list("kind", flat=True)
    assert kinds[0] == EventKind.ADDRESS_CHANGE_UNDONE


def test_undoing_works_after_a_change_of_password_and_of_address_again(signed_in: Client) -> None:
    undo = change(signed_in)
    new = {"old_password": PASSWORD, "new_password1": "stolen horse!", "new_password2": "stolen horse!"}
    assert signed_in.post("/users/password-change/", new).status_code == 302
    ask(signed_in, "thief@new.example", "stolen horse!")
    signed_in.post(path_in(fetch_one("thief@new.example"), "/users/email-change/confirm/"))
    assert address() == "thief@new.example"
    Client().post(undo)
    assert address() == OLD


@pytest.mark.parametrize(("days", "in_the_end"), [(6.9, OLD), (7.1, NEW)])
def test_undoing_works_for_seven_days(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch, days: float, in_the_end: str
) -> None:
    undo = change(signed_in)
    later = time.time() + timedelta(days=days).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    Client().post(undo)
    assert address() == in_the_end


def test_undoing_twice_brings_another_email_only_after_a_pause_and_without_a_new_password(signed_in: Client) -> None:
    undo = change(signed_in)
    for minutes, letters in ((0, 1), (0, 0), (4, 1)):
        OutboxLetter.objects.update(created_at=F("created_at") - timedelta(minutes=minutes))
        assert Client().post(undo).headers["Location"] == "/users/account/address-restored/"
        assert len(fetch(OLD)) == letters
    assert User.objects.get().security_events.filter(kind=EventKind.ADDRESS_CHANGE_UNDONE).count() == 1
    user = User.objects.get()
    user.set_password("set by the owner")
    user.save()
    SecurityEvent.objects.update(at=timezone.now() - timedelta(hours=1))
    assert "already been used" in Client().post(undo).content.decode()
    assert User.objects.get().check_password("set by the owner")


def test_no_limit_eats_the_email_that_follows_undoing(signed_in: Client) -> None:
    for _ in range(6):
        Client().post("/users/password-reset/", {"email": OLD})
        fetch()
    undo = change(signed_in)
    Client().post(undo)
    link = path_in(fetch_one(OLD), "/users/password-reset/")
    assert set_password(Client(), link)


def test_a_reset_link_to_the_old_address_dies_with_the_change(signed_in: Client) -> None:
    Client().post("/users/password-reset/", {"email": OLD})
    path = path_in(fetch_one(OLD), "/users/password-reset/")
    change(signed_in)
    assert "does not work" in Client().get(path).content.decode()


def test_the_old_address_hears_that_a_change_is_asked_and_can_stop_it(signed_in: Client) -> None:
    ask(signed_in)
    letters = fetch()
    assert sorted(letter.to[0] for letter in letters) == [OLD, NEW]
    (notice,) = (letter for letter in letters if letter.to == [OLD])
    (confirm,) = (path_in(letter, "/users/email-change/confirm/") for letter in letters if letter.to == [NEW])
    stop = path_in(notice, "/users/email-change/stop/")
    owner = Client()
    owner.get(stop)
    assert User.objects.get().pending_address == NEW
    page = owner.post(stop, follow=True).content.decode()
    assert "The change is stopped" in page
    assert f"The account keeps the address <strong>{OLD}</strong>." in " ".join(page.split())
    user = User.objects.get()
    assert (user.pending_address, user.has_usable_password()) == ("", False)
    assert signed_in.get("/users/account/").status_code == 302
    assert "does not work" in Client().post(confirm).content.decode()
    assert set_password(Client(), path_in(fetch_one(OLD), "/users/password-reset/"))
    assert "already been used" in owner.get(stop).content.decode()


def test_a_pending_change_is_shown_sent_again_and_withdrawn(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    assert NEW in signed_in.get("/users/account/").content.decode()
    signed_in.post("/users/email-change/resend/")
    assert fetch() == []  # not that soon
    OutboxLetter.objects.update(created_at=timezone.now() - timedelta(minutes=4))
    signed_in.post("/users/email-change/resend/")
    assert [letter.to for letter in fetch()] == [[NEW]]
    for _ in range(2):
        assert signed_in.post("/users/email-change/withdraw/").headers["Location"] == "/users/account/"
    signed_in.get("/users/account/")  # with what the buttons said
    page = signed_in.get("/users/account/").content.decode()
    assert NEW not in page
    assert "Email change cancelled" in page
    assert "The change was cancelled" in Client().post(path).content.decode()
    signed_in.post("/users/email-change/resend/")
    assert fetch() == []
    assert address() == OLD


def test_the_buttons_need_a_post_and_the_owner(signed_in: Client) -> None:
    ask(signed_in)
    for path in ("/users/email-change/resend/", "/users/email-change/withdraw/"):
        assert signed_in.get(path).status_code == 405
        assert Client().post(path).status_code == 302
    assert User.objects.get().pending_address == NEW


def test_a_form_sent_twice_brings_each_email_once(signed_in: Client) -> None:
    for _ in range(2):
        assert ask(signed_in) == 302
    assert len(fetch()) == 2


def test_a_change_of_address_ends_other_sessions_and_keeps_this_one(signed_in: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(User.objects.get())
    change(signed_in)
    assert elsewhere.get("/users/account/").status_code == 302
    assert signed_in.get("/users/account/").status_code == 200


def test_asking_does_the_same_whether_the_new_address_has_an_account(signed_in: Client) -> None:
    User.objects.create_user("bert@example.com", PASSWORD)
    seen = []
    for wanted in ("bert@example.com", "free@example.com"):
        with CaptureQueriesContext(connection) as queries:
            ask(signed_in, wanted)
        seen.append([query["sql"].split()[0] for query in queries.captured_queries])
    assert seen[0] == seen[1]
    assert set(OutboxLetter.objects.values_list("kind", flat=True)) == {"confirm_new_email", "email_change_asked"}


def test_confirming_while_another_account_is_signed_in_says_which_is_which(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    other = Client()
    other.force_login(User.objects.create_user("bert@example.com", PASSWORD))
    assert "signed in as bert@example.com" in other.get(path).content.decode()
    page = other.post(path).content.decode()
    assert NEW in page
    assert "bert@example.com" in page
    assert 'name="next" value="/users/login/"' in page
    assert User.objects.filter(email=NEW).exists()
    assert "bert@example.com" in other.get("/users/account/").content.decode()
