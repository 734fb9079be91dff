"""Limits of the web: counted before anything is hashed, exact whoever comes at once."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter
from tests.site.environment import ROOT, environment
from tests.site.processes import manage
from users import hashers
from users.limits import FAILURES_OF_ACCOUNT, MINUTE, SIGN_UPS, Limit, TooOftenError, check, give_back, take
from users.models import Attempt, EventKind, SecurityEvent, User
from users.tests.reset import NEW_PASSWORD, PASSWORD, make_account

FEW = Limit("few", 3, MINUTE)
CLAIMANTS = 4

TAKE = """
import sys, django
django.setup()
from users.limits import FAILURES_OF_ACCOUNT, TooOftenError, take
from users.models import Attempt
Attempt.objects.exists()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(4):
    try:
        take(FAILURES_OF_ACCOUNT.on("anna@example.com"))
        print("taken")
    except TooOftenError:
        print("refused")
"""


def sign_in(client: Client, password: str, address: str = "anna@example.com", ip: str = "192.0.2.1") -> int:
    form = {"username": address, "password": password}
    return client.post("/users/login/", form, REMOTE_ADDR=ip).status_code


def sign_up(ip: str = "192.0.2.1", **fields: str) -> int:
    form = {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD} | fields
    return Client().post("/users/signup/", form, REMOTE_ADDR=ip).status_code


def refuse(*args: object, **kwargs: object) -> str:
    raise AssertionError("something was hashed")


def test_of_many_tries_at_once_as_many_as_the_limit_are_let_through(database_url: str) -> None:
    variables = {"DATABASE_URL": database_url}
    assert manage("migrate", "--verbosity", "0", settings="settings.dev", **variables).returncode == 0
    claimants = [
        subprocess.Popen(
            [sys.executable, "-c", TAKE],
            cwd=ROOT,
            env=environment("settings.dev", **variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(CLAIMANTS)
    ]
    try:
        for claimant in claimants:
            assert claimant.stdout is not None
            assert claimant.stdout.readline() == "ready\n"
        for claimant in claimants:
            assert claimant.stdin is not None
            claimant.stdin.write("\n")
            claimant.stdin.flush()
        said = "".join(claimant.communicate(timeout=60)[0] for claimant in claimants).split()
    finally:
        for claimant in claimants:
            claimant.kill()
            claimant.wait()
    assert said.count("taken") == FAILURES_OF_ACCOUNT.most
    assert said.count("refused") == CLAIMANTS * 4 - FAILURES_OF_ACCOUNT.most


@pytest.mark.django_db
def test_a_limit_counts_what_lies_in_its_window() -> None:
    for _ in range(FEW.most):
        take(FEW.on("anna"))
    with pytest.raises(TooOftenError) as error:
        take(FEW.on("anna"))
    assert timedelta(0) < error.value.wait <= FEW.window
    take(FEW.on("boris"))
    oldest = Attempt.objects.order_by("at")[0]
    Attempt.objects.filter(pk=oldest.pk).update(at=timezone.now() - FEW.window)
    take(FEW.on("anna"))
    with pytest.raises(TooOftenError):
        check(FEW.on("anna"))


@pytest.mark.django_db
def test_what_is_given_back_or_forgotten_does_not_count() -> None:
    for _ in range(2 * FEW.most):
        give_back(take(FEW.on("anna")))
    for _ in range(FEW.most):
        take(FEW.on("anna"))
    FEW.on("anna").forget()
    check(FEW.on("anna"))


@pytest.mark.django_db
def test_of_several_limits_all_count_or_none() -> None:
    other = Limit("other", 1, MINUTE)
    take(other.on("anna"))
    with pytest.raises(TooOftenError):
        take(FEW.on("anna"), other.on("anna"))
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_a_new_secret_key_does_not_start_the_count_anew(settings: Settings) -> None:
    for _ in range(FEW.most):
        take(FEW.on("anna"))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    with pytest.raises(TooOftenError):
        check(FEW.on("anna"))


@pytest.mark.django_db
def test_nothing_stays_of_what_no_limit_looks_at() -> None:
    take(FEW.on("anna"))
    Attempt.objects.update(at=timezone.now() - timedelta(hours=1))
    take(FEW.on("boris"))
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_a_flood_of_sign_ups_is_refused_before_anything_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(SIGN_UPS.most):
        assert sign_up(email="not an address") == 200
    monkeypatch.setattr(hashers.NormalisedArgon2PasswordHasher, "encode", refuse)
    rows = OutboxLetter.objects.count()
    refused = Client().post("/users/signup/", {"email": "new@example.com"}, REMOTE_ADDR="192.0.2.1")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "no-store" in refused["Cache-Control"]
    assert OutboxLetter.objects.count() == rows
    assert sign_up("198.51.100.7", email="not an address") == 200


@pytest.mark.django_db
def test_a_flood_of_sign_ins_with_the_right_password_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("anna@example.com")
    for _ in range(60):
        assert sign_in(Client(), PASSWORD) == 302
    monkeypatch.setattr(hashers.NormalisedArgon2PasswordHasher, "verify", refuse)
    assert sign_in(Client(), PASSWORD) == 429
    assert Client().get("/users/login/", REMOTE_ADDR="192.0.2.1").status_code == 200


@pytest.mark.django_db
def test_a_flood_of_resets_is_refused_without_a_row(client: Client) -> None:
    def ask(ip: str) -> int:
        return client.post("/users/password-reset/", {"email": "anna@example.com"}, REMOTE_ADDR=ip).status_code

    assert [ask("192.0.2.1") for _ in range(60)] == [302] * 60
    rows = OutboxLetter.objects.count()
    assert ask("192.0.2.1") == 429
    assert OutboxLetter.objects.count() == rows
    assert ask("198.51.100.7") == 302


@pytest.mark.django_db
def test_a_reset_writes_one_row() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Client().post("/users/password-reset/", {"email": "anna@example.com"})
    writing = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    assert len(writing) == 1
    assert writing[0].startswith("INSERT")


@pytest.mark.django_db
def test_the_owners_browser_is_not_locked_out_by_others() -> None:
    make_account("anna@example.com")
    owner = Client()
    assert sign_in(owner, PASSWORD) == 302
    owner.post("/users/logout/")
    for number in range(5):
        sign_in(Client(), "wrong", ip=f"192.0.2.{number}")
    for number in range(12):
        sign_in(Client(), "wrong", f"person{number}@example.com")
    assert sign_in(Client(), PASSWORD, ip="198.51.100.7") == 429
    assert sign_in(owner, PASSWORD) == 302


@pytest.mark.django_db
def test_a_known_browser_has_its_own_limit() -> None:
    make_account("anna@example.com")
    thief = Client()
    assert sign_in(thief, PASSWORD) == 302
    thief.post("/users/logout/")
    assert [sign_in(thief, "wrong") for _ in range(6)] == [200] * 5 + [429]
    assert sign_in(Client(), PASSWORD, ip="198.51.100.7") == 302


@pytest.mark.django_db
def test_a_browser_known_to_another_account_is_no_known_one() -> None:
    make_account("anna@example.com")
    make_account("mallory@example.com")
    mallory = Client()
    assert sign_in(mallory, PASSWORD, "mallory@example.com") == 302
    mallory.post("/users/logout/")
    assert [sign_in(mallory, "wrong", ip=f"192.0.2.{number}") for number in range(6)] == [200] * 5 + [429]


@pytest.mark.django_db
def test_clients_without_a_name_are_limited_as_one() -> None:
    tried = [sign_in(Client(), "wrong", f"person{number}@example.com", ip="unknown") for number in range(11)]
    assert tried == [200] * 10 + [429]


@pytest.mark.django_db
def test_a_port_after_the_address_makes_no_other_client() -> None:
    tried = [sign_in(Client(), "wrong", f"p{number}@example.com", f"192.0.2.1:{number + 1024}") for number in range(11)]
    assert tried == [200] * 10 + [429]


@pytest.mark.django_db
def test_when_too_much_is_hashed_at_once_others_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("anna@example.com")
    monkeypatch.setattr(hashers, "WAIT_SECONDS", 0.01)
    taken = [hashers._slots.acquire() for _ in range(hashers.AT_ONCE)]
    try:
        answer = Client().post("/users/login/", {"username": "anna@example.com", "password": PASSWORD})
    finally:
        for _ in taken:
            hashers._slots.release()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert Attempt.objects.count() == 1  # of the client, which takes part in the flood; no failure of the account
    assert not SecurityEvent.objects.filter(kind=EventKind.SIGN_IN_FAILED).exists()
    assert sign_in(Client(), PASSWORD) == 302


@pytest.mark.django_db
def test_a_password_is_the_same_in_every_form_of_unicode() -> None:
    composed, decomposed = "caf\u00e9 \u0439 \ufb01lm 2", "cafe\u0301 \u0438\u0306 film 2"
    user = make_account("anna@example.com", composed)
    assert user.check_password(decomposed)
    assert sign_in(Client(), decomposed) == 302


@pytest.mark.django_db
def test_an_older_hash_stays_valid_and_is_replaced_at_sign_in() -> None:
    decomposed = "cafe\u0301 at midnight"
    user = User(email="anna@example.com")
    user.password = hashers.BoundedArgon2PasswordHasher().encode(decomposed, "salt-of-the-tests-22ch")
    user.save()
    assert sign_in(Client(), "cafe\u0301 at noon, no") == 200
    assert sign_in(Client(), decomposed) == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2_nfkc$")
    assert user.check_password("caf\u00e9 at midnight")


ASKING = {
    "/users/password-change/": {"old_password": "", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    "/users/account/delete/": {"password": ""},
    "/users/email-change/": {"password": "", "email": "new@example.com"},
}


@pytest.mark.django_db
def test_guesses_in_a_session_are_counted_together_and_recorded(client: Client) -> None:
    user = make_account("anna@example.com")
    client.force_login(user)
    statuses = []
    for guess in range(6):
        path, fields = list(ASKING.items())[guess % 3]
        statuses.append(
            client.post(path, {name: value or f"guess {guess}" for name, value in fields.items()}).status_code
        )
    assert statuses == [200] * 5 + [429]
    for path, fields in ASKING.items():
        assert client.post(path, {name: value or PASSWORD for name, value in fields.items()}).status_code == 429
    assert user.security_events.filter(kind=EventKind.PASSWORD_WRONG).count() == 5
    assert sign_in(Client(), PASSWORD) == 302


@pytest.mark.django_db
def test_the_right_password_in_a_session_does_not_count(client: Client) -> None:
    client.force_login(make_account("anna@example.com"))
    for _ in range(7):
        fields = {"password": PASSWORD, "email": "not an address"}
        assert client.post("/users/email-change/", fields).status_code == 200
