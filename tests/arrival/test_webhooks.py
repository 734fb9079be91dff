"""The address that providers post to: whom it lets in, and for how long a signature is good."""

import json
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.utils import timezone

from cinemahub.mail.arrival.webhooks import view
from cinemahub.mail.arrival.webhooks.scaleway import CHAIN_URL
from cinemahub.mail.models import Delivery, DeliveryEvent, OutboxLetter, State, Suppression, UsedToken
from tests.arrival.conftest import ANNA, Site
from tests.arrival.providers.all import PROVIDERS
from tests.arrival.providers.hmac_signed import Mailgun, Resend
from tests.arrival.providers.key_signed import AmazonSes, Authority, Scaleway, Sns, certificate, pem, private_key
from tests.arrival.providers.unsigned import Brevo
from tests.arrival.providers.wire import SECRET, Post, Provider

pytestmark = pytest.mark.usefixtures("fetched")

each_provider = pytest.mark.parametrize("kind_of", PROVIDERS, ids=lambda each: each.name)
MINUTE, HOUR = 60, 3600


def now(row: OutboxLetter) -> OutboxLetter:
    row.refresh_from_db()
    return row


@each_provider
@pytest.mark.parametrize("secret", ["wrong", SECRET.lower(), SECRET[:-1], f"{SECRET}0", "-"])
def test_another_secret_is_no_address(kind_of: type[Provider], secret: str, site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    post = provider.post(provider.event("hard", sent))
    assert site.take(provider, post, f"/webhooks/{provider.name}/{secret}/") == 404
    assert (now(sent).delivery, DeliveryEvent.objects.count()) == ("", 0)


@each_provider
def test_only_the_chosen_provider_has_an_address(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    """Who learns the address of one provider cannot post what another would."""
    provider = kind_of()
    site.choose(Brevo() if kind_of is not Brevo else Mailgun())
    assert site.take_at(provider.path, provider.post(provider.event("hard", sent))) == 404
    assert now(sent).delivery == ""


def test_where_no_provider_is_chosen_there_is_no_address(site: Site, sent: OutboxLetter) -> None:
    brevo = Brevo()
    post = brevo.post(brevo.event("hard", sent))
    assert site.take_at(brevo.path, post) == 404
    assert site.take_at("/webhooks/brevo//", post) == 404
    assert site.take_at("/webhooks/brevo/tracking/", post) == 404
    assert site.take_at("/anymail/brevo/tracking/", post) == 404


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("PUT", 405), ("DELETE", 405)])
def test_a_look_at_the_address_is_answered_without_a_word(method: str, status: int, site: Site) -> None:
    """Mandrill and Unisender Go look before they accept an address."""
    site.choose(Brevo())
    answer = site.client.generic(method, Brevo().path)
    assert (answer.status_code, answer.content) == (status, b"")
    assert answer.headers["Cache-Control"] == "no-store"


def test_neither_a_session_nor_a_form_token_is_needed(site: Site, sent: OutboxLetter) -> None:
    site.client.handler.enforce_csrf_checks = True
    brevo = Brevo()
    assert site.take(brevo, brevo.post(brevo.event("delivered", sent))) == 200
    assert site.client.cookies == {}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, ProgrammingError])
