"""Every provider: what it tells of an email, told once, told again, forged and malformed."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from cinemahub.mail.models import Delivery, DeliveryEvent, OutboxLetter, Suppression
from tests.arrival.conftest import ANNA, Site
from tests.arrival.providers.all import BATCHES, PROVIDERS, SIGNED
from tests.arrival.providers.hmac_signed import Mailgun, Mailtrap, Mandrill
from tests.arrival.providers.key_signed import OlderPostal, Postal, Scaleway, Sns
from tests.arrival.providers.wire import KINDS, Provider

pytestmark = pytest.mark.usefixtures("fetched")

each_provider = pytest.mark.parametrize("kind_of", PROVIDERS, ids=lambda each: each.name)
each_signed = pytest.mark.parametrize("kind_of", SIGNED, ids=lambda each: each.__name__)

TELLS_OF_A_QUEUE = [Mandrill]  # it never says that an email was delivered
TRIES_AGAIN = [Mailgun, Mailtrap, Postal, OlderPostal, Scaleway]  # after a soft bounce


def now(row: OutboxLetter) -> OutboxLetter:
    row.refresh_from_db()
    return row


@each_provider
def test_delivered(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    assert site.take(provider, provider.post(provider.event("delivered", sent))) == 200
    assert now(sent).delivery == (Delivery.SENT if kind_of in TELLS_OF_A_QUEUE else Delivery.DELIVERED)
    assert sent.delivery_at is not None
    assert not Suppression.objects.exists()


@each_provider
def test_a_hard_bounce_suppresses(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    assert site.take(provider, provider.post(provider.event("hard", sent))) == 200
    assert now(sent).delivery == Delivery.BOUNCED
    assert Suppression.covers(ANNA)


@each_provider
def test_a_soft_bounce_suppresses_nobody(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    assert site.take(provider, provider.post(provider.event("soft", sent))) == 200
    assert now(sent).delivery == (Delivery.DEFERRED if kind_of in TRIES_AGAIN else Delivery.BOUNCED)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("kind_of", [each for each in PROVIDERS if each is not Postal], ids=lambda each: each.name)
def test_a_complaint_suppresses_all_but_what_is_asked_for(
    kind_of: type[Provider], site: Site, sent: OutboxLetter
) -> None:
    provider = kind_of()
    assert site.take(provider, provider.post(provider.event("complaint", sent))) == 200
    assert (now(sent).delivery, sent.reason) == (Delivery.COMPLAINED, "complained")
    assert Suppression.covers(ANNA)
    assert not Suppression.covers(ANNA, asked_for=True)


@each_provider
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_event_ten_times_is_one(kind_of: type[Provider], kind: str, site: Site, sent: OutboxLetter) -> None:
    """With or without an ID of its own, signed anew each time or not."""
    provider = kind_of()
    event = provider.event(kind, sent)
    posts = [provider.post(event) for _ in range(5)]
    for post in [*posts, *posts]:
        assert site.take(provider, post) == 200
    if kind == "complaint" and kind_of is Postal:
        return
    expected = 5 if kind_of.__name__ == "AmazonSes" else 1  # SNS gives each notification an ID: five are five
    assert DeliveryEvent.objects.count() == expected
    assert DeliveryEvent.objects.filter(is_news=True).count() == 1


@each_provider
def test_a_state_never_goes_back(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    site.take(provider, provider.post(provider.event("hard", sent)))
    site.take(provider, provider.post(provider.event("delivered", sent)))
    assert now(sent).delivery == Delivery.BOUNCED
    late = DeliveryEvent.objects.get(is_news=False)
    assert late.delivery in {Delivery.DELIVERED, Delivery.SENT}


@each_signed
def test_a_forgery_is_refused(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    """Somebody knows the secret address, and not the key."""
    provider = kind_of()
    assert site.take(provider, provider.post(provider.event("hard", sent), forged=True)) == 400
    assert (now(sent).delivery, DeliveryEvent.objects.count(), Suppression.objects.count()) == ("", 0, 0)


@each_signed
def test_a_body_that_was_changed_is_refused(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    post = provider.post(provider.event("delivered", sent))
    if kind_of is Mailgun:
        site.take(provider, post)  # its signature is good for the body that comes first
    changed = post.body.replace(b"example.com", b"example.net").replace(b"%40example.com", b"%40example.net")
    assert changed != post.body
    assert site.take(provider, type(post)(changed, post.content_type, post.headers)) == 400


@each_signed
def test_no_signature_at_all_is_refused(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    post = provider.post(provider.event("hard", sent))
    bare = json.dumps(provider.batch([provider.event("hard", sent)])).encode()
    body = bare if post.headers == {} or kind_of.__name__ in {"AmazonSes", "Scaleway"} else post.body
    assert site.take(provider, type(post)(body, post.content_type)) == 400
    assert now(sent).delivery == ""


@each_provider
@pytest.mark.parametrize("kind", KINDS)
def test_an_event_of_another_recipient_changes_nothing(
    kind_of: type[Provider], kind: str, site: Site, sent: OutboxLetter
) -> None:
    provider = kind_of()
    OutboxLetter.objects.filter(pk=sent.pk).update(address="boris@example.com")
    event = provider.event(kind, now(sent))
    assert site.take(provider, provider.post(event)) == 200
    assert (now(sent).delivery, DeliveryEvent.objects.count(), Suppression.objects.count()) == ("", 0, 0)


@each_provider
def test_an_event_of_a_letter_that_is_not_there_is_accepted_and_changes_nothing(
    kind_of: type[Provider], site: Site, sent: OutboxLetter
) -> None:
    """A provider that is refused would switch the webhook off."""
    provider = kind_of()
    event = provider.event("hard", sent)
    OutboxLetter.objects.all().delete()
    assert site.take(provider, provider.post(event)) == 200
    assert (DeliveryEvent.objects.count(), Suppression.objects.count()) == (0, 0)


MALFORMED: dict[str, bytes] = {
    "null": b"null",
    "list": b"[]",
    "list of scalars": b"[1, 2]",
    "scalar": b'"canary"',
    "number": b"12",
    "truncated": b'{"event": ',
    "bad UTF-8": b'{"event": \xff"canary',
    "empty": b"",
    "100000 levels": b"[" * 100_000 + b"]" * 100_000,
    "100000 levels of objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "30 levels": b'{"a":' * 30 + b"1" + b"}" * 30,
    "not a number": b'{"event": NaN}',
    "empty object": b"{}",
}


@each_provider
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_though_it_is_signed(kind_of: type[Provider], body: bytes, site: Site) -> None:
    provider = kind_of()
    if isinstance(provider, Sns):
        body = body.replace(b"\xff", b"")  # what is in an envelope is text already
    status = site.take(provider, provider.post_raw(body, at=time.time()))
    may_be_empty = provider.batches and body == b"[]"  # a batch of nothing, by which SparkPost tries an address
    assert 400 <= status < 500 or (status == 200 and (may_be_empty or body == b"{}"))
    assert DeliveryEvent.objects.count() == 0


@each_provider
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_and_unsigned_is_refused(kind_of: type[Provider], body: bytes, site: Site) -> None:
    provider = kind_of()
    post = type(provider.post_raw(b"{}", at=time.time()))(body, provider.content_type)
    status = site.take(provider, post)
    assert 400 <= status < 500 or (status == 200 and not provider.signs and body in {b"[]", b"{}"})
    assert DeliveryEvent.objects.count() == 0


@each_provider
def test_five_megabytes_are_refused(kind_of: type[Provider], site: Site) -> None:
    provider = kind_of()
    body = b'{"event": "' + b"x" * 5_000_000 + b'"}'
    assert 400 <= site.take(provider, provider.post_raw(body, at=time.time())) < 500


@each_provider
def test_what_passes_the_sites_own_limit_and_not_ours_is_refused(kind_of: type[Provider], site: Site) -> None:
    provider = kind_of()
    body = b'{"event": "' + b"x" * 1_500_000 + b'"}'
    assert site.take(provider, provider.post_raw(body, at=time.time())) == 413


@each_provider
def test_another_content_type_is_refused(kind_of: type[Provider], site: Site, sent: OutboxLetter) -> None:
    provider = kind_of()
    post = provider.post(provider.event("hard", sent))
    assert site.take(provider, type(post)(post.body, "multipart/form-data; boundary=a", post.headers)) == 415


@pytest.mark.parametrize("kind_of", BATCHES, ids=lambda each: each.name)
@pytest.mark.parametrize(
    "bad", [{}, {"event": ["canary"]}, {"msys": {}}, {"email": {}, "event": "bounce", "time": "x"}]
)
def test_a_bad_event_does_not_lose_the_others_of_its_batch(
    kind_of: type[Provider], bad: dict[str, Any], site: Site, sent: OutboxLetter
) -> None:
    provider = kind_of()
    post = provider.post(bad, provider.event("hard", sent), bad)
    assert site.take(provider, post) == 200
    assert now(sent).delivery == Delivery.BOUNCED


SPOILED: list[Callable[[Any], Any]] = [
    lambda value: None,
    lambda value: {"canary": 1},
    lambda value: "\ud800\x00",
    lambda value: 10**30,
    lambda value: "x" * 1000,
]


@each_provider
@pytest.mark.parametrize("spoil", SPOILED)
def test_no_field_of_another_kind_makes_an_error(
    kind_of: type[Provider], spoil: Callable[[Any], Any], site: Site, sent: OutboxLetter
) -> None:
    """Each field of an event in turn, however deep, is something else than it should be."""
    provider = kind_of()
    event = provider.event("hard", sent)
    for path in paths(event):
        spoiled = json.loads(json.dumps(event))
        inner = spoiled
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = spoil(inner[path[-1]])
        assert site.take(provider, provider.post(spoiled)) in {200, 400}


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [so_far] if so_far else []
    for name, inner in items:
        found += paths(inner, (*so_far, name))
    return found
