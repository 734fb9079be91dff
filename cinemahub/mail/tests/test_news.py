"""An idle worker hears of whatever makes a letter due."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from cinemahub.mail import outbox
from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.models import Circuit, OutboxLetter
from cinemahub.mail.models.wake import say_alive, wake_workers
from cinemahub.mail.sending.news import News, Wake, news_for
from cinemahub.mail.sending.news.listener import Listener
from cinemahub.mail.sending.news.news import NET_SECONDS, POLL_SECONDS
from cinemahub.mail.tests.samples import ANNA, Greeting, diagnosis, hold

pytestmark = pytest.mark.django_db(transaction=True)

VERBS: dict[str, Callable[[Greeting], object]] = {
    "enqueued": lambda greeting: greeting.post(),
    "enqueued for many": lambda greeting: outbox.enqueue_all(greeting.letter, [(ANNA, "en")]),
    "put off no longer": lambda greeting: OutboxLetter.objects.make_due(),
    "sent again by staff": lambda greeting: OutboxLetter.objects.send_again(),
    "absolved": lambda greeting: OutboxLetter.objects.absolve(),
    "given back": lambda greeting: OutboxLetter.objects.get().released(),
    "of a transport that works again": lambda greeting: Circuit.close("default"),
    "to be tried by a worker that starts": lambda greeting: Circuit.start_over(["default"]),
}


@pytest.fixture
def news() -> Iterator[News]:
    """What a worker hears on a connection that is not the test's."""
    elsewhere = connection.copy()
    news = news_for(Wake(), elsewhere)
    news.begin()
    if isinstance(news, Listener):
        assert news.wait(10)  # it listens, so there may be something
    yield news
    news.end()
    elsewhere.close()


@pytest.mark.parametrize("verb", VERBS)
def test_a_worker_hears_of_a_letter(verb: str, greeting: Greeting, news: News) -> None:
    greeting.post()
    hold(why=diagnosis("connection_refused", Verdict.TRANSIENT))
    news.forget()
    VERBS[verb](greeting)
    assert news.wait(10)


def test_a_letter_that_is_rolled_back_is_no_news(greeting: Greeting, news: News) -> None:
    news.forget()
    with transaction.atomic():
        greeting.post()
        transaction.set_rollback(True)
    assert not news.wait(0.1)


def test_who_hears_that_workers_live_need_not_look_so_often(news: News) -> None:
    if isinstance(news, Listener):
        assert news.poll_seconds == POLL_SECONDS
        news.forget()
        say_alive()
        wake_workers()
        assert news.wait(10)
    assert news.poll_seconds == NET_SECONDS
