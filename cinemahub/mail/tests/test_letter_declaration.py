from datetime import timedelta

import pytest

from cinemahub.mail import letters
from cinemahub.mail.checks.letters import check_letters
from cinemahub.mail.letters import Content, Templates, declared_letter, declared_letters, letter
from cinemahub.mail.models import OutboxLetter
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
    declared = greeting.declare(newest_only=True, limited=True, valid_for=timedelta(hours=1))
    assert (declared.newest_only, declared.limited, declared.valid_for) == (True, True, timedelta(hours=1))


def farewell(row: OutboxLetter) -> Content:
    return Content(row.address, "", {})


def another_farewell(row: OutboxLetter) -> Content:
    return Content(row.address, "", {})


def test_a_name_that_two_places_declare_is_an_error_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_declared", {})
    monkeypatch.setattr(letters, "_places", {})
    declare = letter("farewell", valid_for=timedelta(hours=1))
    declare(farewell)
    declare(farewell)  # the same place once more, as when a module is loaded anew
    assert list(check_letters()) == []
    declare(another_farewell)
    (error,) = check_letters()
    assert error.id == "cinemahub.mail.E019"
    assert all(f"{place.__module__}.{place.__name__}" in error.msg for place in (farewell, another_farewell))


def test_no_two_letters_of_the_site_have_one_name() -> None:
    assert list(check_letters()) == []
