"""One address, one account: the database sees to it, whoever comes first."""

import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.site.environment import ROOT, environment
from users.models import User
from users.tests.reset import EMAIL, PASSWORD, make_account

CLAIMANTS = 4
UPPER = "BOX@\u041a\u0418\u041d\u041e.\u0420\u0424"  # a domain in Cyrillic, typed with caps lock
LOWER = "BOX@\u043a\u0438\u043d\u043e.\u0440\u0444"

CLAIM = """
import sys, django
django.setup()
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from users.models import User
User.objects.exists()
print("ready", flush=True)
sys.stdin.readline()
try:
    User.objects.create(email=sys.argv[1], password="!")
    print("won")
except IntegrityError:
    print("lost")
"""


def test_of_processes_that_claim_an_address_in_any_case_one_wins(database_url: str) -> None:
    variables = {"DATABASE_URL": database_url}
    claimants = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM, spelling],
            cwd=ROOT,
            env=environment("settings.dev", **variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for spelling in [EMAIL, EMAIL.upper(), EMAIL.title(), EMAIL][:CLAIMANTS]
    ]
    try:
        for claimant in claimants:
            assert claimant.stdout is not None
            assert claimant.stdout.readline() == "ready\n"
        for claimant in claimants:
            assert claimant.stdin is not None
            claimant.stdin.write("\n")
            claimant.stdin.flush()
        results = [claimant.communicate(timeout=60)[0] for claimant in claimants]
    finally:
        for claimant in claimants:
            claimant.kill()
            claimant.wait()
    assert sorted(results) == ["lost\n"] * (CLAIMANTS - 1) + ["won\n"]


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", [EMAIL, EMAIL.upper(), EMAIL.title()])
def test_an_address_is_taken_in_every_case(spelling: str) -> None:
    make_account()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email=spelling)


@pytest.mark.django_db
@pytest.mark.parametrize("stored", [UPPER, LOWER])
@pytest.mark.parametrize("typed", [UPPER, LOWER])
def test_a_domain_in_cyrillic_is_found_in_either_case(stored: str, typed: str) -> None:
    make_account("staff@cinemahub.example", is_staff=True, is_superuser=True)
    staff = Client()
    staff.force_login(User.objects.get())
    staff.post("/admin/users/user/add/", {"email": stored, "is_active": "on"})
    user = User.objects.with_address(typed)
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    assert Client().post("/users/login/", {"username": typed, "password": PASSWORD}).status_code == 302