def test_while_the_database_is_away_the_provider_is_told_to_try_again(
    error: type[Exception], site: Site, sent: OutboxLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(told: object) -> None:
        raise error("canary")

    monkeypatch.setattr(view, "record", fail)
    brevo = Brevo()
    assert site.take(brevo, brevo.post(brevo.event("delivered", sent))) == 503


@pytest.mark.parametrize(
    ("kind_of", "at", "status"),
    [
        (Resend, -4 * MINUTE, 200),
        (Resend, -10 * MINUTE, 400),
        (Resend, 10 * MINUTE, 400),
        (Mailgun, -4 * MINUTE, 200),
        (Mailgun, -10 * MINUTE, 400),
        (Mailgun, 10 * MINUTE, 400),
        (AmazonSes, -1 * HOUR, 200),
        (AmazonSes, -3 * HOUR, 400),
        (AmazonSes, 10 * MINUTE, 400),
        (Scaleway, -7 * HOUR, 200),
        (Scaleway, -9 * HOUR, 400),
        (Scaleway, 10 * MINUTE, 400),
    ],
)
def test_a_signature_is_good_for_as_long_as_redeliveries_take(
    kind_of: type[Provider], at: int, status: int, site: Site, sent: OutboxLetter
) -> None:
    provider = kind_of()
    assert site.take(provider, provider.post(provider.event("delivered", sent), at=time.time() + at)) == status
    assert now(sent).delivery == (Delivery.DELIVERED if status == 200 else "")


@pytest.mark.parametrize("days", [-40, 3])
def test_an_event_of_a_time_when_there_was_no_such_letter_is_not_believed(
    days: int, site: Site, sent: OutboxLetter
) -> None:
    """Where no time is signed, that is all that bounds a replay in time."""
    brevo = Brevo()
    event = brevo.event("hard", sent) | {"ts_epoch": int((time.time() + days * 24 * HOUR) * 1000)}
    assert site.take(brevo, brevo.post(event)) == 200
    assert (now(sent).delivery, Suppression.objects.count()) == ("", 0)


def test_a_signature_of_mailgun_is_not_good_for_another_body(site: Site, sent: OutboxLetter) -> None:
    mailgun = Mailgun()
    genuine = mailgun.post(mailgun.event("delivered", sent))
    signature = json.loads(genuine.body)["signature"]
    forged = {"signature": signature, "event-data": mailgun.event("complaint", sent)}
    assert site.take(mailgun, genuine) == 200
    assert site.take(mailgun, Post(json.dumps(forged).encode(), "application/json")) == 400
    assert site.take(mailgun, genuine) == 200
    assert now(sent).delivery == Delivery.DELIVERED


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_no_digit_moves_between_time_and_token_of_mailgun(shift: int, site: Site, sent: OutboxLetter) -> None:
    """Mailgun signs them without a mark between: the same signature fits both ways of writing them."""
    mailgun = Mailgun()
    timestamp, token = str(int(time.time())), "0" * 50
    both, cut = timestamp + token, len(timestamp) + shift
    post = mailgun.post_signed(mailgun.event("hard", sent), both[:cut], both[cut:])
    assert site.take(mailgun, post) == 400
    assert now(sent).delivery == ""


def test_the_key_of_mailguns_api_signs_nothing(site: Site, sent: OutboxLetter) -> None:
    site.settings.ANYMAIL = {"MAILGUN_API_KEY": "the-api-key"}
    mailgun = Mailgun()
    event = mailgun.event("hard", sent)
    mailgun.signing_key = "the-api-key"
    post = mailgun.post(event)
    mailgun.signing_key = Mailgun.signing_key
    assert site.take(mailgun, post) == 400


def test_used_tokens_are_forgotten(site: Site, sent: OutboxLetter) -> None:
    mailgun = Mailgun()
    site.take(mailgun, mailgun.post(mailgun.event("delivered", sent)))
    UsedToken.forget()
    assert UsedToken.objects.count() == 1
    UsedToken.objects.update(at=timezone.now() - timedelta(hours=2))
    UsedToken.forget()
    assert UsedToken.objects.count() == 0


SNS = pytest.mark.parametrize("kind_of", [AmazonSes, Scaleway])
FOREIGN_URLS = [
    "https://example.com/cert.pem",
    "http://messaging.s3.fr-par.scw.cloud/fr-par/sns/cert.pem",
    "https://attacker.s3.fr-par.scw.cloud/cert.pem",
    "https://messaging.s3.fr-par.scw.cloud.example.com/cert.pem",
    "https://messaging.s3.fr-par.scw.cloud@example.com/cert.pem",
    "https://messaging.s3.fr-par.scw.cloud:8443/cert.pem",
    "https://messaging.s3.fr-par.scw.cloud\\@example.com/cert.pem",
    "https://169.254.169.254/latest/meta-data/",
    "https://sns.eu-central-1.amazonaws.com.example.com/SimpleNotificationService-" + "0a" * 16 + ".pem",
    "https://sns.eu-central-1.amazonaws.com@example.com/SimpleNotificationService-" + "0a" * 16 + ".pem",
    "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-" + "0a" * 16 + ".pem",
    "https://bucket.s3.amazonaws.com/SimpleNotificationService-" + "0a" * 16 + ".pem",
    "file:///etc/passwd",
]


@SNS
@pytest.mark.parametrize("url", FOREIGN_URLS)
def test_no_certificate_is_fetched_from_a_stranger(
    kind_of: type[Sns], url: str, site: Site, sent: OutboxLetter
) -> None:
    """The fetched fixture fails if any address is asked but the provider's own."""
    provider = kind_of()
    provider.certificate_url = url
    assert site.take(provider, provider.post(provider.event("hard", sent))) == 400
    assert now(sent).delivery == ""


def by_another(authority: Authority) -> x509.Certificate:
    return certificate("scaleway", private_key("scaleway"), "x", private_key("x"))


def that_has_ended(authority: Authority) -> x509.Certificate:
    return authority.issue("scaleway", days=-1)


def by_one_that_is_no_authority(authority: Authority) -> x509.Certificate:
    return certificate("scaleway", private_key("scaleway"), "leaf", private_key("leaf"))


@pytest.mark.parametrize("issue", [by_another, that_has_ended, by_one_that_is_no_authority])
def test_scaleways_certificates_are_of_its_own_authority(
    issue: Callable[[Authority], x509.Certificate],
    site: Site,
    sent: OutboxLetter,
    authority: Authority,
    fetched: dict[str, bytes],
) -> None:
    provider = Scaleway()
    fetched[provider.certificate_url] = pem(issue(authority))
    fetched[CHAIN_URL] += pem(authority.issue("leaf"))
    assert site.take(provider, provider.post(provider.event("hard", sent))) == 400
    assert now(sent).delivery == ""


def test_an_authority_that_names_itself_like_scaleways_is_another(
    site: Site, sent: OutboxLetter, fetched: dict[str, bytes]
) -> None:
    """Even where somebody could change what Scaleway publishes: the root is known by its fingerprint."""
    root = certificate("Test Root", private_key("x"), "Test Root", private_key("x"), is_authority=True)
    fetched[Scaleway.certificate_url] = pem(
        certificate("scaleway", private_key("scaleway"), "Test Root", private_key("x"))
    )
    fetched[CHAIN_URL] = pem(root)
    provider = Scaleway()
    assert site.take(provider, provider.post(provider.event("hard", sent))) == 400


def test_a_certificate_of_amazon_that_has_ended_is_refused(
    site: Site, sent: OutboxLetter, authority: Authority, fetched: dict[str, bytes]
) -> None:
    provider = AmazonSes()
    fetched[provider.certificate_url] = pem(authority.issue("amazon_ses", days=-1))
    assert site.take(provider, provider.post(provider.event("hard", sent))) == 400


@SNS
def test_a_topic_is_joined_at_the_providers_own_address(
    kind_of: type[Sns], site: Site, fetched: dict[str, bytes]
) -> None:
    provider = kind_of()
    assert site.take(provider, provider.confirmation(provider.subscribe_url)) == 200
    for url in [*FOREIGN_URLS, provider.subscribe_url.replace("https:", "http:")]:
        assert site.take(provider, provider.confirmation(url)) == 400


@SNS
def test_the_word_that_a_topic_was_joined_is_accepted(kind_of: type[Sns], site: Site) -> None:
    body = b"Successfully validated SNS topic for Amazon SES event publishing."
    provider = kind_of()
    assert site.take(provider, provider.post_raw(body, at=time.time())) == 200


@pytest.mark.parametrize("state", [State.UNKNOWN, State.DEFERRED])
def test_an_event_tells_that_a_letter_went_though_its_reply_was_lost(
    state: State, site: Site, sent: OutboxLetter
) -> None:
    """Without it the letter would be sent a second time."""
    waits = {"due_at": timezone.now(), "finished_at": None} if state is State.DEFERRED else {}
    OutboxLetter.objects.update(state=state, reason="reply_lost", **waits)
    brevo = Brevo()
    site.take(brevo, brevo.post(brevo.event("delivered", sent)))
    assert (now(sent).state, sent.reason, sent.due_at, sent.delivery) == (State.SENT, "", None, Delivery.DELIVERED)
    assert sent.finished_at is not None


def test_a_letter_that_a_worker_has_in_hand_is_the_workers(site: Site, sent: OutboxLetter) -> None:
    OutboxLetter.objects.update(state=State.DEFERRED, due_at=timezone.now(), lease=sent.key)
    brevo = Brevo()
    site.take(brevo, brevo.post(brevo.event("delivered", sent)))
    assert (now(sent).state, sent.delivery) == (State.DEFERRED, Delivery.DELIVERED)


@each_provider
def test_without_the_key_a_letter_is_found_by_the_providers_id_or_ours(
    kind_of: type[Provider], site: Site, sent: OutboxLetter
) -> None:
    provider = kind_of()
    event = provider.event("delivered", sent)
    OutboxLetter.objects.update(key="0" * 32, provider_id=found_in(event))
    assert site.take(provider, provider.post(event)) == 200
    assert now(sent).delivery != ""


def found_in(event: object) -> str:
    """Return what the provider calls the email in an event."""
    text = json.dumps(event)
    known = (
        "00000137860315fd-34208509-5b74-41f3-95c5-22c1edc3c924-000000",
        "<202611251620.38420@smtp-relay.mailin.test>",
        "62f114f7165fe0d8db0288e2",
        "19421777835146490",
        "1df37d17-0286-4d8b-8edf-bc4ec5be86e6",
        "4cc1ab6b8a2f4d3f9f0c0a2f0d7f3a10",
        "883953f4-6105-42a2-a16a-77a8eac79483",
        "56761188-7520-42d8-8898-ff6fc54ce618",
        "d4fbec9d-eed9-44d5-af47-c1126467a5ca",
        "65832150921904138",
        "1a3Q2V-0000OZ-S0",
    )
    return next((name for name in known if name in text), "")


def test_spelling_of_the_recipient_does_not_matter(site: Site, sent: OutboxLetter) -> None:
    brevo = Brevo()
    event = brevo.event("hard", sent) | {"email": "Anna@EXAMPLE.com"}
    site.take(brevo, brevo.post(event))
    assert now(sent).delivery == Delivery.BOUNCED
    assert Suppression.covers(ANNA)


@each_provider
@pytest.mark.parametrize("written", [str, lambda key: key.hex, lambda key: str(key).upper()])
def test_the_key_is_known_however_it_is_written(
    kind_of: type[Provider], written: Callable[[uuid.UUID], str], site: Site, sent: OutboxLetter
) -> None:
    provider = kind_of()
    OutboxLetter.objects.update(provider_id="", message_id="<other@cinemahub.example>")
    event = json.loads(json.dumps(provider.event("delivered", now(sent))).replace(sent.key.hex, written(sent.key)))
    assert site.take(provider, provider.post(event)) == 200
    assert now(sent).delivery != ""
