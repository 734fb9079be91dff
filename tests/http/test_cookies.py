"""Every cookie of the site is for the site alone, and none is left by a visit that needs none."""

from http.cookies import Morsel
from pathlib import Path

from tests.http.conftest import SETTINGS, Serve
from tests.http.wire import Visitor, Wire
from tests.processes import STAGING, manage

EMAIL, PASSWORD = "mike@cinemahub.example", "popcorn before midnight"
KNOWN = {"__Host-session", "__Host-csrf", "__Host-language", "__Host-reset", "__Host-browser"}


def test_a_visit_that_signs_nobody_in_leaves_no_session(site: Wire) -> None:
    for path in ("/", "/users/login/", "/users/password-reset/", "/users/password-reset/done/", "/nowhere/"):
        assert not site.send("GET", path).cookies.keys() - {"__Host-csrf"}


def test_every_cookie_is_secure_and_of_this_host_alone(serve: Serve, tmp_path: Path) -> None:
    database_url = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    with serve(database_url) as site:
        variables = STAGING | {"DATABASE_URL": database_url, "STATIC_ROOT": str(tmp_path)}
        create = ("createsuperuser", "--noinput", "--email", EMAIL)
        manage(*create, settings=SETTINGS, DJANGO_SUPERUSER_PASSWORD=PASSWORD, **variables).check_returncode()
        visitor, baked = Visitor(site), list[Morsel[str]]()
        for path, fields in [
            ("/users/login/", {"username": EMAIL, "password": PASSWORD}),
            ("/users/account/", {"name": "Mike", "language": "en"}),
            ("/language/setlang/", {"language": "ru", "next": "/"}),
        ]:
            visitor.get(path if path != "/language/setlang/" else "/")
            answer = visitor.post(path, **fields)
            assert answer.status == 302
            baked += answer.cookies.values()
        baked += visitor.get(path_of_link(variables)).cookies.values()
        visitor.get("/users/account/")
        baked += visitor.post("/users/logout/").cookies.values()
    assert {cookie.key for cookie in baked} == KNOWN
    for cookie in baked:
        assert (cookie["secure"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
        assert cookie["httponly"] or not cookie.value


def path_of_link(variables: dict[str, str]) -> str:
    code = "from users.models import User; from users.reset_link import *; print(reset_link(User.objects.get()))"
    done = manage("shell", "--verbosity", "0", "--command", code, settings=SETTINGS, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().removeprefix(variables["SITE_URL"])
