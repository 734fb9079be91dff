"""A token is renewed before it ends, by one process at a time, and never lost."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.models import OAuthToken
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.tokens import Tokens
from tests.servers.oauth_records import CANARY
from tests.servers.oauth_state import OAuthServer

pytestmark = pytest.mark.django_db


def authorise(tokens: Tokens, oauth: OAuthServer, *, left: timedelta | None = None) -> str:
    """Allow it for an hour, of which so much is left."""
    allowed = oauth.allow()
    tokens.authorise(NewTokens(allowed.access_token, allowed.refresh_token, timedelta(hours=1)))
    if left is not None:
        leave(left)
    return allowed.access_token


def leave(left: timedelta, of: timedelta = timedelta(hours=1)) -> None:
    ends = timezone.now() + left
    OAuthToken.objects.update(expires_at=ends, renewed_at=ends - of)


def stored() -> str:
    return OAuthToken.objects.get().access_token


def kill_while_renewing() -> None:
    """Leave what a process leaves that was killed, some time ago, between its question and the answer."""
    assert OAuthToken.objects.claim_renewal(OAuthToken.objects.get())
    OAuthToken.objects.update(renewing_until=timezone.now() - timedelta(seconds=1))


def test_a_token_that_lives_is_used_as_it_is(tokens: Tokens, configured: OAuthServer) -> None:
    access = authorise(tokens, configured)
    assert tokens.access_token() == access
    assert configured.asked == []


def test_a_token_near_its_end_is_renewed_and_its_rotated_refresh_token_kept(
    tokens: Tokens, configured: OAuthServer
) -> None:
    first = authorise(tokens, configured, left=timedelta(minutes=14))
    tokens.renew_ahead()
    second = stored()
    assert second != first
    OAuthToken.objects.update(expires_at=timezone.now())
    assert tokens.access_token() not in {first, second}
    assert configured.asked == ["refresh_token"] * 2


@pytest.mark.parametrize(
    ("life", "left", "expected"),
    [
        (timedelta(hours=1), timedelta(minutes=16), 0),
        (timedelta(minutes=8), timedelta(minutes=5), 0),
        (timedelta(minutes=8), timedelta(minutes=3), 1),
        (timedelta(days=365), timedelta(days=100), 0),
        (timedelta(days=365), timedelta(days=90), 1),  # Yandex: the refresh token ends on the same day
    ],
)
def test_how_early_hangs_on_how_long_it_lives(
    tokens: Tokens, configured: OAuthServer, life: timedelta, left: timedelta, expected: int
) -> None:
    authorise(tokens, configured)
    leave(left, of=life)
    tokens.renew_ahead()
    assert len(configured.asked) == expected


def test_who_signs_in_does_not_wait_for_a_renewal_while_the_token_works(
    tokens: Tokens, configured: OAuthServer
) -> None:
    access = authorise(tokens, configured, left=timedelta(minutes=1))
    assert tokens.access_token() == access
    assert configured.asked == []


def test_a_refresh_token_that_is_not_rotated_stays(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens.authorise(NewTokens("access", "refresh", timedelta()))
    monkeypatch.setattr(
        "cinemahub.mail.transport.oauth.endpoint.Endpoint.renew",
        lambda self, refresh_token: NewTokens(f"by {refresh_token}", "", timedelta()),
    )
    assert [tokens.access_token() for _ in range(2)] == ["by refresh"] * 2


def test_nobody_has_allowed_it_yet(tokens: Tokens) -> None:
    with pytest.raises(TokenError, match="not_authorised"):
        tokens.access_token()


def test_a_revoked_permission_is_named(tokens: Tokens, configured: OAuthServer) -> None:
    authorise(tokens, configured, left=timedelta())
    configured.revoke_all()
    with pytest.raises(TokenError, match="invalid_grant"):
        tokens.access_token()


def test_a_service_that_is_away_does_no_harm_while_the_token_lives(tokens: Tokens, configured: OAuthServer) -> None:
    access = authorise(tokens, configured, left=timedelta(minutes=4))
    configured.is_down = True
    with pytest.raises(TokenError, match="server_error"):
        tokens.renew_ahead()
    assert tokens.access_token() == access
    OAuthToken.objects.update(expires_at=timezone.now())
    with pytest.raises(TokenError, match="server_error"):
        tokens.access_token()
    configured.is_down = False
    assert tokens.access_token() != access


def test_a_server_that_refuses_a_token_before_its_end_gets_another(tokens: Tokens, configured: OAuthServer) -> None:
    access = authorise(tokens, configured)
    another = tokens.access_token(instead_of=access)
    assert another != access
    assert tokens.access_token(instead_of=access) == another
    assert configured.asked == ["refresh_token"]


def test_another_mailbox_or_application_must_be_allowed_anew(
    tokens: Tokens, configured: OAuthServer, settings: Settings
) -> None:
    authorise(tokens, configured)
    settings.MAILERS["default"]["OPTIONS"]["username"] = "other@cinemahub.example"
    application = Application.of("default")
    assert application is not None
    with pytest.raises(TokenError, match="not_authorised"):
        Tokens(application).access_token()


def test_an_application_that_needs_nobody_has_its_first_token_at_once(
    configured: OAuthServer, settings: Settings
) -> None:
    settings.MAIL_OAUTH["default"] |= {"service": "microsoft", "application_scope": "application"}
    application = Application.of("default")
    assert application is not None
    assert Tokens(application).access_token().startswith(CANARY)
    OAuthToken.objects.update(expires_at=timezone.now())
    assert Tokens(application).access_token().startswith(CANARY)
    assert configured.asked == ["client_credentials"] * 2


def test_the_database_cannot_read_it_and_a_new_key_with_fallback_can(
    tokens: Tokens, configured: OAuthServer, settings: Settings
) -> None:
    access = authorise(tokens, configured)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_oauthtoken")
        assert CANARY not in str(cursor.fetchall())
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5
    with pytest.raises(TokenError, match="unreadable"):
        tokens.access_token()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert tokens.access_token() == access


def test_a_process_that_died_while_renewing_is_replaced(tokens: Tokens, configured: OAuthServer) -> None:
    access = authorise(tokens, configured, left=timedelta(minutes=4))
    assert OAuthToken.objects.claim_renewal(OAuthToken.objects.get())  # and kill -9
    tokens.renew_ahead()
    assert tokens.access_token() == access
    OAuthToken.objects.update(renewing_until=timezone.now() - timedelta(seconds=1))
    tokens.renew_ahead()
    assert tokens.access_token() != access
    assert configured.asked == ["refresh_token"]


def test_a_refresh_token_lost_with_a_killed_process_is_named_as_such_until_it_is_allowed_anew(
    tokens: Tokens, configured: OAuthServer
) -> None:
    """Where the service has replaced it already, nothing but a person helps (RFC 6749, 6)."""
    authorise(tokens, configured, left=timedelta())
    kill_while_renewing()
    configured.tokens[0].refresh_token = ""  # given to the dead
    configured.is_down = True
    with pytest.raises(TokenError, match="server_error"):
        tokens.access_token()
    configured.is_down = False
    for _ in range(2):
        with pytest.raises(TokenError) as refusal:
            tokens.access_token()
        assert diagnose(refusal.value, step=Step.AUTH).code == "oauth_renewal_lost"
    access = authorise(tokens, configured)
    assert tokens.access_token() == access


@pytest.mark.django_db(transaction=True)
def test_what_a_renewal_gave_is_kept_though_the_database_is_away_for_a_moment(
    tokens: Tokens, configured: OAuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorise(tokens, configured, left=timedelta())
    monkeypatch.setattr("cinemahub.mail.models.database.PAUSE_SECONDS", 0)
    monkeypatch.setattr(connection, "close", lambda: None)
    update, away = QuerySet.update, [OperationalError("gone")]

    def fail_once(rows: "QuerySet[OAuthToken]", **changes: object) -> int:
        if "access" in changes and away:
            raise away.pop()
        return update(rows, **changes)

    monkeypatch.setattr(QuerySet, "update", fail_once)
    assert tokens.access_token() == stored()
    assert away == []


@pytest.mark.django_db(transaction=True)
def test_of_two_that_need_a_new_token_one_renews_it(tokens: Tokens, configured: OAuthServer) -> None:
    """The second would present a refresh token that the first has used up."""
    authorise(tokens, configured, left=timedelta())
    configured.answer_seconds = 0.5
    found: list[str] = []

    def ask() -> None:
        try:
            while not found_own():
                time.sleep(0.05)
        finally:
            connection.close()

    def found_own() -> bool:
        try:
            found.append(tokens.access_token())
        except OperationalError:  # threads that share SQLite's memory are told at once that a table is locked
            return False
        return True

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 4
    assert len(set(found)) == 1
    assert configured.asked == ["refresh_token"]
