"""Every cookie of the site is for the site alone, and none is left by a visit that needs none."""

from http.cookies import Morsel

from tests.http.conftest import Serve
from tests.http.people import EMAIL, PASSWORD, add_account, path_of_link
from tests.http.wire import Visitor, Wire
from tests.site.database import Database

CHOSEN = {"password1": "front row, left side", "password2": "front row, left side"}
KNOWN = {"__Host-session", "__Host-csrf", "__Host-language", "__Host-reset", "__Host-browser", "__Host-signup",
         "__Host-address"}  # fmt: skip


def test_a_visit_that_signs_nobody_in_leaves_no_session(site: Wire) -> None:
    for path in ("/", "/users/login/", "/users/password-reset/", "/users/password-reset/done/", "/nowhere/"):
        assert not site.send("GET", path).cookies.keys() - {"__Host-csrf"}


def test_every_cookie_is_secure_and_of_this_host_alone(serve: Serve, database: Database) -> None:
    with serve(database.url) as site:
        add_account(database.url)
        visitor, baked = Visitor(site), list[Morsel[str]]()
        for page, path, fields in [
            ("/users/signup/", "/users/signup/", {"email": "anna@cinemahub.example", **CHOSEN}),
            ("/users/login/", "/users/login/", {"username": EMAIL, "password": PASSWORD}),
            ("/users/account/", "/users/account/", {"name": "Mike", "language": "en"}),
            ("/", "/language/setlang/", {"language": "ru", "next": "/"}),
        ]:
            visitor.get(page)
            answer = visitor.post(path, **fields)
            assert answer.status == 302
            baked += answer.cookies.values()
        baked += visitor.get(path_of_link(database.url)).cookies.values()
        visitor.get("/users/account/")
        baked += visitor.post("/users/logout/").cookies.values()
    assert {cookie.key for cookie in baked} == KNOWN
    for cookie in baked:
        assert (cookie["secure"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
        assert cookie["httponly"] or not cookie.value
