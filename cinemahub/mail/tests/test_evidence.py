"""Whose fault a refusal is, by what other letters met."""

import smtplib
from datetime import timedelta

import pytest
from django.db.models import F

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.models import Circuit, OutboxLetter, State
from cinemahub.mail.sending.delivery import Outcome
from cinemahub.mail.tests.fake_connections import AcceptingConnection, RefusingConnection
from cinemahub.mail.tests.samples import Greeting, claim, fresh, try_to_deliver

BLACKLISTED = (554, b"5.7.1 Service unavailable; client host [192.0.2.1] blocked using a blacklist")
SPAM = (554, b"5.7.1 [2] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc")
UNHEARD_OF = (554, b"5.9.9 Message 4711 declined for reasons of our own")
BUSY = (451, b"4.9.9 No idea what is the matter")
DEAD = (550, b"5.1.1 No such user")
OTHERS = ["anna@example.com", "bert@example.com", "clara@example.com", "dora@example.com"]


def refuse(greeting: Greeting, to: str, answer: tuple[int, bytes], step: Step = Step.DATA) -> OutboxLetter:
    error = smtplib.SMTPDataError(*answer) if step is Step.DATA else smtplib.SMTPRecipientsRefused({to: answer})
    return try_to_deliver(greeting.claimed(to), RefusingConnection(error, step))[1]


def again(row: OutboxLetter, answer: tuple[int, bytes]) -> OutboxLetter:
    OutboxLetter.objects.filter(pk=row.pk).update(due_at=F("created_at"))
    (claimed,) = [each for each in claim() if each.pk == row.pk]
    return try_to_deliver(claimed, RefusingConnection(smtplib.SMTPDataError(*answer)))[1]


def accept(greeting: Greeting, to: str = "zoe@example.com") -> None:
    assert try_to_deliver(greeting.claimed(to), AcceptingConnection())[0] is Outcome.WORKS


def cause_of_hold() -> str:
    return "".join(Circuit.objects.open().values_list("code", flat=True))


@pytest.mark.parametrize(
    ("answer", "code"), [(UNHEARD_OF, "refused_alike"), (SPAM, "spam_suspected"), (BLACKLISTED, "host_blocked")]
)
@pytest.mark.parametrize("step", [Step.RCPT, Step.DATA])
def test_the_same_refusal_to_a_second_person_holds_and_fails_nobody(
    greeting: Greeting, answer: tuple[int, bytes], code: str, step: Step
) -> None:
    first = refuse(greeting, OTHERS[0], answer, step)
    assert cause_of_hold() == ""
    second = refuse(greeting, OTHERS[1], answer, step)
    assert cause_of_hold() in {code, "refused_alike"}
    for row in (first, second):
        assert (fresh(row).state, fresh(row).tries, fresh(row).lease) == (State.QUEUED, 0, None)
    assert len(claim()) == 2


@pytest.mark.parametrize("answer", [BLACKLISTED, UNHEARD_OF, SPAM, BUSY])
def test_nobody_is_held_up_by_one_persons_refusal(greeting: Greeting, answer: tuple[int, bytes]) -> None:
    bad = refuse(greeting, OTHERS[0], answer, Step.RCPT)
    again(bad, answer) if bad.due_at else None
    assert cause_of_hold() == ""


@pytest.mark.parametrize("answer", [BLACKLISTED, SPAM])
def test_what_only_one_person_meets_while_others_get_theirs_is_about_that_one(
    greeting: Greeting, answer: tuple[int, bytes]
) -> None:
    bad = refuse(greeting, OTHERS[0], answer)
    assert bad.state == State.DEFERRED
    accept(greeting)
    assert again(bad, answer).state == State.FAILED
    assert cause_of_hold() == ""


def test_two_bad_recipients_with_a_good_one_between_hold_nobody(greeting: Greeting) -> None:
    refuse(greeting, OTHERS[0], UNHEARD_OF)
    accept(greeting)
    refuse(greeting, OTHERS[1], UNHEARD_OF)
    assert cause_of_hold() == ""


def test_two_letters_to_one_person_are_one_voice(greeting: Greeting) -> None:
    refuse(greeting, OTHERS[0], UNHEARD_OF)
    refuse(greeting, OTHERS[0], UNHEARD_OF)
    assert cause_of_hold() == ""


def test_known_dead_mailboxes_are_no_evidence(greeting: Greeting) -> None:
    rows = [refuse(greeting, to, DEAD, Step.RCPT) for to in OTHERS]
    assert {fresh(row).state for row in rows} == {State.FAILED}
    assert cause_of_hold() == ""


def test_other_words_are_another_answer(greeting: Greeting) -> None:
    refuse(greeting, OTHERS[0], UNHEARD_OF)
    refuse(greeting, OTHERS[1], (554, b"5.9.9 Quite another matter"))
    assert cause_of_hold() == ""


def test_numbers_in_an_answer_do_not_make_it_another(greeting: Greeting) -> None:
    refuse(greeting, OTHERS[0], UNHEARD_OF)
    refuse(greeting, OTHERS[1], (554, UNHEARD_OF[1].replace(b"4711", b"4712")))
    assert cause_of_hold() == "refused_alike"


def test_a_refusal_of_long_ago_is_no_evidence(greeting: Greeting) -> None:
    refuse(greeting, OTHERS[0], UNHEARD_OF)
    OutboxLetter.objects.update(tried_at=F("tried_at") - timedelta(hours=2))
    refuse(greeting, OTHERS[1], UNHEARD_OF)
    assert cause_of_hold() == ""


def test_after_a_letter_to_another_passed_the_two_fail_without_holding_again(greeting: Greeting) -> None:
    rows = [refuse(greeting, to, UNHEARD_OF) for to in OTHERS[:2]]
    accept(greeting)
    Circuit.close("default")
    for row in rows:
        assert again(row, UNHEARD_OF).state == State.FAILED
    assert cause_of_hold() == ""
