from datetime import timedelta

import pytest

from cinemahub.mail.letters import Templates, declared_letter, declared_letters
from cinemahub.mail.tests.samples import Greeting


def test_a_letter_is_known_by_its_name(greeting: Greeting) -> None:
    assert declared_letter("greeting") is greeting.letter
    assert declared_letters() == [greeting.letter]
    with pytest.raises(KeyError):
        declared_letter("farewell")


def test_its_templates_are_found_by_its_name(greeting: Greeting) -> None:
    assert greeting.letter.templates == Templates(
        "mail/greeting/subject.txt", "mail/greeting/body.txt", "mail/greeting/body.html"
    )


def test_it_may_have_templates_of_another_name(greeting: Greeting) -> None:
    other = Templates("a.txt", "b.txt", "c.html")
    assert greeting.declare(templates=other).templates == other


def test_nothing_is_newest_only_or_limited_unless_it_says_so(greeting: Greeting) -> None:
    assert not (greeting.letter.newest_only or greeting.letter.limited)
    letter = greeting.declare(newest_only=True, limited=True, valid_for=timedelta(hours=1))
    assert (letter.newest_only, letter.limited, letter.valid_for) == (True, True, timedelta(hours=1))
